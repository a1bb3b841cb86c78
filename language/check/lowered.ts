import type { Step } from "../../engine/index.js";
import type { ProcessFacts } from "./story.js";

/** The step binds a name that may be taken still; `before` is the line that bound it last. */
export interface Rebinding {
  readonly name: string;
  readonly before: number;
}

/** A step for the engine. */
export interface Lowered {
  readonly step: Step;
  /** Pages that it touches or copies at most. */
  readonly pages: number;
  readonly mayRebind: Rebinding | null;
}

/** Who acts; `facts: null` = a line with an error may have made it. */
export interface Owner {
  readonly name: string;
  readonly facts: ProcessFacts | null;
}
