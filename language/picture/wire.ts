/**
 * A run on its way from the server to the host and on to the page: its head, and those of its blocks that the receiver
 * does not have. Blocks go by ids that the server gives to their contents.
 */
import { type Block, metersOf } from "./block.js";
import { readOutline, writeOutline } from "./outline-code.js";
import type { Packed } from "./pack.js";
import type { Comparison, ComparisonOf, Picture, PictureOf, RunHead, RunPicture } from "./picture.js";
import { KeyFrame } from "./run-index.js";
import { readFrame } from "./state/frame.js";
import { State } from "./state/state.js";
import { type Placed, Tape } from "./tape.js";

export interface SentBlock extends Block {
  readonly id: string;
}

export interface SentRun extends RunHead {
  /** Every block of the run in its place; `frame` is the block of the state before it, null = none. */
  readonly order: readonly { readonly id: string; readonly line: number; readonly frame: string | null }[];
  /** The blocks that the receiver did not say it had, those of frames among them. */
  readonly blocks: readonly SentBlock[];
  readonly outline: Block;
}

export type SentPicture = PictureOf<SentRun>;
export type SentComparison = ComparisonOf<SentRun>;

/** The same contents have the same id for as long as they are remembered. */
export class BlockIds {
  /** So that a server that starts anew gives no id a second time. */
  readonly #session: string;
  readonly #ids = new Map<string, string>();
  #given = 0;
  #characters = 0;

  constructor(session: string) {
    this.#session = session;
  }

  of(block: Block): string {
    const contents = `${block.codes} ${block.texts}`;
    const id = this.#ids.get(contents) ?? `${this.#session}-${String(++this.#given)}`;
    if (!this.#ids.delete(contents)) this.#characters += contents.length;
    this.#ids.set(contents, id);
    for (const oldest of this.#ids.keys()) {
      if (this.#characters <= MOST_CHARACTERS) break;
      this.#ids.delete(oldest);
      this.#characters -= oldest.length;
    }
    return id;
  }
}

/** Of all blocks that a server remembers: some runs of the largest size. */
const MOST_CHARACTERS = 32_000_000;

/** A run that is packed, with the ids that its blocks are sent under. */
export interface Numbered {
  readonly blocks: readonly (SentRun["order"][number] & { readonly sent: readonly SentBlock[] })[];
  readonly outline: Block;
}

/** Gives the blocks of a run their ids. */
export function numbered({ blocks, outline }: Packed, ids: BlockIds): Numbered {
  return {
    blocks: blocks.map(({ line, block, frame }) => {
      const own = { ...block, id: ids.of(block) };
      const before = frame === null ? null : { ...frame, id: ids.of(frame) };
      return { id: own.id, line, frame: before?.id ?? null, sent: before === null ? [own] : [own, before] };
    }),
    outline: writeOutline(outline),
  };
}

/** A run as it is sent to somebody who has the blocks of `known`. */
export function sendRun(head: RunHead, { blocks, outline }: Numbered, known: Known): SentRun {
  const needed = new Map<string, SentBlock>();
  for (const { sent } of blocks) for (const block of sent) if (!known.has(block.id)) needed.set(block.id, block);
  const order = blocks.map(({ id, line, frame }) => ({ id, line, frame }));
  return { ...head, order, blocks: [...needed.values()], outline };
}

interface Known {
  readonly has: (id: string) => boolean;
}

/** A run out of its blocks, whose steps are read when they are looked at; null when `find` has not all of them. */
function runOf(sent: SentRun, find: (id: string) => SentBlock | undefined): RunPicture | null {
  const { order, outline: coded, blocks: _, ...head } = sent;
  const outline = readOutline(coded);
  const frames = [new KeyFrame(0, () => State.before(head))];
  const placed: Placed[] = [];
  let step = 0;
  for (const { id, line, frame } of order) {
    const block = find(id);
    const before = frame === null ? null : find(frame);
    if (block === undefined || before === undefined) return null;
    placed.push({ line, block });
    if (before !== null) {
      const at = step;
      frames.push(new KeyFrame(at, () => readFrame(before, at, head, outline.processes)));
    }
    step += block.steps;
  }
  return { ...head, steps: new Tape(placed, metersOf(head)), index: { outline, frames } };
}

/** A comparison as the page draws it; rows with a block missing are left out. */
export function receiveComparison(sent: SentComparison): Comparison {
  const rows = sent.rows.flatMap((row) => {
    const come = new Map(row.run.blocks.map((block) => [block.id, block]));
    const run = runOf(row.run, (id) => come.get(id));
    return run === null ? [] : [{ ...row, run }];
  });
  return { ...sent, rows };
}

/** What a receiver holds: the blocks of the picture that came last. */
export class Receiver {
  #held: ReadonlyMap<string, SentBlock> = new Map();

  /** What need not be sent again. */
  get known(): readonly string[] {
    return [...this.#held.keys()];
  }

  /** Forgets everything: the next picture must come whole. */
  forget(): void {
    this.#held = new Map();
  }

  /** The picture with a run whose steps are read when they are looked at; null when a block is missing. */
  take(sent: SentPicture): Picture | null {
    if (sent.run === null) return { ...sent, run: null };
    const come = new Map(sent.run.blocks.map((block) => [block.id, block]));
    const held = new Map<string, SentBlock>();
    const run = runOf(sent.run, (id) => {
      const block = come.get(id) ?? this.#held.get(id);
      if (block !== undefined) held.set(id, block);
      return block;
    });
    if (run === null) return null;
    this.#held = held;
    return { ...sent, run };
  }

  /** A picture that was taken here, for somebody who has the blocks of `known`. */
  forward(sent: SentPicture, known: Known): SentPicture {
    if (sent.run === null) return sent;
    const ids = new Set(sent.run.order.flatMap(({ id, frame }) => (frame === null ? [id] : [id, frame])));
    const blocks = [...ids].flatMap((id) => (known.has(id) ? [] : (this.#held.get(id) ?? [])));
    return { ...sent, run: { ...sent.run, blocks } };
  }
}
