/** Every way to be rid of a diagnostic of the text or of a run, each tried before it is offered. */
import type { Diagnostic } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { announce } from "./announce.js";
import { claims } from "./claims.js";
import { declare } from "./declare.js";
import { caseOf, type Fix, type FixMaker } from "./fix.js";
import { form } from "./form.js";
import { meant } from "./meant.js";
import { repair } from "./repair.js";
import { spelling } from "./spelling.js";
import { stuck } from "./stuck.js";
import { verified } from "./verify.js";

export { caseOf } from "./fix.js";
export { expectTheEnd } from "./end-state.js";
export type { Fix } from "./fix.js";
export { harmedRun, isSoon, savingFixes } from "./saving.js";
export { isWritten } from "./verify.js";

const MAKERS: readonly FixMaker[] = [spelling, meant, form, declare, repair, announce, claims, stuck];

/** The fixes of a diagnostic of the document's last analysis, the likeliest first. */
export function* fixesFor(document: HugetlbDocument, diagnostic: Diagnostic): Generator<void, readonly Fix[]> {
  const found = caseOf(document, diagnostic);
  if (found === null) return [];
  return yield* verified(
    found,
    MAKERS.flatMap((make) => make(found)),
  );
}
