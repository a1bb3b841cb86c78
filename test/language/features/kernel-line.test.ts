import { expect, test } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { KernelId } from "../../../engine/index.js";
import { kernelLineEdit } from "../../../language/features/kernel-line.js";
import { opened } from "./cursor.js";

/** The text after the edit at its cursor; null when there is nothing to edit. */
function written(marked: string, kernel: KernelId): string | null {
  const { document, text, cursor } = opened(marked);
  const edit = kernelLineEdit(document, cursor.line, kernel);
  return edit === null ? null : TextDocument.applyEdits(TextDocument.create("", "", 1, text), [edit]);
}

test("the scenario's own line comes before the file's", () => {
  const text = 'kernel 6.1\nscenario "s" {\n  kernel  2.6.26,  2.6.27   # two\n  pool 1<|>\n}\n';
  expect(written(text, "2.6.27")).toBe('kernel 6.1\nscenario "s" {\n  kernel  2.6.27, 2.6.26   # two\n  pool 1\n}\n');
});

test("a kernel that was not listed is listed first", () => {
  expect(written('kernel 6.1\nscenario "s" {<|>\n  pool 1\n}\n', "6.12")).toBe(
    'kernel 6.12, 6.1\nscenario "s" {\n  pool 1\n}\n',
  );
});

test("`all` is spelled out", () => {
  expect(written('scenario "s" {\n  kernel all<|>\n}\n', "6.1")).toBe(
    'scenario "s" {\n  kernel 6.1, 2.6.26, 2.6.26+reserve, 2.6.26+cow, 2.6.27, 6.12\n}\n',
  );
});

test("where no line names a kernel, one is written, indented as the others are", () => {
  expect(written('scenario "s" {\n    pool 1<|>\n}\n', "2.6.26")).toBe(
    'scenario "s" {\n    kernel 2.6.26, 6.12\n    pool 1\n}\n',
  );
  expect(written('scenario "s" {\n}<|>\n', "2.6.26")).toBe('scenario "s" {\n  kernel 2.6.26, 6.12\n}\n');
});

test("nothing is edited when it is the first already, or no scenario is there", () => {
  expect(written('scenario "s" {\n  kernel 6.1, 6.12<|>\n}\n', "6.1")).toBeNull();
  expect(written("pool 1<|>\n", "6.1")).toBeNull();
});
