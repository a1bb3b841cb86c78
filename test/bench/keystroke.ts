/** From a keystroke to its diagnostics: in one process by the document, and through the server as an editor does it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  ShutdownRequest,
} from "vscode-languageserver/node";
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import { HugetlbDocument } from "../../language/document.js";
import type { Comparison, Side } from "./compare.js";
import { linesInScenarios, oneScenario } from "./sources.js";

const LINES = 2_000;
const MANY_LINES = 10_000;
const URI = "file:///bench.hugetlb";
const SERVER = path.resolve("dist/server/node.cjs");
const TEXT_ONLY_SERVER = "test/bench/text-only-server.ts";
/** A round through a server takes milliseconds: more of them make a median. */
const SERVER_SLICE_MS = 1_000;
const SERVER_ROUNDS = 5;

/** A text in whose middle somebody types: each keystroke changes one expectation, and so the diagnostics. */
class Typing {
  readonly text: string;
  readonly #line: number;
  #length: number;
  #count = 0;

  constructor(written: string) {
    const rows = written.split("\n");
    this.#line = rows.findIndex((row, index) => index > rows.length / 2 && /^ {2}\w+: (read|write) /.test(row));
    if (this.#line < 0) throw new Error("no step in the middle of the text");
    rows[this.#line] = "";
    this.#length = 0;
    this.text = rows.join("\n");
  }

  get version(): number {
    return this.#count;
  }

  keystroke(): TextDocumentContentChangeEvent {
    const text = `  expect free == ${1_000 + ++this.#count}`;
    const range = { start: { line: this.#line, character: 0 }, end: { line: this.#line, character: this.#length } };
    this.#length = text.length;
    return { range, text };
  }
}

function textOnly(written: string): Side {
  const typing = new Typing(written);
  const document = TextDocument.create(URI, "hugetlb", 0, typing.text);
  return {
    label: "TextDocument.update",
    run: () => TextDocument.update(document, [typing.keystroke()], typing.version).getText().length,
  };
}

function byDocument(written: string): Side {
  const typing = new Typing(written);
  const text = TextDocument.create(URI, "hugetlb", 0, typing.text);
  const document = new HugetlbDocument(URI, { include: () => ({ state: "missing", reason: "no files here" }) });
  document.update(typing.text, 0);
  document.analyse();
  return {
    label: "update, parse, check, run",
    run: () => {
      TextDocument.update(text, [typing.keystroke()], typing.version);
      document.update(text.getText(), typing.version);
      const { diagnostics } = document.analyse();
      if (!diagnostics.some(({ code }) => code === "expectation-failed"))
        throw new Error("the keystroke shows nowhere");
      return diagnostics;
    },
  };
}

/** A server in a process of its own with one open document. */
class Client {
  readonly #process: ChildProcess;
  readonly #connection: ProtocolConnection;
  readonly #typing: Typing;
  #arrived: (() => void) | null = null;

  private constructor(process: ChildProcess, written: string) {
    if (process.stdout === null || process.stdin === null) throw new Error("the server has no pipes");
    this.#process = process;
    this.#typing = new Typing(written);
    this.#connection = createProtocolConnection(process.stdout, process.stdin);
    this.#connection.onNotification(PublishDiagnosticsNotification.type, ({ version }) => {
      if (version === undefined || version >= this.#typing.version) this.#arrived?.();
    });
    this.#connection.listen();
  }

  static async open(command: readonly string[], written: string): Promise<Client> {
    const client = new Client(spawn(process.execPath, command, { stdio: ["pipe", "pipe", "inherit"] }), written);
    const connection = client.#connection;
    await connection.sendRequest(InitializeRequest.method, {
      processId: process.pid,
      workspaceFolders: null,
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } } },
    });
    await connection.sendNotification(InitializedNotification.type, {});
    const shown = client.#diagnostics();
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: URI, languageId: "hugetlb", version: 0, text: client.#typing.text },
    });
    await shown;
    return client;
  }

  /** Types once and waits for the diagnostics of that version. */
  async type(): Promise<void> {
    const contentChanges = [this.#typing.keystroke()];
    const shown = this.#diagnostics();
    await this.#connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: URI, version: this.#typing.version },
      contentChanges,
    });
    await shown;
  }

  async close(): Promise<void> {
    const ended = once(this.#process, "exit");
    await this.#connection.sendRequest(ShutdownRequest.type);
    await this.#connection.sendNotification(ExitNotification.type);
    await ended;
  }

  #diagnostics(): Promise<void> {
    return new Promise((resolve) => {
      this.#arrived = resolve;
    });
  }
}

async function throughServer(name: string, written: string): Promise<Comparison> {
  const client = await Client.open([SERVER, "--stdio"], written);
  const plain = await Client.open(["test/run.mjs", TEXT_ONLY_SERVER, "--stdio"], written);
  return {
    name: `keystroke to diagnostics through the server, ${name}`,
    subject: { label: "server over stdio", run: () => client.type() },
    baseline: { label: "a server that keeps the text only", run: () => plain.type() },
    slice: SERVER_SLICE_MS,
    rounds: SERVER_ROUNDS,
    done: () => Promise.all([client.close(), plain.close()]),
  };
}

const FILES = [
  { name: "2,000 lines in 100 scenarios", text: linesInScenarios(LINES) },
  { name: "2,000 lines in one scenario", text: oneScenario(LINES) },
  { name: "10,000 lines in 500 scenarios", text: linesInScenarios(MANY_LINES) },
  { name: "10,000 lines in one scenario", text: oneScenario(MANY_LINES) },
] as const;

export function documentComparisons(): readonly Comparison[] {
  return FILES.map(({ name, text }) => ({
    name: `keystroke to diagnostics, ${name}`,
    subject: byDocument(text),
    baseline: textOnly(text),
  }));
}

/** Each opens its servers when asked for: they run only as long as they are measured. */
export function serverComparisons(): readonly (() => Promise<Comparison>)[] {
  return FILES.map(
    ({ name, text }) =>
      () =>
        throughServer(name, text),
  );
}
