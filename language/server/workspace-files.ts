/** The scenario files of the workspace that no editor has open: read when a name is looked for in all files. */
import { HugetlbDocument } from "../document.js";
import { MAX_WORKSPACE_FILES } from "../limits.js";
import { resolveUri, sameUri } from "./included-files.js";

export interface WorkspaceFilesHost {
  /** The URIs of the files; fails when the client does not tell. */
  readonly list: () => Promise<readonly string[]>;
  /** Reads a file; fails with a sentence. */
  readonly read: (uri: string) => Promise<string>;
  /** The documents that an editor has open. */
  readonly open: () => readonly HugetlbDocument[];
}

export class WorkspaceFiles {
  readonly #host: WorkspaceFilesHost;
  /** null = it cannot be read. */
  readonly #known = new Map<string, HugetlbDocument | null>();

  constructor(host: WorkspaceFilesHost) {
    this.#host = host;
  }

  /** Every open document, and every other file of the workspace as it was last read. */
  async documents(): Promise<readonly HugetlbDocument[]> {
    const uris = (await this.#listed()).filter((uri) => this.#opened(uri) === undefined);
    await Promise.all(uris.filter((uri) => !this.#known.has(uri)).map((uri) => this.#read(uri)));
    const files = uris.flatMap((uri) => (this.#opened(uri) === undefined ? (this.#known.get(uri) ?? []) : []));
    return [...this.#host.open(), ...files];
  }

  /** The URIs of the workspace's files, and of those that are open. */
  async uris(): Promise<readonly string[]> {
    const listed = await this.#listed();
    const others = this.#host.open().filter(({ uri }) => !listed.some((one) => sameUri(one, uri)));
    return [...listed, ...others.map(({ uri }) => uri)];
  }

  /** A file is not as it was read. */
  changed(uri: string): void {
    for (const known of this.#known.keys()) if (sameUri(known, uri)) this.#known.delete(known);
  }

  /** A client that knows nothing of this request has its open files only. */
  async #listed(): Promise<readonly string[]> {
    const listed = await this.#host.list().catch((): readonly string[] => []);
    return listed.slice(0, MAX_WORKSPACE_FILES);
  }

  async #read(uri: string): Promise<void> {
    const document = new HugetlbDocument(uri, { include: (path, from) => this.#include(path, from) });
    const text = await this.#host.read(uri).catch(() => null);
    if (text !== null) document.update(text, 0);
    this.#known.set(uri, text === null ? null : document);
  }

  #include(path: string, from: string): ReturnType<HugetlbDocument["included"]> {
    const uri = resolveUri(path, from);
    const known = uri === null ? undefined : [...this.#known.keys()].find((one) => sameUri(one, uri));
    const document = uri === null ? undefined : (this.#opened(uri) ?? this.#known.get(known ?? ""));
    if (document == null) return { state: "missing", reason: "it is no file of the workspace" };
    return { state: "loaded", document: { uri: document.uri, tree: document.tree } };
  }

  #opened(uri: string): HugetlbDocument | undefined {
    return this.#host.open().find((document) => sameUri(document.uri, uri));
  }
}
