/** Names over LSP: definition, rename and their kin, across files, as an editor asks for them. */
import type { CompletionList } from "vscode-languageserver-types";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { bundle, type Bundle } from "../bundle.js";
import type { Client } from "./client.js";
import { startProcess } from "./process.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const URI = "file:///folder/a.hugetlb";
const COMMON = "file:///folder/common.hugetlb";
const STORY = `include "common.hugetlb"
scenario "family" {
  parent: child = fork()
  child: exit()
}
`;

let server: Bundle;
beforeAll(async () => {
  server = await bundle("language/server/node.ts", "cjs");
});
afterAll(() => server.remove());

let client: Client;
let stop: () => Promise<void>;
beforeEach(async () => {
  ({ client, stop } = startProcess(server.file));
  await client.initialize();
});
afterEach(() => stop());

const at = (line: number, character: number, uri = URI): object => ({
  textDocument: { uri },
  position: { line, character },
});
const place = (uri: string, line: number, from: number, to: number): object => ({
  uri,
  range: { start: { line, character: from }, end: { line, character: to } },
});

/** Opens the story, and waits until what it includes is read. */
async function openStory(): Promise<void> {
  client.files.set(COMMON, "pool 2\nprocess parent\n");
  await client.open(URI, STORY);
  await client.until(() =>
    client.published.findLast(({ uri, diagnostics }) => uri === URI && diagnostics.length === 0),
  );
  await client.until(() => (client.reads.length > 0 ? true : undefined));
}

async function eventually<T>(ask: () => Promise<T>, is: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (is(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("definitions in an included file, links to it, and no answer for a document that is not open", async () => {
  await openStory();
  const definition = (): Promise<unknown> => client.request("textDocument/definition", at(2, 3));
  expect(await eventually(definition, (found) => JSON.stringify(found) !== "[]")).toEqual([place(COMMON, 1, 8, 14)]);
  expect(await client.request("textDocument/documentLink", { textDocument: { uri: URI } })).toEqual([
    { range: { start: { line: 0, character: 9 }, end: { line: 0, character: 23 } }, target: COMMON },
  ]);
  expect(await client.request("textDocument/definition", at(2, 3, "file:///closed.hugetlb"))).toEqual([]);
});

test("a rename reaches the files that no editor has open", async () => {
  await openStory();
  const other = "file:///folder/other.hugetlb";
  client.files.set(other, 'include "common.hugetlb"\nscenario "s" {\n  parent: exit()\n}\n');
  const rename = (): Promise<unknown> => client.request("textDocument/rename", { ...at(2, 3), newName: "init" });
  const edits = await eventually(rename, (found) => JSON.stringify(found).includes("other"));
  expect(edits).toEqual({
    changes: {
      [URI]: [{ newText: "init", range: { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } } }],
      [COMMON]: [{ newText: "init", range: { start: { line: 1, character: 8 }, end: { line: 1, character: 14 } } }],
      [other]: [{ newText: "init", range: { start: { line: 2, character: 2 }, end: { line: 2, character: 8 } } }],
    },
  });
  client.files.set(other, "# nobody\n");
  await client.fileChanged(other);
  expect(JSON.stringify(await rename())).not.toContain("other");
});

test("a rename that cannot be is refused with a sentence", async () => {
  await openStory();
  await expect(client.request("textDocument/prepareRename", at(1, 3))).rejects.toThrow("Only names can be renamed");
  expect(await client.request("textDocument/prepareRename", at(3, 3))).toMatchObject({ placeholder: "child" });
  await expect(client.request("textDocument/rename", { ...at(3, 3), newName: "3" })).rejects.toThrow("is no name");
  await expect(client.request("textDocument/rename", at(9, 0))).rejects.toThrow();
});

test("references, highlights, selections, the symbols of the workspace, the hierarchy of forks", async () => {
  await openStory();
  const references = { ...at(3, 3), context: { includeDeclaration: true } };
  expect(await client.request("textDocument/references", references)).toEqual([
    place(URI, 2, 10, 15),
    place(URI, 3, 2, 7),
  ]);
  expect(await client.request("textDocument/documentHighlight", at(3, 3))).toHaveLength(2);
  const selection = { textDocument: { uri: URI }, positions: [{ line: 3, character: 3 }] };
  expect(await client.request("textDocument/selectionRange", selection)).toMatchObject([
    { range: { start: { line: 3, character: 2 }, end: { line: 3, character: 7 } } },
  ]);
  expect(await client.request("workspace/symbol", { query: "par" })).toMatchObject([{ name: "parent" }]);
  const items = await client.request("textDocument/prepareCallHierarchy", at(3, 3));
  expect(items).toMatchObject([{ name: "child", detail: "family" }]);
  const item: unknown = Array.isArray(items) ? items[0] : null;
  expect(await client.request("callHierarchy/incomingCalls", { item })).toMatchObject([{ from: { name: "parent" } }]);
  expect(await client.request("callHierarchy/outgoingCalls", { item })).toEqual([]);
});

test("semantic tokens: all, what changed, and a part", async () => {
  await client.open(URI, 'process p\nscenario "s" {\n  p: exit()\n}\n');
  const textDocument = { uri: URI };
  const full = await client.request("textDocument/semanticTokens/full", { textDocument });
  expect(full).toMatchObject({ data: [0, 8, 1, 0, 1, 2, 2, 1, 0, 2, 0, 3, 4, 8, 0] });
  const previousResultId = (full as { readonly resultId: string }).resultId;
  await client.edit(URI, 2, 2, 5, 9, "exec");
  await client.edit(URI, 3, 2, 2, 3, "pp");
  const delta = await client.request("textDocument/semanticTokens/full/delta", { textDocument, previousResultId });
  expect(delta).toMatchObject({ edits: [{}] });
  const unknown = { textDocument, previousResultId: "long gone" };
  expect(await client.request("textDocument/semanticTokens/full/delta", unknown)).toHaveProperty("data");
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 9 } };
  expect(await client.request("textDocument/semanticTokens/range", { textDocument, range })).toEqual({
    data: [0, 8, 1, 0, 1],
  });
});

test("the path of an include is offered: files that the editor lists, as they are named from here", async () => {
  client.files.set(COMMON, "pool 2\n");
  client.files.set("file:///folder/shared/more.hugetlb", "pool 3\n");
  client.files.set("file:///other.hugetlb", "pool 4\n");
  await client.open(URI, 'include ""\n');
  const { items } = (await client.request("textDocument/completion", at(0, 9))) as CompletionList;
  expect(items.map(({ label }) => label)).toEqual(["common.hugetlb", "shared/more.hugetlb", "../other.hugetlb"]);
});
