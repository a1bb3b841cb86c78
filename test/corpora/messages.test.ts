/** The kernel's own log lines, step by step, of every seed scenario. */
import { describe, expect, test } from "vitest";
import { KERNELS_IN_TIME, Machine, kernelOf } from "../../engine/index.js";
import type { CorpusScenario } from "./corpus.js";
import { configOf, profilesOf, readLines, stepOf } from "./corpus.js";

interface RecordedMessages {
  readonly id: string;
  readonly messages: readonly string[];
}

describe("printk", () => {
  test.each(KERNELS_IN_TIME.filter((id) => kernelOf(id) !== undefined && profilesOf(id).includes("seed")))(
    "%s",
    (kernel) => {
      const recorded = readLines<RecordedMessages>(`${kernel}/seed-messages.jsonl`);
      const scenarios = new Map(
        readLines<CorpusScenario>("scenarios/seed.jsonl.gz").map((scenario) => [scenario.id, scenario]),
      );
      expect(recorded.length).toBe(scenarios.size);
      for (const { id, messages } of recorded) {
        const scenario = scenarios.get(id);
        if (scenario === undefined) throw new Error(`no scenario ${id}`);
        const machine = Machine.boot(configOf(scenario, kernel));
        const ours = scenario.ops.map((op) =>
          machine
            .step(stepOf(op))
            .events.map((event) => (event.kind === "printk" ? `${event.text}\n` : ""))
            .join(""),
        );
        expect({ id, messages: ours }).toEqual({ id, messages });
      }
    },
  );
});
