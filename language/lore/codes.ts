/** The codes of diagnostics: what each means, and what to do about it. docs/diagnostics.md has the long form. */
import type { CheckCode } from "../check/problems.js";
import type { RunCode } from "../diagnose/code.js";

export const CODE_LORE: Readonly<Record<CheckCode | RunCode, string>> = {
  syntax: "The line does not parse. It is left out, the rest still runs.",
  "unknown-name": "Nothing of that name is there, or not yet.",
  "duplicate-name": "The name is taken.",
  "wrong-kind": "Something of another kind should stand here.",
  "out-of-range": "The number lies outside of what is there.",
  "bad-setting": "A setting that is set twice, stands in the wrong place, or is impossible.",
  "not-in-kernel": "A listed kernel lacks this. The step still runs and gets what that kernel would answer.",
  interleaving: "Only some interleavings of a `concurrent` block come to this.",
  killed:
    "A process dies that nobody killed. Announce it with `->` when it is meant to, else give the pool a page more.",
  unmapped:
    "This write takes a page away from a child. The child dies when it touches a page of that mapping that is not there.",
  "kernel-bug": "The kernel itself stops at a BUG_ON. Nothing after it can be trusted.",
  hang: "The access never ends: a bug of that kernel.",
  "call-failed": "A call answers an errno that no `->` announces.",
  "expectation-failed": "What the text says did not come.",
  "invariant-violated": "An `always` does not hold, or a `never` does, after some step.",
  blocked: "In this order nothing will ever let the step go on.",
  "never-reached": "The step is not run: its process is dead, or its mapping never came to be.",
  lucky: "Nothing was promised: the page happened to be free, and another process could have had it.",
  "differs-by-kernel": "Under another listed kernel this line ends otherwise.",
  limit: "The scenario is larger than the limits, or asks for what is not simulated under a listed kernel.",
};

/** What the code of that name means. */
export function codeLore(code: string): string | undefined {
  return Object.entries(CODE_LORE).find(([name]) => name === code)?.[1];
}
