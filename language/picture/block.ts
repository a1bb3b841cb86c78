/** Some hundred steps of a run as one short text: what a step says, its line, the counters that it changed, its events. */
import type { Counters, Event, PageSize } from "../../engine/index.js";
import { EventReader, EventWriter } from "./event-code.js";
import type { GroupCounters, NodeCounters, PictureStep, RunHead } from "./picture.js";
import { readTexts, writeTexts } from "./texts.js";
import { DamagedError, VlqReader, VlqWriter } from "./vlq.js";

export interface Block {
  /** How many steps it holds; 0 = it is something else that a run has. */
  readonly steps: number;
  /** See texts.ts. */
  readonly texts: string;
  readonly codes: string;
}

/** Which counters a run's steps have beside those of the default pool. */
export interface Meters {
  readonly sizes: readonly PageSize[];
  readonly nodes: number;
  readonly cgroups: readonly string[];
}

/** Which counters the steps of a run have. */
export function metersOf(head: RunHead): Meters {
  return {
    sizes: head.others.map(({ pageSize }) => pageSize),
    nodes: head.nodes.length,
    cgroups: head.cgroups.map(({ name }) => name),
  };
}

const OF_POOL = 4;
const OF_NODE = 3;
const OF_GROUP = 2;
/** No step has more events than its block has characters; a number above this is damage. */
const MOST_STEPS = 1 << 16;

/** Writes steps as a block. Lines are told from `line` on, so that a block does not change when its scenario moves. */
export function writeBlock(steps: readonly PictureStep[], line: number, meters: Meters): Block {
  const texts: string[] = [];
  const numbers = new Map<string, number>();
  const add = (text: string): number => {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    numbers.set(text, texts.length);
    return texts.push(text) - 1;
  };
  const codes = new VlqWriter();
  const events = new EventWriter(codes, { add });
  const sayings = new Map<string, number>();
  let lineBefore = line;
  let before: readonly number[] = [];
  for (const step of steps) {
    putSaying(step, codes, add, sayings);
    putLine(step.line, lineBefore, codes);
    lineBefore = step.line ?? lineBefore;
    const now = countersOf(step, meters);
    putChanges(now, before, codes);
    before = now;
    codes.put(step.events.length);
    for (const event of step.events) events.put(event);
  }
  return { steps: steps.length, texts: writeTexts(texts), codes: codes.take() };
}

/** Reads the steps of a block. Throws DamagedError when it is none. */
export function readBlock(block: Block, line: number, meters: Meters): PictureStep[] {
  if (block.steps > MOST_STEPS) throw new DamagedError("a block of too many steps");
  const codes = new VlqReader(block.codes);
  const texts = readTexts(block.texts);
  const events = new EventReader(codes, texts);
  const sayings: Saying[] = [];
  const numbers = new Array<number>(OF_POOL * (1 + meters.sizes.length) + OF_NODE * meters.nodes).fill(0);
  for (let at = 0; at < meters.cgroups.length * OF_GROUP; at++) numbers.push(0);
  const steps: PictureStep[] = [];
  let lineBefore = line;
  let counters = countersFrom(numbers, meters);
  const simple = numbers.length === OF_POOL;
  for (let at = 0; at < block.steps; at++) {
    const saying = readSaying(codes, texts, sayings);
    const own = readLine(codes, lineBefore);
    lineBefore = own ?? lineBefore;
    if (readChanges(codes, numbers)) counters = countersFrom(numbers, meters);
    const happened: Event[] = [];
    for (let left = countIn(codes, block); left > 0; left--) happened.push(events.next());
    // Written out: copying fields by name takes longer than reading the rest of the step.
    const { actor, pid, text, result, announced } = saying;
    const step = { line: own, actor, pid, text, result, announced, events: happened, counters: counters.counters };
    steps.push(simple ? step : { ...step, ...counters });
  }
  if (!codes.done) throw new DamagedError("more than its steps");
  return steps;
}

type Saying = Pick<PictureStep, "actor" | "pid" | "text" | "result" | "announced">;

/** What repeats in loops is written once. */
function putSaying(
  step: PictureStep,
  codes: VlqWriter,
  add: (text: string) => number,
  known: Map<string, number>,
): void {
  const { actor, pid, text, result, announced } = step;
  const key = JSON.stringify([actor, pid, text, result, announced]);
  const number = known.get(key);
  codes.put(number ?? known.size);
  if (number !== undefined) return;
  known.set(key, known.size);
  codes.put(actor === null ? 0 : add(actor) + 1);
  codes.put(pid === null ? 0 : 1);
  if (pid !== null) codes.put(pid);
  codes.put(add(text));
  codes.put(add(result));
  codes.put(announced ? 1 : 0);
}

function readSaying(codes: VlqReader, texts: readonly string[], known: Saying[]): Saying {
  const at = codes.next();
  const found = known[at];
  if (found !== undefined) return found;
  if (at !== known.length) throw new DamagedError("a step that says nothing");
  const actor = codes.next();
  const pid = codes.next() === 0 ? null : codes.next();
  const made: Saying = {
    actor: actor === 0 ? null : textAt(texts, actor - 1),
    pid,
    text: textAt(texts, codes.next()),
    result: textAt(texts, codes.next()),
    announced: codes.next() === 1,
  };
  known.push(made);
  return made;
}

function textAt(texts: readonly string[], at: number): string {
  const text = texts[at];
  if (text === undefined) throw new DamagedError("a text that is not there");
  return text;
}

/** 0 = in another file; else the distance from the line before. */
function putLine(line: number | null, before: number, codes: VlqWriter): void {
  if (line === null) codes.put(0);
  else codes.put(line >= before ? line - before + 1 : line - before);
}

function readLine(codes: VlqReader, before: number): number | null {
  const code = codes.next();
  if (code === 0) return null;
  const line = code > 0 ? before + code - 1 : before + code;
  if (line < 0) throw new DamagedError("a line before the first");
  return line;
}

function countersOf(step: PictureStep, meters: Meters): readonly number[] {
  const { total, free, rsvd, surp } = step.counters;
  const numbers = [total, free, rsvd, surp];
  for (const size of meters.sizes) {
    const of = step.sizes?.[size];
    numbers.push(of?.total ?? 0, of?.free ?? 0, of?.rsvd ?? 0, of?.surp ?? 0);
  }
  for (let node = 0; node < meters.nodes; node++) {
    const of = step.nodes?.[node];
    numbers.push(of?.total ?? 0, of?.free ?? 0, of?.surp ?? 0);
  }
  for (const name of meters.cgroups) {
    const of = step.cgroups?.[name];
    numbers.push(of?.usage ?? 0, of?.rsvd ?? 0);
  }
  return numbers;
}

/** How many changed, then for each the distance from the last one and its new value. */
function putChanges(now: readonly number[], before: readonly number[], codes: VlqWriter): void {
  const changed = now.flatMap((value, at) => (value === (before[at] ?? 0) ? [] : [at]));
  codes.put(changed.length);
  let last = 0;
  for (const at of changed) {
    codes.put(at - last);
    codes.put(now[at] ?? 0);
    last = at;
  }
}

function readChanges(codes: VlqReader, numbers: number[]): boolean {
  const changed = codes.next();
  let at = 0;
  for (let read = 0; read < changed; read++) {
    at += codes.next();
    if (!(at in numbers)) throw new DamagedError("a counter that is not there");
    numbers[at] = codes.next();
  }
  return changed > 0;
}

type AllCounters = Pick<PictureStep, "counters" | "sizes" | "nodes" | "cgroups">;

function countersFrom(numbers: readonly number[], meters: Meters): AllCounters {
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  const pool = (): Counters => ({ total: next(), free: next(), rsvd: next(), surp: next() });
  const counters = pool();
  if (numbers.length === OF_POOL) return { counters };
  const sizes: Partial<Record<PageSize, Counters>> = {};
  for (const size of meters.sizes) sizes[size] = pool();
  const nodes = Array.from({ length: meters.nodes }, (): NodeCounters => ({
    total: next(),
    free: next(),
    surp: next(),
  }));
  const cgroups: Record<string, GroupCounters> = {};
  for (const name of meters.cgroups) cgroups[name] = { usage: next(), rsvd: next() };
  return { counters, sizes, nodes, cgroups };
}

function countIn(codes: VlqReader, block: Block): number {
  const count = codes.next();
  if (count < 0 || count > block.codes.length) throw new DamagedError("more events than there can be");
  return count;
}
