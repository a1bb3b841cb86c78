/** What can come of a scenario: the things of which an exploration says never, sometimes or always. */
import type { Range } from "vscode-languageserver-types";
import type { Claim, StepItem } from "../compile/program.js";

export type Outcome =
  /** A process is killed. `announced`: the text says so of the step in which it happens. */
  | {
      readonly kind: "killed";
      readonly actor: string;
      readonly signal: string;
      readonly item: StepItem;
      readonly announced: boolean;
    }
  /** The kernel oopses, or the access never returns. */
  | {
      readonly kind: "ended";
      readonly by: "BUG" | "HANG";
      readonly item: StepItem;
      readonly announced: boolean;
    }
  /** A system call fails, and nothing was announced. */
  | { readonly kind: "call-failed"; readonly item: StepItem; readonly errno: string }
  /** An announced outcome does not come. */
  | { readonly kind: "missed"; readonly item: StepItem; readonly result: string }
  /** An `expect` does not hold. */
  | { readonly kind: "expectation"; readonly claim: Claim; readonly actual: string }
  /** An `expect sometimes` holds: it is wrong when this never comes. */
  | { readonly kind: "sometimes"; readonly claim: Claim }
  /** An `always` or `never` is broken. */
  | { readonly kind: "invariant"; readonly claim: Claim; readonly never: boolean; readonly actual: string }
  /** A step that nothing ever lets go on. */
  | { readonly kind: "blocked"; readonly item: StepItem }
  /** An access that nothing guarantees finds a page. */
  | { readonly kind: "lucky"; readonly item: StepItem };

/** Whether a scenario in which it comes has failed. */
export function isProblem(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case "killed":
    case "ended":
      return !outcome.announced;
    case "missed":
    case "expectation":
    case "invariant":
    case "blocked":
      return true;
    case "call-failed":
    case "sometimes":
    case "lucky":
      return false;
  }
}

/** The same for two that are told as one: who dies how, not where. */
export function outcomeKey(outcome: Outcome): string {
  switch (outcome.kind) {
    case "killed":
      return `killed ${outcome.actor} ${outcome.signal} ${String(outcome.announced)}`;
    case "ended":
      return `${outcome.by} ${placeKey(outcome.item)}`;
    case "call-failed":
      return `call-failed ${outcome.errno} ${placeKey(outcome.item)}`;
    case "missed":
      return `missed ${outcome.result} ${placeKey(outcome.item)}`;
    case "expectation":
    case "sometimes":
    case "invariant":
      return `${outcome.kind} ${placeKey(outcome.claim)} ${outcome.claim.text}`;
    case "blocked":
    case "lucky":
      return `${outcome.kind} ${placeKey(outcome.item)}`;
  }
}

function placeKey({
  uri,
  range,
  text,
}: {
  readonly uri: string;
  readonly range: Range;
  readonly text: string;
}): string {
  return `${uri} ${range.start.line}:${range.start.character} ${text}`;
}

/** Where it stands in the text. */
export function placeOf(outcome: Outcome): { readonly uri: string; readonly range: Range } {
  return "claim" in outcome ? outcome.claim : outcome.item;
}

/** `parent killed SIGKILL`: as a litmus test's result is written. */
export function outcomeWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case "killed":
      return `${outcome.actor} killed ${outcome.signal}`;
    case "ended":
      return `${outcome.by} in ${stepWords(outcome.item)}`;
    case "call-failed":
      return `${stepWords(outcome.item)} fails ${outcome.errno}`;
    case "missed":
      return `${stepWords(outcome.item)} comes to ${outcome.result}, not ${outcome.item.announced?.anyOf.join(" | ") ?? ""}`;
    case "expectation":
      return `not: expect ${outcome.claim.text}`;
    case "sometimes":
      return `expect sometimes ${outcome.claim.text}`;
    case "invariant":
      return outcome.never ? `broken: never ${outcome.claim.text}` : `broken: always ${outcome.claim.text}`;
    case "blocked":
      return `${stepWords(outcome.item)} blocked`;
    case "lucky":
      return `${stepWords(outcome.item)} lucky`;
  }
}

function stepWords({ step, text }: StepItem): string {
  return step.actor === null ? text : `${step.actor}: ${text}`;
}
