/** Every stable code of this language's diagnostics, and what it means in one sentence. docs/diagnostics.md has a part for each. */
import type { CheckCode } from "../check/problems.js";
import type { RunCode } from "./code.js";

export type Code = CheckCode | RunCode;

const MEANINGS: Readonly<Record<Code, string>> = {
  syntax: "The line does not parse.",
  "unknown-name": "A name is used that nothing above has made.",
  "duplicate-name": "A name is made twice.",
  "wrong-kind": "Something of one kind stands where another belongs.",
  "out-of-range": "A page, node or number that is not there.",
  "bad-setting": "A setting does not fit.",
  "not-in-kernel": "A listed kernel does not have this call, flag or option.",
  killed: "A process dies here that nobody killed by kill().",
  unmapped: "This write takes a page away from a child.",
  "kernel-bug": "The kernel itself hits a BUG_ON.",
  hang: "The access never returns.",
  "call-failed": "A system call answers an errno that nothing announced.",
  "expectation-failed": "An announced outcome did not come, or an expectation does not hold.",
  "invariant-violated": "An invariant is broken.",
  interleaving: "What happens depends on the order of concurrent steps.",
  blocked: "A step that nothing will let go on.",
  "never-reached": "A step that was not run.",
  lucky: "The access succeeded only because unpromised pages happened to be free.",
  "differs-by-kernel": "The listed kernels part here.",
  limit: "The scenario is larger than the limits, or asks for what is not simulated.",
};

/** Every code, in the order of docs/diagnostics.md. */
export const CODES: readonly Code[] = Object.keys(MEANINGS) as Code[];

/** One sentence about a code. */
export function codeMeaning(code: Code): string {
  return MEANINGS[code];
}
