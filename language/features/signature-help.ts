/** Signature help: what the call at the cursor takes, and which of it is being written. */
import { MarkupKind, type Position, type SignatureHelp } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { ACTIONS, actionOf, type ActionWord, type Parameter, signatureOf } from "../lore/actions.js";
import { lackedBy } from "../lore/lore.js";
import { lackingMessage } from "../check/features.js";
import { commentStart, tokensOf } from "../syntax/tokens.js";
import { openCall } from "./completion/site.js";
import { sceneAt } from "./scene.js";

/** Signs behind which the next parameter begins. */
export const SIGNATURE_TRIGGERS: readonly string[] = ["(", ","];

/** The signature of the call whose parentheses are open at the position; null when none is. */
export function signatureAt(document: HugetlbDocument, position: Position): SignatureHelp | null {
  const typed = (document.tree.lines[position.line]?.text ?? "").slice(0, position.character);
  if (commentStart(typed) !== -1) return null;
  const tokens = tokensOf(typed);
  const call = openCall(tokens);
  if (call === null || !isCall(call.name)) return null;
  const { parameters, about, feature } = ACTIONS[call.name];
  const { label, spans } = signatureOf(call.name);
  const written = tokens.filter(({ span }) => span.start >= call.start).map(({ text }) => text);
  const lacking = lackedBy(feature, sceneAt(document, position.line).kernels);
  const missing = feature === null || lacking.length === 0 ? "" : `\n\n${lackingMessage(feature, lacking)}.`;
  return {
    signatures: [
      {
        label,
        documentation: { kind: MarkupKind.Markdown, value: about + missing },
        parameters: parameters.map((parameter, at) => ({
          label: [...(spans[at] ?? [0, 0])],
          documentation: { kind: MarkupKind.Markdown, value: parameter.about },
        })),
      },
    ],
    activeSignature: 0,
    activeParameter: activeParameter(parameters, call.argument, written.slice(written.lastIndexOf(",") + 1)),
  };
}

/** Which parameter an argument is: an option by its name, the others by their place; the last one may be written several times. */
function activeParameter(parameters: readonly Parameter[], argument: number, words: readonly string[]): number {
  const named = parameters.findIndex(
    ({ is, label }) => is === "option" && words[0] === label.slice(0, label.indexOf("=")),
  );
  if (named !== -1) return named;
  const last = parameters.length - 1;
  return argument > last && parameters[last]?.is === "rest" ? last : argument;
}

function isCall(name: string): name is ActionWord {
  return actionOf(name) !== undefined && name !== "read" && name !== "write";
}
