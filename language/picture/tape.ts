/**
 * The steps of a long run, kept as blocks and read when they are looked at. Blocks are cut where the text says so, not at
 * fixed numbers: after a step is put in between, the blocks behind it are the same again and need not be sent anew.
 */
import { type Block, type Meters, readBlock, writeBlock } from "./block.js";
import type { PictureStep, Steps } from "./picture.js";

/** Steps of one block, at the least and at the most. */
const SMALLEST = 128;
const LARGEST = 1024;
/** One step in so many ends a block that is large enough. */
const CUTS = 64;
/** Blocks whose steps are kept ready. */
const MAX_READ = 8;

/** A block in its place: `line` is where its lines are told from. */
export interface Placed {
  readonly line: number;
  readonly block: Block;
}

/** Cuts steps into blocks, one at each `next`, so that others have their turn in between. */
export function* cutting(steps: Steps, meters: Meters): Generator<Placed, void> {
  let block: PictureStep[] = [];
  for (const step of steps) {
    block.push(step);
    if (block.length < SMALLEST || (block.length < LARGEST && hash(step.text) % CUTS !== 0)) continue;
    yield placed(block, meters);
    block = [];
  }
  if (block.length > 0) yield placed(block, meters);
}

function placed(steps: readonly PictureStep[], meters: Meters): Placed {
  const line = steps.find((step) => step.line !== null)?.line ?? 0;
  return { line, block: writeBlock(steps, line, meters) };
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

export class Tape implements Steps {
  readonly length: number;
  readonly #blocks: readonly Placed[];
  readonly #meters: Meters;
  /** The number of the first step of each block, from 0. */
  readonly #starts: readonly number[];
  /** By the block's number; the one looked at last stands last. */
  readonly #read = new Map<number, readonly PictureStep[]>();

  constructor(blocks: readonly Placed[], meters: Meters) {
    this.#blocks = blocks;
    this.#meters = meters;
    let length = 0;
    this.#starts = blocks.map(({ block }) => (length += block.steps) - block.steps);
    this.length = length;
  }

  /** Throws DamagedError when its block is damaged. */
  at(index: number): PictureStep | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const number = this.#blockOf(index);
    return this.#steps(number)[index - (this.#starts[number] ?? 0)];
  }

  /** Throws DamagedError when a block is damaged. */
  [Symbol.iterator](): Iterator<PictureStep> {
    // No generator: a hundred thousand steps are walked through before the first picture is drawn.
    let number = -1;
    let steps: readonly PictureStep[] = [];
    let at = 0;
    return {
      next: () => {
        while (at >= steps.length && ++number < this.#blocks.length) {
          steps = this.#steps(number);
          at = 0;
        }
        const value = steps[at++];
        return value === undefined ? { done: true, value } : { done: false, value };
      },
    };
  }

  /** The line of every step, -1 for those in another file. Throws DamagedError when a block is damaged. */
  lines(): Int32Array {
    const lines = new Int32Array(this.length);
    this.#blocks.forEach(({ block, line }, number) => {
      const start = this.#starts[number] ?? 0;
      relativeLines(block, this.#meters).forEach((relative, at) => {
        lines[start + at] = relative === NO_LINE ? -1 : line + relative;
      });
    });
    return lines;
  }

  #blockOf(index: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #steps(number: number): readonly PictureStep[] {
    const known = this.#read.get(number);
    if (known !== undefined) return known;
    const placed = this.#blocks[number];
    const steps = placed === undefined ? [] : readBlock(placed.block, placed.line, this.#meters);
    this.#read.set(number, steps);
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= MAX_READ) break;
      this.#read.delete(oldest);
    }
    return steps;
  }
}

const NO_LINE = -0x80000000;
const known = new WeakMap<Block, Int32Array>();

/** The lines of a block from its place on; read once, however often it is placed anew. */
function relativeLines(block: Block, meters: Meters): Int32Array {
  const found =
    known.get(block) ??
    Int32Array.from(readBlock(block, FAR, meters), ({ line }) => (line === null ? NO_LINE : line - FAR));
  known.set(block, found);
  return found;
}

/** A place from which no step of a block reaches above the first line. */
const FAR = 2 ** 30;
