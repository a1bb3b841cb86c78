/**
 * The whole way once more, as a user goes it: every recorded scenario is written as text, read, checked, compiled and run
 * by what the command line uses, and must come to what was recorded, step by step.
 */
import { DiagnosticSeverity } from "vscode-languageserver-types";
import { describe, expect, test } from "vitest";
import { KERNELS_IN_TIME, type KernelId } from "../../engine/index.js";
import { HugetlbDocument } from "../../language/document.js";
import { foundRuns } from "../../language/cli/findings.js";
import { runObject } from "../../language/cli/json.js";
import { messageText } from "../../language/diagnose/index.js";
import { stringifyExactly } from "../../language/export/whole-numbers.js";
import type { CorpusScenario, RecordedStep, RecordedTrace } from "./corpus.js";
import { profilesOf, readLines } from "./corpus.js";
import { BYSTANDER, storyOf } from "./story.js";

/** Differences printed of a profile that does not agree. */
const SHOWN = 1;

/** What the checker tells; a run tells the others. */
const CHECK_CODES: ReadonlySet<unknown> = new Set([
  "syntax",
  "unknown-name",
  "duplicate-name",
  "wrong-kind",
  "out-of-range",
  "bad-setting",
  "limit",
]);

interface Counts {
  readonly total: number;
  readonly free: number;
  readonly rsvd: number;
  readonly surp: number;
}
type PageStrips = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** An entry of `steps` in the output of `run --format json --maps`. */
interface ToldStep {
  readonly line: number;
  readonly text: string;
  readonly result: string;
  readonly counters: Counts;
  readonly sizes?: Readonly<Record<string, Counts>>;
  readonly nodes?: readonly { readonly total: number; readonly free: number; readonly surp: number }[];
  readonly cgroups?: Readonly<Record<string, { readonly usage: number; readonly rsvd: number }>>;
  readonly maps: PageStrips;
  readonly nodemap?: PageStrips;
}
interface ToldRun {
  readonly steps: readonly ToldStep[];
}

/** What the command prints of the text's only run, and the errors of its text. */
function told(text: string): { readonly run: ToldRun; readonly errors: readonly string[] } {
  const uri = "file:///corpus.hugetlb";
  const document = new HugetlbDocument(uri, { include: () => ({ state: "missing", reason: "" }), maps: true });
  document.update(text, 1);
  const [found] = foundRuns({ name: "corpus.hugetlb", uri, text }, document.analyse());
  if (found === undefined) throw new Error("no run");
  const errors = found.diagnostics
    .filter(({ code, severity }) => CHECK_CODES.has(code) && severity === DiagnosticSeverity.Error)
    .map((diagnostic) => `line ${String(diagnostic.range.start.line + 1)}: ${messageText(diagnostic)}`);
  return { run: JSON.parse(stringifyExactly(runObject(found))) as ToldRun, errors };
}

const listOf = ({ total, free, rsvd, surp }: Counts): readonly number[] => [total, free, rsvd, surp];

function withoutBystander(maps: PageStrips): PageStrips {
  return Object.fromEntries(Object.entries(maps).filter(([name]) => name !== BYSTANDER));
}

/** A told step in the words of the recording. */
function asRecorded(step: ToldStep): RecordedStep {
  const { result, counters, maps, nodes, nodemap, cgroups, sizes } = step;
  const gigantic = sizes?.["1G"];
  return {
    r: result,
    c: listOf(counters),
    maps: withoutBystander(maps),
    ...(nodes !== undefined && { nodes: nodes.map(({ total, free, surp }) => [total, free, surp]) }),
    ...(nodemap !== undefined && { nodemap: withoutBystander(nodemap) }),
    ...(cgroups !== undefined && {
      cg: Object.fromEntries(Object.entries(cgroups).map(([name, { usage, rsvd }]) => [name, [usage, rsvd]])),
    }),
    ...(gigantic !== undefined && { c1g: listOf(gigantic) }),
  };
}

/** A step as one comparable line. */
function lineOf({ r, c, maps, nodes, nodemap, cg, c1g }: RecordedStep): string {
  return [r, c, maps, nodes, nodemap, cg, c1g].map((part) => JSON.stringify(part)).join(" ");
}

/** The first difference between what was recorded and what is told; null = none. */
function firstDifference(scenario: CorpusScenario, trace: RecordedTrace, kernel: KernelId): string | null {
  const { text, steps } = storyOf(scenario, kernel);
  const { run, errors } = told(text);
  if (errors.length > 0) return `${text}\nhas errors: ${errors.join("; ")}`;
  if (run.steps.length !== steps.length)
    return `${text}\nhas ${String(run.steps.length)} steps told instead of ${String(steps.length)}`;
  for (const [i, step] of run.steps.entries()) {
    const recorded = trace.steps[steps[i] ?? -1];
    if (recorded === undefined) return `${text}\nthe recording ends before line ${String(step.line)}`;
    const [ours, theirs] = [lineOf(asRecorded(step)), lineOf(recorded)];
    if (ours !== theirs)
      return `${text}\nline ${String(step.line)}: ${step.text}\n  recorded ${theirs}\n  told     ${ours}`;
  }
  return null;
}

for (const kernel of KERNELS_IN_TIME) {
  describe(`as text, kernel ${kernel}`, () => {
    test.each(profilesOf(kernel))("%s", (profile) => {
      const scenarios = readLines<CorpusScenario>(`scenarios/${profile}.jsonl.gz`);
      const traces = readLines<RecordedTrace>(`${kernel}/${profile}.jsonl.gz`);
      const differences = scenarios.flatMap((scenario, i) => {
        const trace = traces[i];
        return trace === undefined ? [] : (firstDifference(scenario, trace, kernel) ?? []);
      });
      expect(differences.length, differences.slice(0, SHOWN).join("\n\n")).toBe(0);
    });
  });
}
