/** The table of features in docs/editor.md: each row of ours is proved by tests, and those tests are there. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const PAGE = "docs/editor.md";
/** Features that the best extensions have, in the order of the table. */
const FEATURES = [
  "completion",
  "hover",
  "definition",
  "references / rename",
  "symbols / folding",
  "format",
  "quick fixes",
  "code lens",
  "inlay / semantic tokens",
  "inline results in editor",
  "Test Explorer",
  "DAP",
  "step back / go to state",
  "live view panel",
  "view -> source",
  "source -> view (cursor)",
  "panel restored after reload",
  "state kept when hidden",
  "export (image/doc/other tool)",
  "web extension (`browser`)",
  "walkthrough",
  "CLI",
  "CI formats",
  "AI tools (LM/MCP)",
  "tests worth noting",
];
const PLACES: readonly (readonly [prefix: string, folder: string])[] = [
  ["suite/", "test/vscode/suite/"],
  ["ui/", "test/vscode/ui/"],
  ["cli/", "test/language/cli/"],
  ["harness/", "test/vscode/"],
];

const rows = readFileSync(PAGE, "utf8")
  .split("\n## Beside others\n")[1]!
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .slice(2)
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, feature = "", ours = "", shown = ""]) => ({ feature, ours, shown }));

test("every feature has a row", () => {
  expect(rows.map(({ feature }) => feature)).toEqual(FEATURES);
});

describe.each(rows)("$feature", ({ ours, shown }) => {
  const proofs = shown === "" ? [] : shown.split("; ");

  test("what is said to be there is shown by a test", () => {
    expect(proofs.length > 0).toBe(ours !== "-");
  });

  test.each(proofs)("%s", (proof) => {
    const [, file = "", title = ""] = /^`([^`]+)` (.+)$/u.exec(proof) ?? [];
    const [prefix, folder] = PLACES.find(([start]) => file.startsWith(start)) ?? ["", ""];
    const path = folder + file.slice(prefix.length);
    expect(existsSync(path), path).toBe(true);
    expect(readFileSync(path, "utf8").replaceAll("`", '"')).toContain(`"${title}`);
  });
});
