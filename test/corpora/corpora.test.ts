/** The engine against recorded kernels: every step of every scenario, result, counters and page maps. */
import { describe, expect, test } from "vitest";
import { KERNELS_IN_TIME, kernelOf } from "../../engine/index.js";
import { firstDifference } from "./agreement.js";
import type { CorpusScenario, RecordedTrace } from "./corpus.js";
import { profilesOf, readLines } from "./corpus.js";

/** Differences printed of a profile that does not agree. */
const SHOWN = 2;

for (const kernel of KERNELS_IN_TIME.filter((id) => kernelOf(id) !== undefined)) {
  describe(`kernel ${kernel}`, () => {
    test.each(profilesOf(kernel))("%s", (profile) => {
      const scenarios = readLines<CorpusScenario>(`scenarios/${profile}.jsonl.gz`);
      const traces = readLines<RecordedTrace>(`${kernel}/${profile}.jsonl.gz`);
      expect(traces.map(({ id }) => id)).toEqual(scenarios.map(({ id }) => id));
      const differences = scenarios.flatMap((scenario, i) => {
        const trace = traces[i];
        return trace === undefined ? [] : (firstDifference(scenario, trace, kernel) ?? []);
      });
      const agree = scenarios.length - differences.length;
      console.log(`${kernel.padEnd(24)} ${profile.padEnd(16)} ${String(agree)}/${String(scenarios.length)}`);
      expect(differences.slice(0, SHOWN).join("\n\n")).toBe("");
    });
  });
}
