/**
 * What there is at a line: the scenario and its settings as the text has them now, and who lives with which mappings just
 * before the line, from the last run. A run that is older than the text counts up to the first line that was edited since;
 * the lines from there on are read without running them.
 */
import { DEFAULT_PAGE_SIZE, type KernelId, type Machine } from "../../engine/index.js";
import type { KernelRun, ScenarioRuns } from "../analysis.js";
import { settingsOf } from "../check/head.js";
import { Problems } from "../check/problems.js";
import type { Settings } from "../check/settings.js";
import { SourceLine } from "../check/source-line.js";
import { Steps } from "../check/steps.js";
import { type MappingFacts, Story } from "../check/story.js";
import { DEFAULT_KERNEL } from "../check/support.js";
import { count } from "../check/values.js";
import type { HugetlbDocument } from "../document.js";
import { machineAt, momentBefore } from "../moment.js";
import { type ChangedLines, changedLines, newLine, oldLine } from "../syntax/changed.js";
import type { Block, ProcessRef, ScenarioBlock, SyntaxTree, TreeNode } from "../syntax/index.js";

export interface Scene {
  readonly document: HugetlbDocument;
  /** Counted from 0. */
  readonly line: number;
  /** null outside every scenario. */
  readonly block: ScenarioBlock | null;
  readonly settings: Settings;
  /** The kernels listed, the one that the editor shows first. */
  readonly kernels: readonly KernelId[];
  /** The scenario's runs, when it has been run. */
  readonly runs: ScenarioRuns | null;
  /** Who and what there is, as the checker knows it. */
  readonly story: Story;
  /** The machine just before the line, a copy of its own; null when nothing was run. */
  readonly machine: Machine | null;
  /** The variables of the loops around the line, the outermost first. */
  readonly loops: readonly string[];
}

/** The scene at a line; under the first kernel listed when none is named. */
export function sceneAt(document: HugetlbDocument, line: number, kernel?: KernelId): Scene {
  const { tree, uri } = document;
  const block = scenarioAt(tree, line);
  const settings = settingsOf({ uri, tree }, block, (path, from) => document.included(path, from));
  const runs = block === null ? null : runsOf(document, block);
  const kernels = shownFirst(settings.kernel?.value ?? [DEFAULT_KERNEL], runs);
  const story = new Story(settings, new Map());
  if (block === null) return { document, line, block, settings, kernels, runs, story, machine: null, loops: [] };
  const wanted = kernel ?? kernels[0];
  const run = runs?.runs.find((each) => each.kernel === wanted) ?? (kernel === undefined ? runs?.runs[0] : undefined);
  const machine = run === undefined ? null : machineBefore(document, run, line);
  if (machine !== null) populate(story, machine, { uri, line });
  const loops = enterLoops(story, block.body, line, uri);
  const { head, newEnd } = changeSince(document);
  const [from, to] = machine === null ? [block.line, line] : [head, newEnd];
  replay(story, block.body, { uri, from, to, line });
  return { document, line, block, settings, kernels, runs, story, machine, loops };
}

/** The scenario of a line. One that is not closed goes on until the next. */
export function scenarioAt(tree: SyntaxTree, line: number): ScenarioBlock | null {
  const block = tree.scenarios.findLast((scenario) => scenario.line <= line);
  if (block === undefined) return null;
  const isClosed = tree.lines[block.endLine]?.statement.kind === "close";
  return line <= block.endLine || !isClosed ? block : null;
}

/** The name of the process that is meant at this line; null when its index has no value. */
export function processNamed({ story, document, line }: Scene, ref: ProcessRef): string | null {
  return story.nameOf(ref, quietly(document.uri, line));
}

/** The mappings that a process has at this line, by name. */
export function mappingsOf({ story }: Scene, process: string): ReadonlyMap<string, MappingFacts> {
  const mappings = story.processes.get(process)?.mappings ?? new Map<string, MappingFacts>();
  return new Map([...mappings].filter(([, { gone }]) => !gone));
}

/** What the checker finds wrong with the line is told by the diagnostics, not here. */
export function quietly(uri: string, line: number): SourceLine {
  return new SourceLine(new Problems(), uri, line);
}

function shownFirst(kernels: readonly KernelId[], runs: ScenarioRuns | null): readonly KernelId[] {
  const shown = runs?.runs[0]?.kernel;
  return shown === undefined || !kernels.includes(shown)
    ? kernels
    : [shown, ...kernels.filter((kernel) => kernel !== shown)];
}

function changeSince({ analysis, tree }: HugetlbDocument): ChangedLines {
  return changedLines(analysis?.tree ?? tree, tree);
}

function runsOf(document: HugetlbDocument, block: ScenarioBlock): ScenarioRuns | null {
  const { analysis } = document;
  if (analysis === null) return null;
  const changed = changeSince(document);
  return (
    analysis.scenarios.find(({ scenario }) => newLine(changed, scenario.line) === block.line) ??
    analysis.scenarios.find(({ scenario }) => scenario.name === block.name) ??
    null
  );
}

function machineBefore(document: HugetlbDocument, { run }: KernelRun, line: number): Machine | null {
  return machineAt(momentBefore(run, oldLine(changeSince(document), line)));
}

/** Puts the machine's processes and mappings into the story. Who is declared and not alive is dead. */
function populate(story: Story, machine: Machine, at: { readonly uri: string; readonly line: number }): void {
  const place = { ...at, span: { start: 0, end: 0 } };
  for (const [name, facts] of story.processes) facts.dead = machine.process(name) !== undefined;
  for (const { name, mappings } of machine.living()) {
    const own = mappings.map((mapping): [string, MappingFacts] => {
      const pages = machine.mapping(name, mapping)?.pages ?? null;
      return [mapping, { name: mapping, place, pages, pageSize: DEFAULT_PAGE_SIZE, gone: false }];
    });
    story.addProcess(name, place, new Map(own));
  }
}

/** Gives the variables of the loops around the line their last value, as a line of a loop stands for its last round. */
function enterLoops(story: Story, nodes: readonly TreeNode[], line: number, uri: string): string[] {
  const around = nodes.find((node): node is Block => node.kind === "block" && node.line < line && line <= node.endLine);
  if (around === undefined) return [];
  const inside = (): string[] => enterLoops(story, around.body, line, uri);
  const { header } = around;
  if (header.kind !== "for") return inside();
  const numbers = story.numbers(quietly(uri, around.line));
  const from = count(header.from, "the first value", numbers);
  const to = count(header.to, "the end of the values", numbers);
  if (from === null || to === null) return inside();
  story.loops.set(header.name.text, Math.max(from, to - 1));
  return [header.name.text, ...inside()];
}

/** Reads the steps of [from,to) above the line without running them, and those that make segments, which no machine lists. */
function replay(
  story: Story,
  nodes: readonly TreeNode[],
  at: { readonly uri: string; readonly from: number; readonly to: number; readonly line: number },
): void {
  const steps = new Steps(story);
  for (const node of nodes) {
    if (node.line >= at.line) return;
    const isNew = at.from <= node.line && node.line < at.to;
    if (node.kind === "block") replay(story, node.body, at);
    else if (node.statement.kind === "step" && (isNew || node.statement.action.call === "shmget"))
      steps.lower(node.statement, quietly(at.uri, node.line));
  }
}
