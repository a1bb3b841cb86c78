/**
 * A run on its way from the server to the host and on to the page: its head, and those of its blocks that the receiver
 * does not have. Blocks go by ids that the server gives to their contents.
 */
import type { Block, Meters } from "./block.js";
import type { Comparison, ComparisonOf, Picture, PictureOf, RunHead, RunPicture } from "./picture.js";
import { type Placed, Tape } from "./tape.js";

export interface SentBlock extends Block {
  readonly id: string;
}

export interface SentRun extends RunHead {
  /** Every block of the run in its place. */
  readonly order: readonly { readonly id: string; readonly line: number }[];
  /** The blocks that the receiver did not say it had. */
  readonly blocks: readonly SentBlock[];
}

export type SentPicture = PictureOf<SentRun>;
export type SentComparison = ComparisonOf<SentRun>;

/** Which counters the steps of a run have. */
export function metersOf(head: RunHead): Meters {
  return {
    sizes: head.others.map(({ pageSize }) => pageSize),
    nodes: head.nodes.length,
    cgroups: head.cgroups.map(({ name }) => name),
  };
}

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
    const contents = `${block.codes} ${JSON.stringify(block.texts)}`;
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

/** A block in its place, with the id that it is sent under. */
export interface Numbered extends Placed {
  readonly id: string;
}

/** A run as it is sent to somebody who has the blocks of `known`. */
export function sendRun(head: RunHead, placed: readonly Numbered[], known: Known): SentRun {
  const blocks = new Map<string, SentBlock>();
  for (const { id, block } of placed) if (!known.has(id)) blocks.set(id, { ...block, id });
  return { ...head, order: placed.map(({ id, line }) => ({ id, line })), blocks: [...blocks.values()] };
}

interface Known {
  readonly has: (id: string) => boolean;
}

/** A run that was sent whole; null when a block is missing. */
function receiveRun({ order, blocks, ...head }: SentRun): RunPicture | null {
  const come = new Map(blocks.map((block) => [block.id, block]));
  const placed: Placed[] = [];
  for (const { id, line } of order) {
    const block = come.get(id);
    if (block === undefined) return null;
    placed.push({ line, block });
  }
  return { ...head, steps: new Tape(placed, metersOf(head)) };
}

/** A comparison as the page draws it; rows with a block missing are left out. */
export function receiveComparison(sent: SentComparison): Comparison {
  const rows = sent.rows.flatMap((row) => {
    const run = receiveRun(row.run);
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
    const { order, blocks, ...head } = sent.run;
    const come = new Map(blocks.map((block) => [block.id, block]));
    const held = new Map<string, SentBlock>();
    const placed: Placed[] = [];
    for (const { id, line } of order) {
      const block = come.get(id) ?? this.#held.get(id);
      if (block === undefined) return null;
      held.set(id, block);
      placed.push({ line, block });
    }
    this.#held = held;
    return { ...sent, run: { ...head, steps: new Tape(placed, metersOf(head)) } };
  }

  /** A picture that was taken here, for somebody who has the blocks of `known`. */
  forward(sent: SentPicture, known: Known): SentPicture {
    if (sent.run === null) return sent;
    const ids = new Set(sent.run.order.map(({ id }) => id));
    const blocks = [...ids].flatMap((id) => (known.has(id) ? [] : (this.#held.get(id) ?? [])));
    return { ...sent, run: { ...sent.run, blocks } };
  }
}
