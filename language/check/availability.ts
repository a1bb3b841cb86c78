/** Gathers which line uses what, and says once a line which kernels lack it. */
import type { KernelId } from "../../engine/index.js";
import type { Diagnostic } from "vscode-languageserver-types";
import type { Span } from "../syntax/tree.js";
import { kernelHas, lackingMessage, type Feature, type FeatureUse } from "./features.js";
import type { Checked } from "./checked.js";
import { diagnosticOf, Problems, type Problem } from "./problems.js";
import type { SourceLine } from "./source-line.js";
import { whyNotSimulated } from "./support.js";

/** Notes that a line uses a feature. */
export function useFeature(uses: FeatureUse[], feature: Feature, line: SourceLine, span: Span): void {
  uses.push({ feature, ...line.outermost(span) });
}

/** Why a scenario with these uses is not run under the kernel: one problem for each feature; none = it is run. */
export function notSimulated(uses: readonly FeatureUse[], kernel: KernelId): readonly Problem[] {
  const told = new Set<Feature>();
  return uses.flatMap(({ feature, place, prefix }): readonly Problem[] => {
    const why = whyNotSimulated(feature, kernel);
    if (why === null || told.has(feature)) return [];
    told.add(feature);
    return [{ code: "limit", place, message: prefix + why }];
  });
}

/** Why some of a document's runs do not take place. A run says it itself; this is for who does not run. */
export function notRunDiagnostics({ scenarios }: Checked): readonly Diagnostic[] {
  const problems = new Problems();
  for (const { uses, kernels } of scenarios)
    for (const problem of kernels.flatMap((kernel) => notSimulated(uses, kernel))) problems.add(problem);
  return problems.all.map(diagnosticOf);
}

interface Met {
  readonly use: FeatureUse;
  readonly kernels: Set<KernelId>;
}

export class Availability {
  readonly #met = new Map<string, Met>();

  /** A scenario that is run under these kernels uses these features. */
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
      if (lacking.length === 0) continue;
      const message = use.prefix + lackingMessage(use.feature, lacking);
      found.push({ code: "not-in-kernel", place: use.place, message });
    }
    return found;
  }
}
