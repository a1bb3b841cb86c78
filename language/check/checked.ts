/** What the checker makes of a document: its problems, and its scenarios ready to be compiled for a kernel. */
import type { KernelId } from "../../engine/index.js";
import type { Diagnostic, Range } from "vscode-languageserver-types";
import type { Condition, StepItem } from "../compile/program.js";
import type { Guard, ScenarioBlock, SyntaxTree } from "../syntax/tree.js";
import type { FeatureUse } from "./features.js";
import type { Settings } from "./settings.js";

/** A document as the checker takes it. */
export interface SourceDocument {
  readonly uri: string;
  readonly tree: SyntaxTree;
}

/** What an `include` line found. `loading` is answered by silence: the caller checks again when the text is there. */
export type Included =
  | { readonly state: "loaded"; readonly document: SourceDocument }
  | { readonly state: "missing"; readonly reason: string }
  | { readonly state: "loading" };

export interface CheckOptions {
  /** Finds the file of an `include` line; `path` is as written, `from` the URI of the file with the line. */
  readonly include: (path: string, from: string) => Included;
  /** Kernels to run instead of those that the file lists. */
  readonly kernels?: readonly KernelId[];
  /** Steps that one run may have; MAX_STEPS when left out. */
  readonly maxSteps?: number;
}

/** An outcome alternative with its words checked. */
export interface CheckedAlternative {
  readonly anyOf: readonly string[];
  readonly guard: Guard | null;
  readonly range: Range;
}

/** One step of the unrolled scenario, before the kernel is known. */
export interface UnrolledStep {
  readonly kind: "step";
  /** With `announced: null`; the kernel's announcement is put in by `compile`. */
  readonly item: StepItem;
  readonly alternatives: readonly CheckedAlternative[];
  readonly line: number;
  /** `in round 3 (i = 2)`, or the empty string outside loops. */
  readonly round: string;
  /**
   * The name that the step makes may be bound still: whether it is, only the kernel's answers to the steps before
   * tell. `before` is the line that bound it.
   */
  readonly mayRebind: { readonly name: string; readonly before: number } | null;
}

/** One condition with its names and numbers put in. */
export interface UnrolledClaim {
  readonly condition: Condition;
  readonly guards: readonly Guard[];
  readonly text: string;
  readonly range: Range;
  /** False under kernels that do not have what it asks about. */
  readonly existsUnder: (kernel: KernelId) => boolean;
}

export interface UnrolledExpect {
  readonly kind: "expect";
  readonly claims: readonly UnrolledClaim[];
  readonly sometimes: boolean;
}

export interface UnrolledInvariant {
  readonly claim: UnrolledClaim;
  readonly never: boolean;
}

export type UnrolledItem = UnrolledStep | UnrolledExpect;

export interface CheckedScenario {
  readonly uri: string;
  readonly name: string;
  /** Lines counted from 0, the `scenario` line and the line of its `}`. */
  readonly line: number;
  readonly endLine: number;
  readonly block: ScenarioBlock;
  /** The kernels to run, in the order written. */
  readonly kernels: readonly KernelId[];
  readonly settings: Settings;
  /** What not every kernel has, or is run under, and where it is used. */
  readonly uses: readonly FeatureUse[];
  readonly items: readonly UnrolledItem[];
  readonly invariants: readonly UnrolledInvariant[];
  /** Lines (0-based) left out because they do not parse or check, in order. */
  readonly leftOut: readonly number[];
}

export interface Checked {
  readonly uri: string;
  /** Every problem found without running, the form's and the meaning's, in the order of their lines. */
  readonly diagnostics: readonly Diagnostic[];
  readonly scenarios: readonly CheckedScenario[];
}
