/** Tests and debug sessions over the language server's connection, of texts that are open and of files that are not. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { MessageConnection } from "vscode-languageserver/node";
import { DEBUG, type DebugMessage, TESTS, type Tests } from "../../../language/server/protocol.js";
import { bundle, type Bundle } from "../bundle.js";
import { Client } from "./client.js";
import { startWorker } from "./worker.js";

// Starting a thread takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const URI = "file:///folder/a.hugetlb";
const STORY = `include "settings.hugetlb"

scenario "the child loses a page" {
  parent: a = mmap(/dev/hugepages/data, n, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;
const SETTINGS = `kernel 2.6.26+cow
pool 2
let n = 2
process parent
`;

let worker: Bundle;
let client: Client;
let connection: MessageConnection;
let end: () => Promise<void>;
const heard: DebugProtocol.ProtocolMessage[] = [];

beforeAll(async () => {
  worker = await bundle("language/server/web.ts", "iife", "browser");
});
afterAll(() => worker.remove());
beforeEach(async () => {
  ({ connection, end } = startWorker(worker.file));
  connection.onNotification(DEBUG, ({ message }: DebugMessage) => void heard.push(message));
  client = new Client(connection);
  client.files.set("file:///folder/settings.hugetlb", SETTINGS);
  await client.initialize();
});
afterEach(async () => {
  heard.length = 0;
  await end();
});

function ask(uri: string): Promise<Tests | null> {
  return connection.sendRequest(TESTS, { uri });
}

test("a text that includes an open one, or itself, is answered, and the server goes on", async () => {
  await client.open("file:///folder/settings.hugetlb", SETTINGS);
  await client.open(URI, STORY);
  expect((await ask(URI))?.scenarios).toHaveLength(1);
  // While a path is being written it is empty for a moment: that is the file itself.
  await client.open("file:///folder/b.hugetlb", 'include ""\n');
  expect((await ask("file:///folder/b.hugetlb"))?.scenarios).toEqual([]);
  expect(await client.symbols(URI)).not.toEqual([]);
});

test("the tests of an open text, unsaved, with what it includes", async () => {
  await client.open(URI, STORY, 7);
  const tests = await ask(URI);
  expect(tests?.version).toBe(7);
  expect(tests?.scenarios).toMatchObject([
    { name: "the child loses a page", line: 2, kernels: [{ kernel: "2.6.26+cow", outcome: "failed" }] },
  ]);
  await client.edit(URI, 8, 7, 20, 20, " -> SIGBUS");
  expect((await ask(URI))?.scenarios[0]?.kernels[0]).toMatchObject({ outcome: "passed", words: "child SIGBUS" });
});

test("the tests of a file that no editor has open, read anew each time", async () => {
  client.files.set(URI, STORY);
  const tests = await ask(URI);
  expect(tests).toMatchObject({ version: null, scenarios: [{ kernels: [{ outcome: "failed", steps: 5 }] }] });
  client.files.set(URI, STORY.replace("child:  read a[0]\n", "child:  exit()\n"));
  expect((await ask(URI))?.scenarios[0]?.kernels[0]?.outcome).toBe("passed");
  expect(client.published).toEqual([]);
  expect(await ask("file:///folder/none.hugetlb")).toBeNull();
});

test("two who ask at once are answered by one reading", async () => {
  client.files.set(URI, STORY);
  const [one, two] = await Promise.all([ask(URI), ask(URI)]);
  expect(one).toEqual(two);
  expect(client.reads.filter((read) => read === URI)).toHaveLength(1);
});

let seq = 0;
async function debug(command: string, args: object): Promise<DebugProtocol.Response> {
  const request = { seq: ++seq, type: "request", command, arguments: args };
  await connection.sendNotification(DEBUG, { session: "s1", message: request } satisfies DebugMessage);
  return vi.waitFor(
    () => {
      const found = heard.find(
        (message) => message.type === "response" && "request_seq" in message && message.request_seq === request.seq,
      );
      expect(found).toBeDefined();
      return found as DebugProtocol.Response;
    },
    { timeout: 30_000 },
  );
}

function stops(): unknown[] {
  return heard.flatMap((message) =>
    "event" in message && message.event === "stopped" && "body" in message ? [message.body] : [],
  );
}

test.each([
  ["open", () => client.open(URI, STORY)],
  ["not open", () => Promise.resolve(void client.files.set(URI, STORY))],
] as const)("a debug session over a text that is %s", async (_how, prepare) => {
  await prepare();
  expect((await debug("initialize", {})).success).toBe(true);
  expect((await debug("launch", { program: URI, stopOnDeath: true })).success).toBe(true);
  await debug("setExceptionBreakpoints", { filters: [] });
  await debug("configurationDone", {});
  await vi.waitFor(() => expect(stops()).toMatchObject([{ reason: "exception", text: "child is killed by SIGBUS" }]));
  await debug("disconnect", {});
  expect(heard.some((message) => "event" in message && message.event === "terminated")).toBe(true);
});

test("an edit during a session is told once", async () => {
  await client.open(URI, STORY);
  await debug("initialize", {});
  await debug("launch", { program: URI, stopOnEntry: true });
  await debug("configurationDone", {});
  await client.edit(URI, 2, 7, 2, 20, "parent: exit()");
  await vi.waitFor(
    () => expect(heard.some((message) => "event" in message && message.event === "hugetlb.outdated")).toBe(true),
    {
      timeout: 30_000,
    },
  );
});
