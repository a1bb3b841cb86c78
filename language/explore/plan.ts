/** From a program to what the search takes: stages in written order, a stage with many actors for each `concurrent` block. */
import type { Plan, Stage } from "../../engine/explore/index.js";
import { PAGE_BYTES, type Step } from "../../engine/index.js";
import type { Claim, Condition, ExpectItem, Program, ProgramItem, StepItem } from "../compile/program.js";
import { covers } from "../run/index.js";

/** What a move stands for in the program. */
export type ProgramMove =
  | {
      readonly step: Step;
      readonly mark: string;
      readonly item: StepItem;
      /** The first and the last access of its statement; both, when there is one. */
      readonly isFirst: boolean;
      readonly isLast: boolean;
    }
  | { readonly step: null; readonly mark: string; readonly item: ExpectItem };

export interface ProgramPlan {
  readonly plan: Plan;
  /** Moves of each stage, by actor, in the order written. */
  readonly moves: readonly (readonly (readonly ProgramMove[])[])[];
}

/** All moves of a plan: each is known by its number in this order. */
export function movesOf({ moves }: ProgramPlan): readonly ProgramMove[] {
  return moves.flat(2);
}

interface StageDraft {
  readonly concurrent: number | null;
  readonly items: ProgramItem[];
}

/** The plan of a program. */
export function planOf(program: Program): ProgramPlan {
  const drafts: StageDraft[] = [];
  for (const item of program.items) {
    const concurrent = item.kind === "step" ? item.concurrent : null;
    const last = drafts.at(-1);
    if (last?.concurrent === concurrent) last.items.push(item);
    else drafts.push({ concurrent, items: [item] });
  }
  // A program without items has one way to go all the same.
  if (drafts.length === 0) drafts.push({ concurrent: null, items: [] });
  const lengths = new Lengths();
  const built = drafts.map((draft) => (draft.concurrent === null ? written(draft, lengths) : block(draft, lengths)));
  return {
    plan: { config: program.config, stages: built.map(({ stage }) => stage), named: namesOf(program) },
    moves: built.map(({ moves }) => moves),
  };
}

interface Built {
  readonly stage: Stage;
  readonly moves: readonly (readonly ProgramMove[])[];
}

function written({ items }: StageDraft, lengths: Lengths): Built {
  const moves = items.map((item): ProgramMove => {
    if (item.kind === "expect") return { step: null, mark: "", item };
    lengths.take(item.step);
    return { step: item.step, mark: "", item, isFirst: true, isLast: true };
  });
  const acts = moves.map((move) => ({ moves: [move], after: [] }));
  return { stage: { actors: [{ name: null, acts, ends: false }], waits: false }, moves: [moves] };
}

function block({ items }: StageDraft, lengths: Lengths): Built {
  const moves = new Map<string | null, ProgramMove[]>();
  /** Where each name was made by a fork of this block. */
  const forks = new Map<string, { readonly actor: string | null; readonly act: number }>();
  const after = new Map<ProgramMove, { readonly actor: string | null; readonly act: number }>();
  for (const item of items) {
    if (item.kind === "expect") continue;
    const { actor } = item.step;
    const own = moves.get(actor) ?? [];
    moves.set(actor, own);
    const maker = actor === null ? undefined : forks.get(actor);
    for (const move of accesses(item, lengths)) {
      if (maker !== undefined) after.set(move, maker);
      own.push(move);
    }
    const { step } = item;
    if (step.call === "fork" || step.call === "vfork") forks.set(step.child, { actor, act: own.length - 1 });
    lengths.take(step);
  }
  const names = [...moves.keys()];
  const actors = [...moves].map(([name, own]) => ({
    name,
    // What the dead do not do has to be told where it was announced, or can be announced as `unreached`.
    ends: own.every(({ item }) => item.kind === "expect" || item.announced === null),
    acts: own.map((move) => {
      const maker = after.get(move);
      return {
        moves: [move],
        after: maker === undefined ? [] : [{ actor: names.indexOf(maker.actor), act: maker.act }],
      };
    }),
  }));
  return { stage: { actors, waits: true }, moves: [...moves.values()] };
}

/** In a `concurrent` block every page of a read or write is a step of its own. */
function accesses(item: StepItem, lengths: Lengths): readonly ProgramMove[] {
  const { step, announced } = item;
  const mark = announced === null ? "" : announced.anyOf.join(" ");
  if (step.call !== "read" && step.call !== "write") return [{ step, mark, item, isFirst: true, isLast: true }];
  const from = step.slice.from;
  const to = step.slice.to ?? lengths.of(step.actor, step.mapping) ?? from + 1;
  if (to - from < 2) return [{ step, mark, item, isFirst: true, isLast: true }];
  return Array.from({ length: to - from }, (_, i) => ({
    step: { ...step, slice: { from: from + i, to: from + i + 1 } },
    mark: `${mark} ${String(i === 0)} ${String(i === to - from - 1)}`,
    item,
    isFirst: i === 0,
    isLast: i === to - from - 1,
  }));
}

/** How many pages each name stands for, as the text has it: a slice without an end reaches as far as the mapping was first made. */
class Lengths {
  readonly #pages = new Map<string, Map<string, number>>();
  readonly #segments = new Map<string, number>();

  of(process: string, mapping: string): number | undefined {
    return this.#pages.get(process)?.get(mapping);
  }

  take(step: Step): void {
    switch (step.call) {
      case "mmap":
        this.#own(step.actor).set(step.mapping, Math.ceil(step.length / PAGE_BYTES[step.pageSize]));
        return;
      case "shmget":
        if (!this.#segments.has(step.segment))
          this.#segments.set(step.segment, Math.ceil(step.length / PAGE_BYTES["2M"]));
        return;
      case "shmat":
        this.#own(step.actor).set(step.mapping, this.#segments.get(step.segment) ?? 1);
        return;
      case "shmctl":
        this.#segments.delete(step.segment);
        return;
      case "fork":
      case "vfork":
        this.#pages.set(step.child, new Map(this.#own(step.actor)));
        return;
      default:
    }
  }

  #own(process: string): Map<string, number> {
    const known = this.#pages.get(process) ?? new Map<string, number>();
    this.#pages.set(process, known);
    return known;
  }
}

/** The processes that the program's conditions speak of. */
function namesOf(program: Program): ReadonlySet<string> {
  const claims: Claim[] = program.invariants.map(({ claim }) => claim);
  for (const item of program.items) if (item.kind === "expect") claims.push(...item.claims);
  return new Set(claims.flatMap(({ condition }) => namesIn(condition)));
}

function namesIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case "compare":
      return [];
    case "process":
      return [condition.name];
    case "page":
    case "on-node":
      return [condition.place.process];
    case "same":
      return [condition.left.process, condition.right.process];
  }
}

/** Whether the announced words, if there are any, cover what a step came to. */
export function isAnnounced({ announced }: StepItem, result: string): boolean {
  return announced?.anyOf.some((word) => covers(word, result)) === true;
}
