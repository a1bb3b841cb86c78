/** A code lens above a scenario in which somebody comes to harm: the pool that would be enough. It is worked out when it is seen. */
import type { CodeLens, TextEdit } from "vscode-languageserver-types";
import type { ScenarioRuns } from "../analysis.js";
import type { HugetlbDocument } from "../document.js";
import { type Explored, wrongOf } from "../explore/index.js";
import { type Guard, isInteger, isObject, isString } from "../picture/guard.js";
import { savingSize } from "../remedy/index.js";
import type { Verdict } from "../picture/picture.js";
import type { Run } from "../run/index.js";
import { LENS_COMMANDS } from "./lens-commands.js";

/** What the command of the lens is given. */
export interface WriteArgument {
  readonly uri: string;
  /** The version that the edits are for. */
  readonly version: number;
  readonly edits: readonly TextEdit[];
}

interface Pending {
  readonly uri: string;
  readonly version: number;
  readonly scenario: string;
}

const isPending: Guard<Pending> = isObject<Pending>({ uri: isString, version: isInteger, scenario: isString });

/** A lens without words yet for a scenario that fails under the kernel that is shown because somebody comes to harm; else none. */
export function poolLens(
  document: HugetlbDocument,
  runs: ScenarioRuns,
  commands: ReadonlySet<string>,
  explored: Explored,
): readonly CodeLens[] {
  if (!commands.has(LENS_COMMANDS.write) || harmedRun(runs, explored) === null) return [];
  const place = { line: runs.scenario.line, character: 0 };
  const data: Pending = { uri: document.uri, version: document.version, scenario: runs.scenario.name };
  return [{ range: { start: place, end: place }, data }];
}

/** The document that an unresolved lens is about; null for one of somebody else. */
export function documentOfLens({ data }: CodeLens): string | null {
  const pending: unknown = data;
  return isPending(pending) ? pending.uri : null;
}

/** `Needs pool 3`, and a click writes it. */
export function* resolvePoolLens(
  document: HugetlbDocument,
  lens: CodeLens,
  explored: Explored,
): Generator<void, CodeLens> {
  const { range } = lens;
  const pending: unknown = lens.data;
  if (!isPending(pending) || pending.version !== document.version) return { range, command: NOTHING };
  const runs = document.analysis?.scenarios.find(({ scenario }) => scenario.name === pending.scenario);
  const run = runs === undefined ? null : harmedRun(runs, explored);
  if (runs === undefined || run === null) return { range, command: NOTHING };
  const size = yield* savingSize(document, runs.scenario, run);
  if (size === null) return { range, command: { title: "No pool is enough", command: "" } };
  const { uri, version } = document;
  const argument: WriteArgument = { uri, version, edits: size.edits };
  const title = `Needs ${size.title.replace(/^P/u, "p")}`;
  return { range, command: { title, command: LENS_COMMANDS.write, arguments: [argument] } };
}

const NOTHING = { title: "", command: "" };

const HARMED: ReadonlySet<Verdict["outcome"]> = new Set(["dies", "bug", "hang"]);

/** The run that is shown, or else its shortest bad interleaving, where somebody comes to harm in it; null = nowhere. */
function harmedRun({ runs }: ScenarioRuns, explored: Explored): Run | null {
  const [shown] = runs;
  if (shown === undefined) return null;
  if (HARMED.has(shown.verdict.outcome)) return shown.run;
  const exploration = explored(shown.run);
  const worst =
    exploration === undefined
      ? undefined
      : wrongOf(exploration).find(({ judged }) => judged.outcome.kind === "killed" || judged.outcome.kind === "ended");
  return worst?.run ?? null;
}
