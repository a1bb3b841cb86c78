/** What can be done with an interleaving in which something goes wrong: it can be debugged. */
import { type CodeAction, CodeActionKind, type Diagnostic } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import type { InterleavingData } from "../explore/index.js";
import { KERNEL_IDS } from "../check/kernels.js";
import { type Guard, isObject, isOneOf, isString } from "../picture/guard.js";
import { LENS_COMMANDS, type LensArgument } from "./lens-commands.js";

const isInterleavingData: Guard<InterleavingData> = isObject<InterleavingData>({
  scenario: isString,
  kernel: isOneOf(KERNEL_IDS),
  schedule: isString,
});

/** The actions for the editor's own diagnostics; `commands` are those that it has. */
export function interleavingActions(
  document: HugetlbDocument,
  diagnostics: readonly Diagnostic[],
  commands: ReadonlySet<string>,
): readonly CodeAction[] {
  if (!commands.has(LENS_COMMANDS.debug)) return [];
  return diagnostics.flatMap((diagnostic): readonly CodeAction[] => {
    const data: unknown = diagnostic.data;
    if (diagnostic.code !== "interleaving" || !isInterleavingData(data)) return [];
    const found = document.analysis?.scenarios.find(({ scenario }) => scenario.name === data.scenario);
    if (found === undefined) return [];
    const about: LensArgument = { uri: document.uri, line: found.scenario.line, ...data };
    const title = "Debug this interleaving";
    return [
      {
        title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [diagnostic],
        command: { title, command: LENS_COMMANDS.debug, arguments: [about] },
      },
    ];
  });
}
