/** Gathers which line uses what, and says once a line which kernels lack it or that it is not simulated yet. */
import type { KernelId } from "../../engine/index.js";
import type { Span } from "../syntax/tree.js";
import { kernelHas, lackingMessage, type Feature } from "./features.js";
import type { Place, Problem } from "./problems.js";
import type { SourceLine } from "./source-line.js";
import { NOT_SIMULATED } from "./support.js";

export interface FeatureUse {
  readonly feature: Feature;
  readonly place: Place;
  readonly prefix: string;
}

/** Notes that a line uses a feature; false = the engine does not run it, so the line (or its part) is left out. */
export function useFeature(uses: FeatureUse[], feature: Feature, line: SourceLine, span: Span): boolean {
  uses.push({ feature, ...line.outermost(span) });
  return NOT_SIMULATED[feature] === undefined;
}

interface Met {
  readonly use: FeatureUse;
  readonly kernels: Set<KernelId>;
}

export class Availability {
  readonly #met = new Map<string, Met>();

  /** A scenario that runs under these kernels uses these features. */
  meet(uses: readonly FeatureUse[], kernels: readonly KernelId[]): void {
    for (const use of uses) {
      const { place, feature } = use;
      const key = `${feature} ${String(place.line)}:${String(place.span.start)}:${String(place.span.end)}`;
      let met = this.#met.get(key);
      if (met === undefined) this.#met.set(key, (met = { use, kernels: new Set() }));
      for (const kernel of kernels) met.kernels.add(kernel);
    }
  }

  problems(): readonly Problem[] {
    const found: Problem[] = [];
    for (const { use, kernels } of this.#met.values()) {
      const lacking = [...kernels].filter((kernel) => !kernelHas(use.feature, kernel));
      const notYet = NOT_SIMULATED[use.feature];
      if (notYet !== undefined && lacking.length < kernels.size) {
        const message = `${use.prefix}this version does not simulate ${notYet} yet: the line is left out`;
        found.push({ code: "limit", place: use.place, message });
      } else if (lacking.length > 0) {
        found.push({
          code: "not-in-kernel",
          place: use.place,
          message: use.prefix + lackingMessage(use.feature, lacking),
        });
      }
    }
    return found;
  }
}
