/**
 * Actors with the same program are one another's equals: which of them is in which state does not matter, only how many are.
 * So the processes of such a class are sorted by what they are like, instead of trying every exchange of two of them.
 */
import type { Core } from "../core.js";
import { BOOT } from "../state/boot.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE } from "../state/inode.js";
import { PAGE } from "../state/page.js";
import { ALIVE, MAPPING, MM, PROCESS } from "../state/process.js";
import { REGION } from "../state/regions.js";
import { RESV_MAP } from "../state/resv-map.js";
import { VMA } from "../state/vma.js";
import { isWritable } from "./reuse.js";
import type { Act, Actor, Move, Plan } from "./plan.js";

/** Actors of a stage (by their places in it) that may change places. */
export type Class = readonly number[];

/** The classes of a stage. */
export function classesOf(plan: Plan, stage: number): readonly Class[] {
  const { actors, waits } = plan.stages[stage] ?? { actors: [], waits: false };
  if (!waits) return [];
  const named = new Set(plan.named);
  for (const { name, acts } of actors) for (const other of namesIn(acts)) if (other !== name) named.add(other);
  // Later stages take their steps in an order of their own, in which it matters who is who.
  for (const later of plan.stages.slice(stage + 1))
    for (const { acts } of later.actors) for (const name of namesIn(acts)) named.add(name);
  const bound = new Set<number>();
  actors.forEach(({ acts }, place) => {
    for (const { after } of acts) for (const { actor } of after) bound.add(actor).add(place);
  });
  const programs = new Map<string, number[]>();
  actors.forEach(({ name, acts, ends }, place) => {
    if (name === null || named.has(name) || bound.has(place)) return;
    const program = JSON.stringify([ends, acts.map(({ moves }) => moves.map((move) => anonymous(move, name)))]);
    programs.set(program, [...(programs.get(program) ?? []), place]);
  });
  return [...programs.values()].filter((places) => places.length > 1);
}

function* namesIn(acts: Actor["acts"]): Generator<string> {
  for (const { moves } of acts) for (const { step } of moves) if (step !== null) yield* namesOf(step);
}

function namesOf(step: NonNullable<Move["step"]>): readonly string[] {
  const names = step.actor === null ? [] : [step.actor];
  if ("child" in step) names.push(step.child);
  if ("target" in step) names.push(step.target);
  return names;
}

/** The move without its actor. */
function anonymous({ step, mark }: Move, name: string): unknown {
  return [step === null ? null : { ...step, actor: step.actor === name ? "" : step.actor }, mark];
}

/** A class in a machine: where its members' names stand. */
export interface Members {
  /** Numbers of the names, by the members' order. */
  readonly names: readonly number[];
  /** The newest process of each name. */
  readonly processes: readonly Ref[];
}

/** The members of a class in the machine as it is; null when one of them is not there, or its name has several owners alive. */
export function membersOf(core: Core, actors: readonly Actor[], places: Class): Members | null {
  const { heap, boot, names } = core;
  const numbers = places.map((place) => names.number(actors[place]?.name ?? ""));
  const room = heap.get(boot, BOOT.newestRoom);
  const processes = numbers.map((name) => (name < room ? heap.get(heap.get(boot, BOOT.newest), name) : NIL));
  if (processes.includes(NIL)) return null;
  for (let at = heap.get(boot, BOOT.processes); at !== NIL; at = heap.get(at, PROCESS.next))
    if (
      heap.get(at, PROCESS.state) === ALIVE &&
      numbers.includes(heap.get(at, PROCESS.name)) &&
      !processes.includes(at)
    )
      return null;
  return { names: numbers, processes };
}

/**
 * What each process is like, in words that do not depend on who is who: equal for equals, and mostly not for others. (Two
 * that are not alike and get the same words only stay in the order that they have.)
 */
export class Likeness {
  private readonly labels = new Map<Ref, number>();

  constructor(
    private readonly core: Core,
    private readonly members: ReadonlySet<Ref>,
    private readonly reuse: boolean,
  ) {
    const { heap, boot } = core;
    for (let process = heap.get(boot, BOOT.processes); process !== NIL; process = heap.get(process, PROCESS.next))
      if (!members.has(process)) this.labelPages(process);
    for (let inode = heap.get(boot, BOOT.inodes); inode !== NIL; inode = heap.get(inode, INODE.next)) {
      const cache = heap.get(inode, INODE.cache);
      for (let i = 0; i < heap.get(inode, INODE.cacheRoom); i++) this.label(heap.get(cache, i));
    }
  }

  private label(page: Ref): void {
    if (page !== NIL && !this.labels.has(page)) this.labels.set(page, this.labels.size + 1);
  }

  private labelPages(process: Ref): void {
    const { heap } = this.core;
    const mm = heap.get(process, PROCESS.mm);
    if (mm === NIL) return;
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next))
      for (let i = 0; i < heap.get(mapping, MAPPING.pages); i++)
        this.label(heap.get(heap.get(mapping, MAPPING.table), i) >> 1);
  }

  of(process: Ref): readonly number[] {
    const { heap } = this.core;
    const words = [PROCESS.state, PROCESS.signal, PROCESS.reaped, PROCESS.cgroup, PROCESS.node, PROCESS.policy].map(
      (field) => heap.get(process, field),
    );
    const parent = heap.get(process, PROCESS.parent);
    words.push(parent === NIL || this.members.has(parent) ? 0 : heap.get(parent, PROCESS.name));
    const mm = heap.get(process, PROCESS.mm);
    if (mm === NIL) return words;
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
      const pages = heap.get(mapping, MAPPING.pages);
      words.push(heap.get(mapping, MAPPING.name), pages, heap.get(mapping, MAPPING.length));
      for (let i = 0; i < pages; i++) words.push(this.entry(heap.get(heap.get(mapping, MAPPING.table), i)));
    }
    for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
      const start = heap.get(heap.get(vma, VMA.mapping), MAPPING.start);
      words.push(heap.get(vma, VMA.start) - start, heap.get(vma, VMA.end) - start);
      for (const field of [VMA.pgoff, VMA.flags, VMA.reserve, VMA.reserveHigh, VMA.policy])
        words.push(heap.get(vma, field));
      const map = heap.get(vma, VMA.resvMap);
      if (map === NIL) continue;
      for (let at = heap.get(map, RESV_MAP.regions); at !== NIL; at = heap.get(at, REGION.next))
        words.push(heap.get(at, REGION.from), heap.get(at, REGION.to));
    }
    return words;
  }

  /** A page table entry: a page that others have, too, by its label, one of its own or its equals' by how many have it. */
  private entry(pte: number): number {
    if (pte === 0) return 0;
    const label = this.labels.get(pte >> 1);
    const page = label ?? -this.core.heap.get(pte >> 1, PAGE.count);
    return page * 2 + Number(isWritable(this.core, pte, this.reuse));
  }
}

/** Compares two sequences of words. */
export function compareWords(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const by = (a[i] ?? 0) - (b[i] ?? 0);
    if (by !== 0) return by;
  }
  return a.length - b.length;
}

/** Whether an actor's program makes or splits a VMA. */
export function makesVmas({ moves }: Act): boolean {
  return moves.some(({ step }) => {
    switch (step?.call) {
      case "mmap":
      case "mremap":
      case "fork":
      case "shmat":
      case "mprotect":
      case "madvise":
      case "mlock":
      case "munlock":
      case "mbind":
        return true;
      case "munmap":
        return step.slice.from !== 0 || step.slice.to !== null;
      default:
        return false;
    }
  });
}
