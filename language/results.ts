/** What the editor shows of a document in and around its text, beside diagnostics: plain JSON, one answer for all of it. */
import type { KernelId } from "../engine/index.js";
import type { HugetlbDocument } from "./document.js";
import type { Explored } from "./explore/index.js";
import { type Mark, marksOf } from "./features/marks.js";
import { choiceOf } from "./picture/make.js";
import type { ScenarioChoice } from "./picture/picture.js";

/** A scenario with the verdict under each of its kernels. */
export interface ScenarioResult extends ScenarioChoice {
  /** The kernel that is shown; null when it was not run. */
  readonly shown: KernelId | null;
}

export interface Results {
  readonly version: number;
  readonly scenarios: readonly ScenarioResult[];
  readonly marks: readonly Mark[];
}

/** The results of a document as last analysed. */
export function resultsOf(document: HugetlbDocument, explored: Explored): Results {
  const { analysis } = document;
  return {
    version: analysis?.version ?? document.version,
    scenarios: (analysis?.scenarios ?? []).map((scenario) => ({
      ...choiceOf(scenario, explored),
      shown: scenario.runs[0]?.kernel ?? null,
    })),
    marks: marksOf(document),
  };
}
