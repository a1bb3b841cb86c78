/** The words behind `->`, and the kernels to which outcomes and expectations are limited. */
import { didYouMean } from "../syntax/nearest.js";
import { rangeOf } from "../syntax/place.js";
import type { Guard, Outcome, Word } from "../syntax/tree.js";
import type { CheckedAlternative } from "./checked.js";
import { ERRNOS, OUTCOMES, OUTCOME_WORDS, SIGNALS, STOPPING_SIGNALS } from "./constants.js";
import { KERNEL_IDS, kernelNamed } from "./kernels.js";
import type { SourceLine } from "./source-line.js";

/** Tells kernels that do not exist. */
export function checkGuard(guard: Guard | null, line: SourceLine): void {
  if (guard === null || guard.kind === "otherwise") return;
  const words: readonly Word[] = guard.kind === "on" ? guard.kernels : [guard.kernel];
  for (const { text, span } of words) {
    if (kernelNamed(text) !== undefined) continue;
    const all = text === "all" ? ": leave it out to mean every kernel" : didYouMean(text, KERNEL_IDS);
    line.report({ code: "unknown-name", message: `there is no kernel \`${text}\` here${all}`, span });
  }
}

/** Tells a signal that does not exist. */
export function checkSignal({ text, span }: Word, line: SourceLine): boolean {
  if (SIGNALS.has(text)) return true;
  line.report({ code: "unknown-name", message: `there is no signal \`${text}\`${didYouMean(text, SIGNALS)}`, span });
  return false;
}

/** Tells a signal that `kill` cannot send here. */
export function checkSentSignal(signal: Word, line: SourceLine): boolean {
  if (!checkSignal(signal, line)) return false;
  const { text, span } = signal;
  if (!STOPPING_SIGNALS.has(text)) return true;
  line.report({
    code: "limit",
    message: `${text} stops a process, which is not simulated: the line is left out`,
    span,
  });
  return false;
}

/** The alternatives of an outcome, their words checked. */
export function checkOutcome(outcome: Outcome | null, line: SourceLine): readonly CheckedAlternative[] {
  return (outcome?.alternatives ?? []).map(({ anyOf, guard, span }) => {
    for (const word of anyOf) {
      if (OUTCOMES.has(word.text)) continue;
      const known = word.text.startsWith("SIG")
        ? SIGNALS
        : word.text.startsWith("E")
          ? ERRNOS
          : [...OUTCOME_WORDS, ...ERRNOS, ...SIGNALS];
      const hint = didYouMean(word.text, known);
      const what = "an outcome is `ok`, an errno, a signal, `killed`, `unreached`, `BUG` or `HANG`";
      line.report({
        code: "unknown-name",
        message: `\`${word.text}\` is no outcome${hint === "" ? `: ${what}` : hint}`,
        span: word.span,
      });
    }
    checkGuard(guard, line);
    return { anyOf: anyOf.map(({ text }) => text), guard, range: rangeOf(line.line, span) };
  });
}
