import { messageText } from "../../../language/diagnose/index.js";
import { spawn } from "node:child_process";
import type { CompletionList, InlayHint, TextEdit } from "vscode-languageserver-types";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { CodeAction } from "vscode-languageserver-types";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { isSentPicture, isWhy } from "../../../language/picture/validate.js";
import { bundle, type Bundle } from "../bundle.js";
import { Client, words } from "./client.js";
import { startProcess, type Started } from "./process.js";
import { startWorker } from "./worker.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const URI = "file:///folder/a.hugetlb";
const STORY = `kernel 2.6.26+cow
pool 2
process parent

scenario "the child loses a page" {
  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}

scenario "nothing happens" {
  parent: b = mmap(/dev/hugepages/other, 1, MAP_PRIVATE)
  parent: write b
}
`;

let server: Bundle;
let worker: Bundle;
let command: Bundle;
beforeAll(async () => {
  [server, worker, command] = await Promise.all([
    bundle("language/server/node.ts", "cjs"),
    bundle("language/server/web.ts", "iife", "browser"),
    bundle("language/cli/main.ts", "cjs"),
  ]);
}, 60_000);
afterAll(() => Promise.all([server.remove(), worker.remove(), command.remove()]));

function overStdio(): Started {
  return startProcess(server.file);
}

function overCommand(): Started {
  return startProcess(command.file, ["lsp", "--stdio"]);
}

function overMessages(): Started {
  const { connection, end } = startWorker(worker.file);
  return { client: new Client(connection), stop: end };
}

describe.each([
  ["a process over stdio", overStdio],
  ["the command hugetlb lsp", overCommand],
  ["a worker over messages", overMessages],
] as const)("the server, %s", (_name, start) => {
  let client: Client;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    ({ client, stop } = start());
    await client.initialize();
  });
  afterEach(() => stop());

  test("says who dies, with the version of the text", async () => {
    await client.open(URI, STORY);
    expect(await client.diagnostics(URI, 1)).toEqual(["9 unmapped", "10 killed"]);
    await client.until(() => client.changes.find((change) => change.version === 1));
  });

  test("takes edits of a line, and the newest wins", async () => {
    await client.open(URI, STORY);
    for (let version = 2; version < 30; version++)
      await client.edit(URI, version, 1, 5, 6, version % 2 === 0 ? "4" : "2");
    await client.edit(URI, 30, 1, 5, 6, "3");
    expect(await client.diagnostics(URI, 30)).toEqual([]);
    const versions = client.published.map((published) => published.version ?? 0);
    expect([...versions].sort((a, b) => a - b)).toEqual(versions);
  });

  test("a broken line hides nothing else, and the picture from before the edit stays", async () => {
    await client.open(URI, STORY);
    await client.diagnostics(URI, 1);
    await client.edit(URI, 2, 13, 2, 56, "parent: b = mm");
    const found = await client.diagnostics(URI, 2);
    expect(found).toContain("10 killed");
    expect(found).toContain("14 syntax");
    const broken = await client.picture({ uri: URI, scenario: "nothing happens" });
    expect(broken).toMatchObject({
      version: 2,
      scenario: 1,
      brokenLine: 13,
      run: { scenario: "nothing happens", steps: [{}, {}] },
    });
    const whole = await client.picture({ uri: URI, scenario: 7 });
    expect(whole).toMatchObject({ scenario: 0, brokenLine: null });
  });

  test("gives the picture and the why of a step", async () => {
    await client.open(URI, STORY);
    const picture = await client.picture({ uri: URI, scenario: "the child loses a page", kernel: "2.6.26+cow" });
    expect(isSentPicture(await client.sentPicture({ uri: URI }))).toBe(true);
    expect(picture).toMatchObject({
      version: 1,
      scenario: 0,
      run: { kernel: "2.6.26+cow", pool: 2, verdict: { outcome: "dies", words: "child SIGBUS" } },
    });
    expect(picture.run?.steps.map((step) => [step.line, step.actor, step.result])).toEqual([
      [5, "parent", "ok"],
      [6, "parent", "ok"],
      [7, "parent", "ok"],
      [8, "parent", "ok"],
      [9, "child", "SIGBUS"],
    ]);
    const why = await client.why({
      uri: URI,
      version: 1,
      scenario: "the child loses a page",
      kernel: "2.6.26+cow",
      step: 5,
    });
    expect(isWhy(why)).toBe(true);
    expect(why?.links.map((link) => link.glyph)).toEqual(["look", "none", "taken", "look", "killed"]);
    expect(
      await client.why({ uri: URI, version: 7, scenario: "the child loses a page", kernel: "2.6.26+cow", step: 5 }),
    ).toBeNull();
  });

  test("an unknown document has an empty picture, a wrong question an error", async () => {
    expect(await client.picture({ uri: "file:///nowhere", kernel: "x" })).toMatchObject({ scenarios: [], run: null });
    await expect(client.request("hugetlb/picture", { nonsense: true })).rejects.toThrow();
    await client.open(URI, STORY);
    expect(await client.diagnostics(URI, 1)).toContain("10 killed");
  });

  test("reads what is included through the editor, open documents first", async () => {
    const included = "file:///folder/common.hugetlb";
    client.files.set(included, "pool 2\nprocess parent\n");
    const text = `include "common.hugetlb"\n${STORY.replace("pool 2\nprocess parent\n", "")}`;
    await client.open(URI, text);
    await client.until(() =>
      client.published.find(
        ({ uri, diagnostics }) => uri === URI && words(diagnostics).some((word) => word.endsWith("killed")),
      ),
    );
    expect(client.reads).toEqual([included]);

    await client.open(included, "pool 3\nprocess parent\n");
    await client.until(
      () => client.published.findLast(({ uri }) => uri === URI)?.diagnostics.length === 0 || undefined,
    );
    await client.edit(included, 2, 0, 5, 6, "2");
    await client.until(() =>
      words(client.published.findLast(({ uri }) => uri === URI)?.diagnostics ?? []).some((word) =>
        word.endsWith("killed"),
      )
        ? true
        : undefined,
    );

    await client.close(included);
    client.files.set(included, "pool 9\nprocess parent\n");
    await client.fileChanged(included);
    await client.until(
      () => client.published.findLast(({ uri }) => uri === URI)?.diagnostics.length === 0 || undefined,
    );
  });

  test("an included file that is not there is told", async () => {
    await client.open(URI, `include "missing.hugetlb"\n${STORY}`);
    const { diagnostics } = await client.until(() =>
      client.published.find(({ diagnostics: found }) => found.some(({ range }) => range.start.line === 0)),
    );
    expect(JSON.stringify(diagnostics)).toContain("missing.hugetlb");
  });

  test("completion from the newest text at once, and what an item says when it is looked at", async () => {
    await client.open(URI, STORY);
    await client.edit(URI, 2, 13, 10, 10, "wri");
    const params = { textDocument: { uri: URI }, position: { line: 13, character: 13 } };
    const list = await client.request("textDocument/completion", params);
    const items = (list as CompletionList).items;
    const write = items.find(({ label }) => label === "write");
    expect(write?.textEdit).toMatchObject({ newText: "write " });
    expect(JSON.stringify(await client.request("completionItem/resolve", write))).toContain("copy-on-write");
  });

  test("hover, once the runs are there", async () => {
    await client.open(URI, STORY);
    const params = { textDocument: { uri: URI }, position: { line: 9, character: 3 } };
    expect(JSON.stringify(await client.request("textDocument/hover", params))).toContain("killed by SIGBUS at line 10");
  });

  test("signature help in a call", async () => {
    await client.open(URI, STORY);
    const params = { textDocument: { uri: URI }, position: { line: 13, character: 20 } };
    expect(await client.request("textDocument/signatureHelp", params)).toMatchObject({ activeParameter: 0 });
  });

  test("inlay hints, and fewer when the settings say so", async () => {
    await client.open(URI, STORY);
    const range = { start: { line: 0, character: 0 }, end: { line: 11, character: 0 } };
    const hints = async (): Promise<readonly string[]> => {
      const found = await client.request("textDocument/inlayHint", { textDocument: { uri: URI }, range });
      return (found as readonly InlayHint[]).map(({ label }) => (typeof label === "string" ? label : ""));
    };
    expect(await hints()).toEqual(["promised 0 → 2 · available 0", "pages AB · in use 0 → 2 · promised 0"]);
    await client.settings({ maxSteps: 100, inlayHints: { counters: false, pages: true, copies: true } });
    expect(await hints()).toEqual(["pages AB"]);
  });

  test("a request that is cancelled is answered with nothing", async () => {
    await client.open(URI, STORY);
    const params = {
      textDocument: { uri: URI },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    };
    expect(await client.cancelled("textDocument/inlayHint", params)).toEqual([]);
  });

  test("formatting: the document, a range, and what an ended line leaves behind", async () => {
    const messy = 'scenario "s" {\nprocess p\np:  exit( )\n  \n}\n';
    await client.open(URI, messy);
    const textDocument = { uri: URI };
    const options = { tabSize: 2, insertSpaces: true };
    const formatted = async (method: string, params: object): Promise<string> => {
      const edits = (await client.request(`textDocument/${method}`, {
        textDocument,
        options,
        ...params,
      })) as TextEdit[];
      return TextDocument.applyEdits(TextDocument.create(URI, "hugetlb", 1, messy), edits);
    };
    expect(await formatted("formatting", {})).toBe('scenario "s" {\n  process p\n  p: exit()\n\n}\n');
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    expect(await formatted("rangeFormatting", { range })).toBe('scenario "s" {\n  process p\np:  exit( )\n  \n}\n');
    expect(await formatted("onTypeFormatting", { position: { line: 3, character: 2 }, ch: "\n" })).toBe(
      'scenario "s" {\n  process p\n  p: exit()\n  \n}\n',
    );
  });

  test("symbols and folds", async () => {
    await client.open(URI, STORY);
    expect((await client.symbols(URI)).map((symbol) => symbol.name)).toEqual([
      "parent",
      "the child loses a page",
      "nothing happens",
    ]);
    expect(await client.folds(URI)).toContainEqual({ startLine: 4, endLine: 9 });
  });

  test("what would have saved them, with its outcome", async () => {
    await client.open(URI, STORY);
    const scenario = "the child loses a page";
    const asked = { uri: URI, version: 1, scenario, kernel: "2.6.26+cow", step: 5 };
    const remedies = await client.remedies(asked);
    expect(remedies?.[0]).toMatchObject({ title: "Pool 3", outcome: "nobody dies", comesTo: "fine", saves: true });
    expect(remedies?.at(-1)).toMatchObject({ saves: false, comesTo: "dies", kernel: "2.6.26+reserve" });
    expect(await client.remedies({ ...asked, scenario: "nothing happens" })).toEqual([]);
    // The edits would be those of another text.
    expect(await client.remedies({ ...asked, version: 2 })).toBeNull();
    await expect(client.request("hugetlb/remedies", { uri: 1 })).rejects.toThrow();
  });

  test("a run as text: a table, a trace, a program, and why there is none", async () => {
    const ways = `scenario "long" {\n  process p\n  repeat 6000 {\n    p: unlink(/dev/hugepages/x)\n  }\n}\n`;
    await client.open(URI, `${STORY}\n${ways}`);
    const asked = { uri: URI, version: 1, scenario: "the child loses a page", kernel: "2.6.26+cow", tried: null };
    const text = async (format: string, tried: object | null = null): Promise<string> => {
      const answer = await client.request("hugetlb/export", { ...asked, tried, format });
      return (answer as { readonly text: string }).text;
    };
    expect(await text("markdown")).toContain("`read a[0]`");
    expect(JSON.parse(await text("json"))).toMatchObject({ version: 1, runs: [{ kernel: "2.6.26+cow" }] });
    const program = await text("c");
    expect(program).toMatch(/^\/\*\n \* the child loses a page\n/u);
    expect(program).toContain('#define MODEL "2.6.26+cow"');
    expect(program).toContain(' * scenario "the child loses a page" {\n');
    expect(program).toMatch(/\* {5}cc -o (\S+-the-child-loses-a-page) \1\.c && sudo \.\/\1\n/u);
    expect(program).toContain('"read a[0]", "SIGBUS"');
    expect(program).not.toContain("otherwise than it is written");
    const tried = await text("c", { kernel: null, pool: 3, overcommit: null });
    expect(tried).toContain("It is played otherwise than it is written: pool 3.");
    expect(tried).toContain("pool(MB2, 3, 0);");
    expect(await client.request("hugetlb/export", { ...asked, scenario: "long", format: "c" })).toEqual({
      refused: '"long" has more than 5000 steps: too many for a program',
    });
    expect(await client.request("hugetlb/export", { ...asked, version: 2, format: "c" })).toBeNull();
    await expect(client.request("hugetlb/export", { ...asked, format: "pdf" })).rejects.toThrow();
    // While a line does not parse, the program is that of the run that is shown, and says so.
    const [before] = STORY.split("child:  read a[0]");
    const line = (before ?? "").split("\n").length - 1;
    await client.edit(URI, 2, line, 10, 14, "raed");
    await client.diagnostics(URI, 2);
    const stale = { ...asked, version: 2, format: "c" };
    const last = (await client.request("hugetlb/export", stale)) as { readonly text: string };
    expect(last.text).toBe(program);
  });

  test("code actions: a list at once, the rest when it is chosen, and none for another text", async () => {
    await client.open(
      URI,
      STORY.replace("child:  read a[0]", "child:  raed a[0]\n  child:  read a[0]\n  child:  wirte a"),
    );
    await client.diagnostics(URI, 1);
    const at = { line: 9, character: 12 };
    const asked = { textDocument: { uri: URI }, range: { start: at, end: at }, context: { diagnostics: [] } };
    const actions = (await client.request("textDocument/codeAction", asked)) as CodeAction[];
    expect(actions.map(({ title }) => title)).toEqual([
      "Change to `read`",
      "Fix all `syntax` in this file",
      "Expect how this scenario ends",
    ]);
    expect(actions[0]).toMatchObject({
      isPreferred: true,
      edit: { documentChanges: [{ textDocument: { uri: URI, version: 1 }, edits: [{ newText: "read" }] }] },
    });
    const all = (await client.request("codeAction/resolve", actions[1])) as CodeAction;
    expect(all.edit?.documentChanges).toMatchObject([{ edits: [{ newText: "read" }, { newText: "write" }] }]);
    await client.edit(URI, 2, 0, 0, 0, "# another text\n");
    expect(await client.request("codeAction/resolve", actions[1])).not.toHaveProperty("edit");
    const elsewhere = { ...asked, textDocument: { uri: "file:///folder/none.hugetlb" } };
    expect(await client.request("textDocument/codeAction", elsewhere)).toEqual([]);
  });

  test("another limit of steps holds at once, for what is open, too", async () => {
    const long = `scenario "long" {\n  pool 1\n  process p\n  p: a = mmap(anon, 1, MAP_PRIVATE)\n  repeat 30 {\n    p: write a\n  }\n}\n`;
    await client.open(URI, long);
    expect((await client.diagnostics(URI, 1)).filter((words) => words.endsWith("limit"))).toEqual([]);
    const before = client.published.length;
    await client.settings({ maxSteps: 10 });
    const limited = await client.until(() =>
      client.published.slice(before).find(({ diagnostics }) => diagnostics.some(({ code }) => code === "limit")),
    );
    expect(limited.diagnostics.map(messageText).join()).toContain("at most 10 steps");
  });

  test("gives what is shown in and around the text, and lenses to read", async () => {
    await client.open(URI, STORY);
    expect(await client.results(URI)).toEqual({
      version: 1,
      scenarios: [
        {
          name: "the child loses a page",
          line: 4,
          endLine: 10,
          kernels: [{ kernel: "2.6.26+cow", verdict: { outcome: "dies", words: "child SIGBUS", passed: false } }],
          shown: "2.6.26+cow",
        },
        {
          name: "nothing happens",
          line: 12,
          endLine: 15,
          kernels: [{ kernel: "2.6.26+cow", verdict: { outcome: "fine", words: "nobody dies", passed: true } }],
          shown: "2.6.26+cow",
        },
      ],
      marks: [
        { line: 8, kind: "taken", text: "takes page A from child" },
        { line: 9, kind: "death", text: "child killed by SIGBUS: page A was taken at line 9" },
      ],
    });
    expect((await client.lenses(URI)).map(({ command }) => [command?.title, command?.command])).toEqual([
      ["✕ child SIGBUS on 2.6.26+cow", ""],
      ["✓ nobody dies on 2.6.26+cow", ""],
    ]);
    expect(await client.results("file:///nowhere")).toEqual({ version: 0, scenarios: [], marks: [] });
  });

  test("another kernel is shown: in the diagnostics, the results and the picture", async () => {
    await client.open(URI, STORY.replace("kernel 2.6.26+cow", "kernel 2.6.26+cow, 2.6.26"));
    expect(await client.diagnostics(URI, 1)).toContain("10 killed");
    const before = client.published.length;
    await client.showKernel({ uri: URI, kernel: "2.6.26" });
    const { diagnostics } = await client.until(() => client.published[before]);
    expect(words(diagnostics)).toContain("9 killed");
    expect((await client.results(URI)).scenarios.map(({ shown }) => shown)).toEqual(["2.6.26", "2.6.26"]);
    const picture = await client.picture({ uri: URI });
    expect(picture.run?.kernel).toBe("2.6.26");
    expect(picture.scenarios[0]?.kernels.map(({ kernel }) => kernel)).toEqual(["2.6.26+cow", "2.6.26"]);
    await client.showKernel({ uri: URI, kernel: null });
    await client.until(() =>
      words(client.published.at(-1)?.diagnostics ?? []).includes("10 killed") ? true : undefined,
    );
  });

  test("closing clears", async () => {
    await client.open(URI, STORY);
    await client.diagnostics(URI, 1);
    await client.close(URI);
    await client.until(() => (client.published.at(-1)?.diagnostics.length === 0 ? true : undefined));
  });
});

describe.each([
  ["a process over stdio", overStdio],
  ["a worker over messages", overMessages],
] as const)("a client that says what it can, %s", (_name, start) => {
  let client: Client;
  let stop: () => Promise<void>;
  beforeEach(async () => {
    ({ client, stop } = start());
    await client.initialize(
      {
        maxSteps: 4,
        kernels: { [URI]: "2.6.26", "file:///other": "no kernel" },
        commands: ["hugetlb.showPicture"],
        codePage: "command:explain?{code}",
      },
      { workspace: { codeLens: { refreshSupport: true } } },
    );
  });
  afterEach(() => stop());

  test("its limits, kernels, commands and pages hold from the start", async () => {
    await client.open(URI, STORY.replace("kernel 2.6.26+cow", "kernel 2.6.26+cow, 2.6.26"));
    const { diagnostics } = await client.until(() => client.published[0]);
    expect(words(diagnostics)).toEqual(expect.arrayContaining(["9 killed", "10 limit"]));
    for (const { code, codeDescription } of diagnostics)
      expect(codeDescription?.href).toBe(`command:explain?${String(code)}`);
    expect((await client.lenses(URI)).filter(({ command }) => command?.command !== "")).toMatchObject([
      { command: { title: "Show picture", command: "hugetlb.showPicture" } },
      { command: { title: "Show picture", command: "hugetlb.showPicture" } },
    ]);
  });

  test("it is told to ask again when results change under the same text, and only then", async () => {
    await client.open(URI, STORY);
    await client.diagnostics(URI, 1);
    await client.edit(URI, 2, 1, 5, 6, "3");
    await client.diagnostics(URI, 2);
    expect(client.refreshes).toBe(0);
    await client.settings({ maxSteps: 2 });
    await client.until(() => (client.refreshes === 1 ? true : undefined));
  });
});

test("a process over Node's own channel", async () => {
  const child = spawn(process.execPath, [server.file, "--node-ipc"], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const answer = await new Promise<unknown>((resolve) => {
    child.on("message", (message: { id?: number }) => {
      if (message.id === 1) resolve(message);
    });
    child.send({
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { processId: null, rootUri: null, capabilities: {} },
    });
  });
  child.kill();
  expect(answer).toMatchObject({
    result: { serverInfo: { name: "hugetlb" }, capabilities: { textDocumentSync: { change: 2 } } },
  });
});
