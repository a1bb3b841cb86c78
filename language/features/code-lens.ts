/** Code lenses above each scenario: its verdicts, equal ones as one, and what can be done with it. */
import type { KernelId } from "../../engine/index.js";
import type { CodeLens, Range } from "vscode-languageserver-types";
import type { ScenarioRuns } from "../analysis.js";
import type { HugetlbDocument } from "../document.js";
import { type Exploration, type Explored, everyOrderWords, wrongOf } from "../explore/index.js";
import { choiceOf } from "../picture/make.js";
import type { KernelChoice, Verdict } from "../picture/picture.js";
import { LENS_COMMANDS, type LensArgument } from "./lens-commands.js";
import { poolLens } from "./pool-lens.js";

/**
 * The lenses of a document; `commands` are those that the editor has: a lens that could do nothing is left out, a verdict is
 * only read.
 */
export function codeLenses(
  document: HugetlbDocument,
  commands: ReadonlySet<string>,
  explored: Explored = () => undefined,
): CodeLens[] {
  return (document.analysis?.scenarios ?? []).flatMap((scenario) => lensesOf(document, scenario, commands, explored));
}

function lensesOf(
  document: HugetlbDocument,
  runs: ScenarioRuns,
  commands: ReadonlySet<string>,
  explored: Explored,
): CodeLens[] {
  const { uri } = document;
  const { scenario } = runs;
  const shown = runs.runs[0]?.kernel;
  if (shown === undefined) return [];
  const range = lineRange(scenario.line);
  const about = (kernel: KernelId): LensArgument => ({ uri, scenario: scenario.name, line: scenario.line, kernel });
  const groups = equalVerdicts(choiceOf(runs, explored).kernels);
  const verdicts = groups.map((group): CodeLens => {
    const isShown = group.kernels.includes(shown);
    const kernel = isShown ? shown : group.kernels[0];
    const mark = isShown && groups.length > 1 ? "● " : "";
    const title = `${mark}${VERDICT_SIGNS[group.verdict.outcome]} ${group.verdict.words} on ${kernelWords(kernel, group.kernels.length)}`;
    return { range, command: command(title, LENS_COMMANDS.kernel, about(kernel), commands) };
  });
  const action = (title: string, name: string): CodeLens[] =>
    commands.has(name) ? [{ range, command: command(title, name, about(shown), commands) }] : [];
  const exploration = runs.runs[0] === undefined ? undefined : explored(runs.runs[0].run);
  return [
    ...verdicts,
    ...(exploration === undefined ? [] : interleavingLenses(exploration, range, about(shown), commands)),
    // Beside the verdict: at the end of the row it would be the first to be cut off beside the panel.
    ...poolLens(document, runs, commands, explored),
    ...action("Show picture", LENS_COMMANDS.picture),
    ...(runs.runs.length > 1 ? action(`Compare ${runs.runs.length} kernels`, LENS_COMMANDS.compare) : []),
    ...action("Run", LENS_COMMANDS.run),
    ...action("Debug", LENS_COMMANDS.debug),
  ];
}

/** What comes of all interleavings; the shortest bad one can be debugged. */
function interleavingLenses(
  exploration: Exploration,
  range: Range,
  about: LensArgument,
  commands: ReadonlySet<string>,
): readonly CodeLens[] {
  const [worst] = wrongOf(exploration);
  const verdict: CodeLens = { range, command: { title: everyOrderWords(exploration), command: "" } };
  if (worst === undefined || !commands.has(LENS_COMMANDS.debug)) return [verdict];
  const debug = command(
    "Debug the shortest bad interleaving",
    LENS_COMMANDS.debug,
    { ...about, schedule: worst.schedule },
    commands,
  );
  return [verdict, { range, command: debug }];
}

/** Shapes, and words beside them: a lens has no colour. */
const VERDICT_SIGNS: Readonly<Record<Verdict["outcome"], string>> = {
  fine: "✓",
  announced: "☒",
  dies: "✕",
  failed: "⚠\u{fe0e}",
  bug: "⊘",
  hang: "∞",
  sometimes: "✕",
  open: "○",
};

interface EqualVerdict {
  readonly verdict: Verdict;
  /** In the order listed. */
  readonly kernels: readonly [KernelId, ...KernelId[]];
}

/** Kernels laid together by equal verdict, in the order of the first of each. */
function equalVerdicts(choices: readonly KernelChoice[]): readonly EqualVerdict[] {
  const groups = new Map<string, EqualVerdict>();
  for (const { kernel, verdict } of choices) {
    const key = JSON.stringify([verdict.outcome, verdict.words, verdict.passed]);
    const known = groups.get(key);
    groups.set(key, { verdict, kernels: known === undefined ? [kernel] : [...known.kernels, kernel] });
  }
  return [...groups.values()];
}

/** `2.6.26 (+1)`: a kernel, and how many others come to the same. */
function kernelWords(kernel: KernelId, all: number): string {
  return all === 1 ? kernel : `${kernel} (+${all - 1})`;
}

function command(
  title: string,
  name: string,
  argument: LensArgument,
  commands: ReadonlySet<string>,
): NonNullable<CodeLens["command"]> {
  return commands.has(name) ? { title, command: name, arguments: [argument] } : { title, command: "" };
}

function lineRange(line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}
