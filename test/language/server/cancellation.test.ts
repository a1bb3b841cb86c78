/** A request that nobody wants any more is not worked on: the server's pauses between two slices of work are counted, no clock is looked at. */
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  CancellationTokenSource,
  createConnection,
  createMessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { inTheServer } from "../../../language/server/explorer/slices.js";
import { serve } from "../../../language/server/serve.js";
import { Client } from "./client.js";

const URI = "file:///long.hugetlb";
const SCENARIOS = 40;
/** Not in its layout, and every scenario knows the file's process. */
const LONG = `pool 2\nprocess p\n${Array.from({ length: SCENARIOS }, (_, at) => `scenario "${at}" {\n p:  a=mmap(anon,${at + 1},MAP_PRIVATE)\n p:  exit()\n}\n`).join("")}`;
const at = { textDocument: { uri: URI }, position: { line: 1, character: 8 } };

/** A server in this process that rests between two slices until it is told to go on. */
class Resting {
  readonly client: Client;
  /** Pauses since they are counted. */
  pauses = 0;
  readonly #resting: (() => void)[] = [];
  #holds = false;
  #arrived: (() => void) | null = null;

  constructor() {
    const [up, down] = [new PassThrough(), new PassThrough()];
    serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), {
      pause: () => this.#pause(),
      explorer: () => inTheServer({ pause: () => this.#pause(), now: () => performance.now() }),
      version: "test",
      codePage: null,
    });
    this.client = new Client(createMessageConnection(new StreamMessageReader(down), new StreamMessageWriter(up)));
  }

  /** From now on pauses last until `goOn`; resolves with the first. */
  hold(): Promise<void> {
    this.#holds = true;
    this.pauses = 0;
    return new Promise((resolve) => (this.#arrived = resolve));
  }

  /** From now on pauses are short, and counted. */
  goOn(): void {
    this.#holds = false;
    for (const rested of this.#resting.splice(0)) rested();
  }

  count(): void {
    this.pauses = 0;
  }

  async #pause(): Promise<void> {
    this.pauses += 1;
    if (this.#holds) {
      const rest = new Promise<void>((resolve) => this.#resting.push(resolve));
      this.#arrived?.();
      await rest;
    } else await new Promise((resolve) => setImmediate(resolve));
  }
}

let resting: Resting;
beforeEach(async () => {
  // A clock that runs a slice's time at every look: a slice is one step of its work, however fast the machine is.
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => (now += 1_000));
  resting = new Resting();
  // Files of the workspace that know the name, too.
  for (const name of ["a", "b", "c"]) resting.client.files.set(`file:///${name}.hugetlb`, 'include "long.hugetlb"\n');
  await resting.client.initialize();
  await resting.client.open(URI, LONG);
  await resting.client.diagnostics(URI, 1);
});
afterEach(() => vi.restoreAllMocks());

describe.each([
  [
    "formatting",
    "textDocument/formatting",
    { textDocument: { uri: URI }, options: { tabSize: 2, insertSpaces: true } },
  ],
  [
    "formatting of a range",
    "textDocument/rangeFormatting",
    {
      textDocument: { uri: URI },
      range: { start: { line: 0, character: 0 }, end: { line: 4 * SCENARIOS, character: 0 } },
      options: { tabSize: 2, insertSpaces: true },
    },
  ],
  ["rename", "textDocument/rename", { ...at, newName: "q" }],
  ["references", "textDocument/references", { ...at, context: { includeDeclaration: true } }],
])("%s", (_, method, params) => {
  test("takes several slices, and an answer comes of it", async () => {
    resting.count();
    expect(JSON.stringify(await resting.client.request(method, params))).toContain('"line":');
    expect(resting.pauses).toBeGreaterThan(1);
  });

  test("stops at the next pause when it is cancelled", async () => {
    const source = new CancellationTokenSource();
    const paused = resting.hold();
    const answer = resting.client.request(method, params, source.token).catch(() => null);
    await paused;
    source.cancel();
    // Messages come in their order: with this answer the cancellation is there, too.
    await resting.client.symbols(URI);
    resting.goOn();
    expect(JSON.stringify((await answer) ?? [])).not.toContain('"line":');
    expect(resting.pauses).toBe(1);
  });

  test("stops when the text changes", async () => {
    const paused = resting.hold();
    const answer = resting.client.request(method, params).catch(() => null);
    await paused;
    await resting.client.edit(URI, 2, 0, 5, 6, "3");
    await resting.client.symbols(URI);
    resting.goOn();
    expect(JSON.stringify((await answer) ?? [])).not.toContain('"line":');
  });
});
