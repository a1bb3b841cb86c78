/** What was tried, written into the text. */
import type { TextEdit } from "vscode-languageserver-types";
import { DEFAULT_PAGE_SIZE } from "../../engine/index.js";
import type { CheckedScenario } from "../check/index.js";
import type { HugetlbDocument } from "../document.js";
import { setOvercommit, setPool } from "../edit/settings.js";
import { kernelLineEdit } from "../features/kernel-line.js";
import type { Tried } from "../picture/picture.js";

/** The edits that make a scenario what was tried with it: a kernel becomes the first of those listed. */
export function variantEdits(
  document: HugetlbDocument,
  scenario: CheckedScenario,
  { kernel, pool, overcommit }: Tried,
): readonly TextEdit[] {
  const kernelEdit = kernel === null ? null : kernelLineEdit(document, scenario.line, kernel);
  return [
    ...(kernelEdit === null ? [] : [kernelEdit]),
    ...(pool === null ? [] : setPool(document.tree, scenario, DEFAULT_PAGE_SIZE, pool)),
    ...(overcommit === null ? [] : setOvercommit(document.tree, scenario, overcommit)),
  ];
}
