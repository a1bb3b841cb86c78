/** The files that documents include: open ones as they stand in the editor, others as the client reads them. */
import type { Included, SourceDocument } from "../check/index.js";
import { parse } from "../syntax/index.js";

interface Known {
  state:
    | { readonly kind: "loading" }
    | { readonly kind: "loaded"; readonly document: SourceDocument }
    | { readonly kind: "missing"; readonly reason: string };
  /** Documents whose analysis asked for it. */
  readonly dependents: Set<string>;
  /** Resolves when the last reading of it is over. */
  reading: Promise<void>;
}

export interface IncludedFilesHost {
  /** The document of that URI if an editor has it open. */
  readonly open: (uri: string) => SourceDocument | null;
  /** Reads a file that no editor has open. */
  readonly read: (uri: string) => Promise<string>;
  /** Called when a document's includes have become known, or others than they were. */
  readonly changed: (dependent: string) => void;
}

export class IncludedFiles {
  readonly #host: IncludedFilesHost;
  readonly #known = new Map<string, Known>();

  constructor(host: IncludedFilesHost) {
    this.#host = host;
  }

  /** What the `include` line of a document finds; starts reading what is not known yet. `dependent` is the document analysed. */
  resolve(path: string, from: string, dependent: string): Included {
    const uri = resolveUri(path, from);
    if (uri === null) return { state: "missing", reason: "a file without a place of its own cannot include others" };
    let known = this.#known.get(uri);
    if (known === undefined)
      this.#known.set(uri, (known = { state: { kind: "loading" }, dependents: new Set(), reading: Promise.resolve() }));
    known.dependents.add(dependent);
    const open = this.#host.open(uri);
    if (open !== null) return { state: "loaded", document: open };
    switch (known.state.kind) {
      case "loaded":
        return { state: "loaded", document: known.state.document };
      case "missing":
        return { state: "missing", reason: known.state.reason };
      case "loading":
        if (known.dependents.size === 1) known.reading = this.#read(uri, known);
        return { state: "loading" };
    }
  }

  /** A file was edited, opened, closed, or changed on disk: whoever includes it is analysed again. */
  touched(uri: string, onDisk: boolean): void {
    const found = [...this.#known].find(([known]) => sameUri(known, uri));
    if (found === undefined) return;
    const [address, known] = found;
    if (onDisk) known.reading = this.#read(address, known);
    else for (const dependent of known.dependents) if (!sameUri(dependent, uri)) this.#host.changed(dependent);
  }

  /** Files that the document's last analysis asked for and that are being read; null when there are none. */
  reading(dependent: string): Promise<unknown> | null {
    const loading = [...this.#known].filter(
      ([uri, { state, dependents }]) =>
        // One that is open is taken from the editor, and never read.
        state.kind === "loading" && dependents.has(dependent) && this.#host.open(uri) === null,
    );
    return loading.length === 0 ? null : Promise.all(loading.map(([, { reading }]) => reading));
  }

  /** A document is closed: nothing is analysed for it any more. */
  forget(dependent: string): void {
    for (const [uri, known] of this.#known) {
      known.dependents.delete(dependent);
      if (known.dependents.size === 0) this.#known.delete(uri);
    }
  }

  async #read(uri: string, known: Known): Promise<void> {
    try {
      const text = await this.#host.read(uri);
      known.state = { kind: "loaded", document: { uri, tree: parse(text) } };
    } catch (error) {
      known.state = { kind: "missing", reason: error instanceof Error ? error.message : String(error) };
    }
    for (const dependent of known.dependents) this.#host.changed(dependent);
  }
}

/** The URI of an included file, beside the one that includes it; null when that has no place (an untitled document). */
export function resolveUri(path: string, from: string): string | null {
  try {
    return new URL(path.split("/").map(encodeURIComponent).join("/"), from).href;
  } catch {
    return null;
  }
}

/** Editors write one URI in several ways (`c:` and `c%3A`). */
export function sameUri(a: string, b: string): boolean {
  return a === b || decoded(a) === decoded(b);
}

/** Without its percent signs; as it is when they mean nothing. */
export function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
