/**
 * A scenario made ready for one kernel: names and loops resolved, every item knowing its place in the text.
 * The runner takes the items in order; steps go to the machine, expectations are judged against it.
 */
import type { Config, KernelId, PageSize, Step } from "../../engine/index.js";
import type { Diagnostic, Range } from "vscode-languageserver-types";

/** What a step was announced to come to, for this program's kernel: any of these words ("ok", "SIGBUS", "killed", "unreached", "BUG", ...). */
export interface Announcement {
  readonly anyOf: readonly string[];
  readonly range: Range;
}

/** One round of a loop that a step stands in. Steps of the same round share the object. */
export interface Round {
  /** The line (0-based) of the loop's `for` or `repeat`. */
  readonly line: number;
  /** `i = 2`, or `round 3` of a `repeat`. */
  readonly text: string;
  /** What the loop's name stands for; null for a `repeat`. */
  readonly binds: { readonly name: string; readonly value: number } | null;
  /** Number of this going through of the loop: the same for all its rounds, another when the loop is met again. */
  readonly pass: number;
}

export interface StepItem {
  readonly kind: "step";
  readonly step: Step;
  /** The statement's words without actor, outcome and comment, loop values put in: `write a[0]`. */
  readonly text: string;
  /** The file of the statement (an included file's own URI for its lines). */
  readonly uri: string;
  /** From the actor to the end of the action. */
  readonly range: Range;
  readonly announced: Announcement | null;
  /** Number of the `concurrent` block that it stands in, counted from 0; null outside. */
  readonly concurrent: number | null;
  /** The rounds of the loops around it, the outermost first. */
  readonly rounds: readonly Round[];
  /** The statement of which this is one access, in a program that takes the accesses of a `concurrent` block apart. */
  readonly whole?: StepItem;
}

/** A number known only while running. */
export type Term =
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "counter";
      readonly counter: "total" | "free" | "rsvd" | "surp" | "in_use";
      readonly pageSize: PageSize;
      readonly node: number | null;
    }
  | { readonly kind: "cgroup"; readonly name: string; readonly counter: "usage" | "rsvd" }
  | { readonly kind: "binary"; readonly op: "+" | "-" | "*" | "/" | "%"; readonly left: Term; readonly right: Term };

export interface PagePlace {
  readonly process: string;
  readonly mapping: string;
  readonly from: number;
  /** null = to the mapping's end */
  readonly to: number | null;
}

export type Condition =
  | {
      readonly kind: "compare";
      readonly op: "==" | "!=" | "<" | "<=" | ">" | ">=";
      readonly left: Term;
      readonly right: Term;
    }
  | {
      readonly kind: "process";
      readonly name: string;
      readonly is: "alive" | "exited" | "killed";
      readonly signal: string | null;
    }
  | { readonly kind: "page"; readonly place: PagePlace; readonly is: "present" | "absent" | "unmapped" }
  | { readonly kind: "same"; readonly left: PagePlace; readonly right: PagePlace; readonly same: boolean }
  | { readonly kind: "on-node"; readonly place: PagePlace; readonly node: number };

/** One condition as written: judged alone, reported alone. */
export interface Claim {
  readonly condition: Condition;
  readonly text: string;
  readonly uri: string;
  readonly range: Range;
}

export interface ExpectItem {
  readonly kind: "expect";
  readonly claims: readonly Claim[];
  /** `expect sometimes`: holds in at least one interleaving. */
  readonly sometimes: boolean;
}

/** `always` / `never`: judged before the first step and after every one. */
export interface Invariant {
  readonly claim: Claim;
  readonly never: boolean;
}

export type ProgramItem = StepItem | ExpectItem;

export interface Program {
  readonly scenario: string;
  readonly kernel: KernelId;
  readonly config: Config;
  readonly items: readonly ProgramItem[];
  readonly invariants: readonly Invariant[];
  /** Problems that only unrolling shows (duplicate-name in a round, limit, not-in-kernel for this kernel). */
  readonly diagnostics: readonly Diagnostic[];
  /** Lines (0-based) of the scenario that were left out because they do not parse or check. */
  readonly leftOut: readonly number[];
}
