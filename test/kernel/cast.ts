/** The scenes of a run, and where they come from. */
import { includeFromDisk, readSource } from "../../language/cli/source.js";
import { HugetlbDocument } from "../../language/document.js";
import type { CorpusScenario } from "../corpora/corpus.js";
import { recordedScenarios } from "./corpora.js";
import type { Options } from "./options.js";
import { randomScenarios } from "./random.js";
import { sceneOf } from "./scene.js";
import type { Scene } from "./scene.js";

export interface Cast {
  readonly source: string;
  readonly scenes: readonly Scene[];
  /** The scenarios that the scenes were made of; none for files. */
  readonly scenarios: ReadonlyMap<string, CorpusScenario>;
  /** The recorded profile that is played again, if one is. */
  readonly recorded: string | null;
}

export async function castOf(options: Options): Promise<Cast> {
  const { kernel, files, random, seed, profile, limit } = options;
  if (files.length > 0) {
    const scenes = (await Promise.all(files.map(async (file) => scenesOfFile(file, options)))).flat();
    return { source: files.join(", "), scenes, scenarios: new Map(), recorded: null };
  }
  const scenarios =
    random === null
      ? recordedScenarios(profile ?? "").slice(0, limit ?? undefined)
      : randomScenarios(random, seed, profile);
  return {
    source: random === null ? `recorded profile ${String(profile)}` : `random, seed ${String(seed)}`,
    scenes: scenarios.map((scenario) => sceneOf(scenario, kernel)),
    scenarios: new Map(scenarios.map((scenario) => [scenario.id, scenario])),
    recorded: random === null ? profile : null,
  };
}

/** Every scenario of the file under the kernel of the run, its steps in written order. */
async function scenesOfFile(file: string, { kernel }: Options): Promise<readonly Scene[]> {
  const { uri, text } = await readSource(file, process.stdin);
  const document = new HugetlbDocument(uri, { include: includeFromDisk(), kernels: [kernel] });
  document.update(text, 1);
  const runs = document.analyse().scenarios.flatMap(({ runs: all }) => all);
  return runs.map(({ run: { program } }, i) => ({
    id: `${file}, scenario ${String(i + 1)} "${program.scenario}"`,
    config: program.config,
    steps: program.items.flatMap((item) => (item.kind === "step" ? [item.step] : [])),
  }));
}
