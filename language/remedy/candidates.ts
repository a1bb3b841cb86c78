/** Changes of a scenario's text that may save somebody. What they really come to, only a run tells. */
import type { TextEdit } from "vscode-languageserver-types";
import type { Harm } from "../../engine/advise/index.js";
import type { Event, MappingId } from "../../engine/index.js";
import { lineAbove, replace, textOf } from "../edit/lines.js";
import type { Run, RunStep } from "../run/index.js";
import type { Action, StepStatement, SyntaxTree, Word } from "../syntax/index.js";

export interface Candidate {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

type ForkEvent = Extract<Event, { readonly kind: "fork" }>;

/** Every change worth a trial against that harm, the likeliest first. */
export function candidatesFor(tree: SyntaxTree, uri: string, run: Run, harm: Harm): readonly Candidate[] {
  const before = run.steps.slice(0, harm.index + 1).filter(({ item }) => item.uri === uri);
  const lineage = new Lineage(run);
  const suspect = harm.event.kind === "kill" ? harm.event.mapping : null;
  const related = (mapping: MappingId): boolean =>
    suspect === null || lineage.origin(mapping) === lineage.origin(suspect);
  return [
    ...dontFork(tree, before, related),
    ...otherFlags(tree, before, related),
    ...leaveFirst(tree, run, harm, before),
  ];
}

/** Which mapping a child's copy goes back to. */
class Lineage {
  readonly #origins = new Map<MappingId, MappingId>();

  constructor({ steps }: Run) {
    for (const { trace } of steps)
      for (const event of trace.events)
        if (event.kind === "fork") for (const { from, to } of event.maps) this.#origins.set(to, this.origin(from));
  }

  origin(mapping: MappingId): MappingId {
    return this.#origins.get(mapping) ?? mapping;
  }
}

/** The statement of a step and its line, once for each line. */
function* statements(
  tree: SyntaxTree,
  steps: readonly RunStep[],
): Generator<{ readonly step: RunStep; readonly line: number; readonly statement: StepStatement }> {
  const seen = new Set<number>();
  for (const step of steps) {
    const { line } = step.item.range.start;
    const statement = tree.lines[line]?.statement;
    if (statement?.kind !== "step" || seen.has(line)) continue;
    seen.add(line);
    yield { step, line, statement };
  }
}

/** `madvise(a, MADV_DONTFORK)` before each fork that hands the mapping on. */
function* dontFork(
  tree: SyntaxTree,
  steps: readonly RunStep[],
  related: (mapping: MappingId) => boolean,
): Generator<Candidate> {
  for (const { step, line, statement } of statements(tree, steps)) {
    const fork = step.trace.events.find((event): event is ForkEvent => event.kind === "fork" && !event.vfork);
    for (const { from, name } of fork?.maps ?? []) {
      if (!related(from)) continue;
      const actor = textOf(tree, line, statement.actor.span);
      yield {
        title: `madvise(${name}, MADV_DONTFORK) before line ${line + 1}`,
        edits: [lineAbove(tree, line, `${actor}: madvise(${name}, MADV_DONTFORK)`)],
      };
    }
  }
}

/** The mapping made shared, or its pages promised. */
function* otherFlags(
  tree: SyntaxTree,
  steps: readonly RunStep[],
  related: (mapping: MappingId) => boolean,
): Generator<Candidate> {
  for (const { step, line, statement } of statements(tree, steps)) {
    const { action } = statement;
    if (action.call !== "mmap") continue;
    const made = step.trace.events.find((event) => event.kind === "mmap");
    const flag = (name: string): Word | undefined => action.flags.find(({ text }) => text === name);
    const noreserve = flag("MAP_NORESERVE");
    if (noreserve !== undefined)
      yield {
        title: `${action.binds.text} without MAP_NORESERVE`,
        edits: [withoutFlag(action, line, noreserve)],
      };
    const isPrivate = flag("MAP_PRIVATE");
    if (isPrivate !== undefined && (made?.kind !== "mmap" || related(made.mapping)))
      yield {
        title: `MAP_SHARED for ${action.binds.text}`,
        edits: [replace(line, isPrivate.span, "MAP_SHARED")],
      };
  }
}

/** The flag goes with the `|` beside it. */
function withoutFlag(action: Action & { readonly call: "mmap" }, line: number, flag: Word): TextEdit {
  const at = action.flags.indexOf(flag);
  const start = action.flags[at - 1]?.span.end ?? flag.span.start;
  const end = at === 0 ? (action.flags[1]?.span.start ?? flag.span.end) : flag.span.end;
  return replace(line, { start, end }, "");
}

/** Whoever holds pages without being the one who needs them leaves before they are needed. */
function* leaveFirst(tree: SyntaxTree, run: Run, harm: Harm, steps: readonly RunStep[]): Generator<Candidate> {
  const needed = takingBehind(run, harm) ?? run.steps[harm.index];
  if (needed === undefined) return;
  const { line } = needed.item.range.start;
  if (isInBlock(tree, line)) return;
  const actor = needed.item.step.actor;
  const children = new Set<string>();
  for (const { trace, number } of steps)
    for (const event of trace.events)
      if (event.kind === "fork" && !event.vfork && number < needed.number) children.add(event.name);
  for (const child of children) {
    if (child === actor || run.history?.at(needed.number - 1).process(child)?.status !== "alive") continue;
    for (const call of ["exec", "exit"])
      yield {
        title: `${child} ${call}s before line ${line + 1}`,
        edits: [lineAbove(tree, line, `${child}: ${call}()`)],
      };
  }
}

/** The step that took the page for want of which somebody dies. */
function takingBehind(run: Run, { event }: Harm): RunStep | undefined {
  if (event.kind !== "kill" || event.cause.why !== "unmapped") return undefined;
  const { mapping } = event;
  return run.steps.find(({ trace }) => trace.events.some((mark) => mark.kind === "mark" && mark.mapping === mapping));
}

/** Whether a line stands inside a block of a scenario, where a line more would be several. */
function isInBlock(tree: SyntaxTree, line: number): boolean {
  return tree.scenarios.some(({ body }) =>
    body.some((node) => node.kind === "block" && node.line <= line && line <= node.endLine),
  );
}
