import { expect, test } from "vitest";
import { workspaceSymbols } from "../../../language/features/workspace-symbols.js";
import { HugetlbDocument } from "../../../language/document.js";

function document(name: string, text: string): HugetlbDocument {
  const made = new HugetlbDocument(`file:///${name}`, { include: () => ({ state: "missing", reason: "none" }) });
  made.update(text, 0);
  return made;
}

const DOCUMENTS = [
  document(
    "a",
    'process parent\nscenario "Child dies" {\n  parent: child = fork()\n  parent: w[0] = fork()\n  parent: w[1] = fork()\n}\n',
  ),
  document("b", 'scenario "all well" {\n  process q\n'),
];

function found(query: string): readonly string[] {
  return workspaceSymbols(DOCUMENTS, query).map(
    ({ name, containerName, location }) =>
      `${location.uri.slice(-1)} ${name}${containerName === undefined ? "" : ` in ${containerName}`}`,
  );
}

test("scenarios and processes of all documents, each once", () => {
  expect(found("")).toEqual([
    "a parent",
    "a Child dies",
    "a child in Child dies",
    "a w in Child dies",
    "b all well",
    "b q in all well",
  ]);
});

test("those with the letters of the query in their order", () => {
  expect(found("chd")).toEqual(["a Child dies", "a child in Child dies"]);
  expect(found("ALL W")).toEqual(["b all well"]);
  expect(found("zzz")).toEqual([]);
});
