/** Recorded corpora played again: proves the guest, and that the kernels of today do what those of the recording did. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { KernelId } from "../../engine/index.js";
import { textOf } from "../corpora/agreement.js";
import type { CorpusScenario, RecordedTrace } from "../corpora/corpus.js";
import { readLines } from "../corpora/corpus.js";
import type { PlayedScene } from "./trace.js";

/** The data's own place: this program runs as one bundle, elsewhere. */
const dataFile = (name: string): string => pathToFileURL(path.resolve("test/corpora/data", name)).href;

export function recordedScenarios(profile: string): readonly CorpusScenario[] {
  return readLines<CorpusScenario>(dataFile(`scenarios/${profile}.jsonl.gz`));
}

/** First step that differs from the recording, as text; null = none. */
export function differsFromRecording(profile: string, kernel: KernelId): (played: PlayedScene) => string | null {
  const traces = new Map(
    readLines<RecordedTrace>(dataFile(`${kernel}/${profile}.jsonl.gz`)).map((trace) => [trace.id, trace]),
  );
  return (played) => {
    const recorded = traces.get(played.id);
    if (recorded === undefined) return `${played.id} was never recorded`;
    for (const [i, step] of recorded.steps.entries()) {
      const now = played.steps[i];
      const [before, after] = [textOf(step), now === undefined ? "nothing" : textOf(now)];
      if (before !== after) return `${played.id}, step ${String(i + 1)}\n  recorded ${before}\n  now      ${after}`;
      if (step.r === "HANG") return null;
    }
    return null;
  };
}
