/** Interleavings over LSP: what is found out behind the analysis, and how the panel asks for it. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CodeAction, Diagnostic } from "vscode-languageserver-types";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Results } from "../../../language/results.js";
import type { Settings, Tests } from "../../../language/server/protocol.js";
import { bundle, type Bundle } from "../bundle.js";
import { type Client, words } from "./client.js";
import { startProcess } from "./process.js";
import { RACE } from "../race.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const URI = "file:///folder/race.hugetlb";
/** More orders than anybody waits for: each process has a page of its own, and nothing goes wrong. */
const CROWD = ["a", "b", "c", "d", "e", "f", "g"];
const HUGE = `kernel 6.12
pool 64
process ${CROWD.join(", ")}
scenario "no end" {
  concurrent {
${CROWD.map((name) => `    ${name}: m = mmap(/dev/hugepages/${name}, 8, MAP_PRIVATE | MAP_NORESERVE)\n    ${name}: write m\n    ${name}: munmap(m)`).join("\n")}
  }
}
`;
const PATIENCE = { maxSteps: 100_000, explore: { enabled: true, maxStates: 1e9, maxMemory: 2 ** 14, maxSeconds: 1e6 } };
const DEAD_END = `require("node:worker_threads").parentPort.once("message", () => process.exit(7)).postMessage({ kind: "ready" });`;

let server: Bundle;
let thread: Bundle;
let folder: string;
beforeAll(async () => {
  [server, thread, folder] = await Promise.all([
    bundle("language/server/node.ts", "cjs"),
    bundle("language/server/explorer/node.ts", "cjs"),
    mkdtemp(path.join(tmpdir(), "hugetlb-explorer-")),
  ]);
});
afterAll(() => Promise.all([server.remove(), thread.remove(), rm(folder, { recursive: true })]));

let client: Client;
let stop: () => Promise<void>;
async function start(explorer: string, settings: Settings = { maxSteps: 100_000 }): Promise<void> {
  ({ client, stop } = startProcess(server.file));
  await client.initialize({ ...settings, explorer }, { window: { workDoneProgress: true } });
}
afterEach(() => stop());

/** The first diagnostic of that code. */
const told = (code: string, uri = URI): Promise<Diagnostic> =>
  client.until(() =>
    client.published
      .filter((published) => published.uri === uri)
      .flatMap(({ diagnostics }) => diagnostics)
      .find((diagnostic) => diagnostic.code === code),
  );

test("the log says that an explorer is there", async () => {
  await start(thread.file);
  await client.open(URI, RACE);
  await told("interleaving");
  expect(client.log.filter((line) => line.startsWith("Interleavings"))).toEqual([
    "Interleavings are explored beside the server.",
  ]);
});

test("an interleaving that kills is told with its steps, and its picture is one like any other", async () => {
  await start(thread.file);
  await client.open(URI, RACE);
  const found = await told("interleaving");
  expect(found.message).toBe("In 1 of 3 interleavings child is killed by SIGBUS.");
  expect(found.range.start.line).toBe(8);
  expect(found.relatedInformation?.map(({ message }) => message).slice(-2)).toEqual([
    "step 4 of 5: parent: write a[0] comes to ok",
    "step 5 of 5: child: read a[0] comes to SIGBUS",
  ]);
  const explored = await client.request("hugetlb/explored", {
    uri: URI,
    version: 1,
    scenario: "too late",
    kernel: "6.12",
  });
  expect(explored).toMatchObject({
    problem: "sometimes",
    interleavings: 3,
    counterexamples: [
      {
        what: "child killed SIGBUS",
        interleavings: 1,
        schedule: "parent child",
        picture: { verdict: { outcome: "dies" } },
      },
    ],
  });
});

test("while a search goes on, everything else is answered, and the next edit ends it", async () => {
  await start(thread.file, PATIENCE);
  const lines = HUGE.split("\n");
  await client.open(URI, HUGE);
  // The search tells of itself, so it runs; it would not end in days.
  await client.until(() => client.progress.find((words) => /^begin [\d,]+ states, [\d,]+ a second$/u.test(words)));
  const hover = await client.request("textDocument/hover", {
    textDocument: { uri: URI },
    position: { line: 5, character: 12 },
  });
  expect(JSON.stringify(hover)).toContain("mmap");
  // Another document is not kept waiting either.
  const other = "file:///folder/other.hugetlb";
  await client.open(other, RACE);
  expect((await told("interleaving", other)).message).toBe("In 1 of 3 interleavings child is killed by SIGBUS.");
  // Pages for one of them, and two processes only.
  await client.edit(URI, 2, 1, 5, 7, "8");
  for (const [line, text] of lines.entries())
    if (/^ {4}[c-g]:/u.test(text)) await client.edit(URI, 2 + line, line, 0, text.length, "");
  expect((await told("interleaving")).message).toMatch(
    /^In [\d,]+ of 184,756 interleavings [ab] is killed by SIGBUS\.$/u,
  );
  const ofFirst = client.published.filter(({ uri, version }) => uri === URI && version === 1);
  expect(
    ofFirst.flatMap(({ diagnostics }) => words(diagnostics)).filter((word) => /interleaving|limit/u.test(word)),
  ).toEqual([]);
});

test("what goes wrong is told before the search is over", async () => {
  await start(thread.file, PATIENCE);
  await client.open(URI, HUGE.replace("pool 64", "pool 8"));
  expect((await told("interleaving")).message).toMatch(/^In some interleavings [a-g] is killed by SIGBUS\.$/u);
});

test("verdicts tell of every order once that is known, and the editor is told to ask again", async () => {
  await start(thread.file);
  await client.open(URI, RACE.replace("kernel 6.12", "kernel 6.12, 6.1"));
  const verdicts = async (): Promise<readonly string[]> => {
    const { scenarios } = (await client.request("hugetlb/results", { uri: URI })) as Results;
    return scenarios[0]?.kernels.map(({ verdict }) => verdict.words) ?? [];
  };
  await told("interleaving");
  await client.until(() => (client.changes.length === 2 ? true : undefined));
  expect(await verdicts()).toEqual(["child SIGBUS in some orders", "child SIGBUS in some orders"]);
  // Nothing is found out anew: the results that come with the edit are whole.
  await client.edit(URI, 2, 13, 0, 0, "# a comment\n");
  await client.until(() => (client.changes.at(-1)?.version === 2 ? true : undefined));
  expect(await verdicts()).toEqual(["child SIGBUS in some orders", "child SIGBUS in some orders"]);
  expect(client.changes.filter(({ version }) => version === 2)).toHaveLength(1);
});

test("an explorer that dies is told of, and the next edit has another", async () => {
  const file = path.join(folder, "dies.cjs");
  await writeFile(file, DEAD_END);
  await start(file);
  await client.open(URI, RACE);
  expect((await told("limit")).message).toBe(
    "The interleavings were not looked at: the search broke off (the log says why). The next edit tries again. [6.12]",
  );
  const log = await client.until(() => client.log.find((line) => line.startsWith("The exploration of")));
  expect(log).toBe('The exploration of "too late" under 6.12 failed: the explorer died: it ended with code 7');
  const asked = { uri: URI, version: 1, scenario: "too late", kernel: "6.12" };
  expect(await client.request("hugetlb/explored", asked)).toBeNull();
  await writeFile(file, `require(${JSON.stringify(thread.file)})`);
  await client.edit(URI, 2, 1, 5, 6, "1 ");
  expect((await told("interleaving")).message).toBe("In 1 of 3 interleavings child is killed by SIGBUS.");
});

test("where there is no explorer to start, the server explores by itself, and says so", async () => {
  await start(path.join(folder, "nowhere.cjs"));
  await client.open(URI, RACE);
  expect((await told("interleaving")).message).toBe("In 1 of 3 interleavings child is killed by SIGBUS.");
  expect(client.log.join("\n")).toMatch(/explored in the server itself, in slices: Cannot find module .*nowhere\.cjs/u);
});

test("a limit is partial, and says that nothing bad was found so far", async () => {
  await start(thread.file, { ...PATIENCE, explore: { ...PATIENCE.explore, maxStates: 5_000 } });
  await client.open(URI, HUGE);
  expect((await told("limit")).message).toMatch(
    /^Not every interleaving was looked at: partial, [\d,]+ states, nothing bad so far \(settings `hugetlb\.explore\.\*`\)\.$/u,
  );
});

test("tests are judged over every interleaving, and the lens that says so is asked for again", async () => {
  await start(thread.file);
  client.files.set("file:///folder/closed.hugetlb", RACE);
  const tests = (await client.request("hugetlb/tests", { uri: "file:///folder/closed.hugetlb" })) as Tests;
  expect(tests.scenarios[0]?.kernels.map(({ outcome, words }) => [outcome, words])).toEqual([
    ["failed", "✕ child killed SIGBUS in 1 of 3 interleavings"],
  ]);
  // Nobody has it open: nothing is marked in it.
  expect(client.published).toEqual([]);
  await client.open(URI, RACE.replace("pool 1", "pool 2"));
  const open = (await client.request("hugetlb/tests", { uri: URI })) as Tests;
  expect(open.scenarios[0]?.kernels.map(({ outcome }) => outcome)).toEqual(["passed"]);
});

test("a bad interleaving can be debugged from its diagnostic, over the wire", async () => {
  ({ client, stop } = startProcess(server.file));
  await client.initialize(
    { maxSteps: 100_000, explorer: thread.file, commands: ["hugetlb.debugScenario"] },
    { workspace: { codeLens: { refreshSupport: true } } },
  );
  await client.open(URI, RACE);
  const diagnostic = await told("interleaving");
  await client.until(() => (client.refreshes > 0 ? true : undefined));
  expect((await client.lenses(URI)).map(({ command }) => command?.title)).toContain(
    "✕ child killed SIGBUS in 1 of 3 interleavings",
  );
  const actions = (await client.request("textDocument/codeAction", {
    textDocument: { uri: URI },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  })) as CodeAction[];
  expect(actions.map(({ title }) => title)).toContain("Debug this interleaving");
});
