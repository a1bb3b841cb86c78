/** Pictures on their way to a client: runs cut into blocks, and only those blocks that the client does not have. */
import type { Picture, RunPicture, Steps } from "../picture/picture.js";
import { cutting } from "../picture/tape.js";
import { BlockIds, metersOf, type Numbered, sendRun, type SentPicture, type SentRun } from "../picture/wire.js";

export class Pictures {
  readonly #ids: BlockIds;
  /** By the run's steps: a run that no edit touched is cut once. */
  readonly #cut = new WeakMap<Steps, readonly Numbered[]>();

  /** `session` tells this server's ids from another's. */
  constructor(session: string) {
    this.#ids = new BlockIds(session);
  }

  /** The picture for a client that has the blocks of `known`, worked out in slices. */
  *sending(picture: Picture, known: ReadonlySet<string>): Generator<void, SentPicture> {
    const { run } = picture;
    return { ...picture, run: run === null ? null : yield* this.sendingRun(run, known) };
  }

  /** Likewise a run. */
  *sendingRun(run: RunPicture, known: ReadonlySet<string>): Generator<void, SentRun> {
    const { steps, ...head } = run;
    return sendRun(head, yield* this.#blocks(run, steps), known);
  }

  *#blocks(run: RunPicture, steps: Steps): Generator<void, readonly Numbered[]> {
    const known = this.#cut.get(steps);
    if (known !== undefined) return known;
    const blocks: Numbered[] = [];
    for (const placed of cutting(steps, metersOf(run))) {
      blocks.push({ ...placed, id: this.#ids.of(placed.block) });
      yield;
    }
    this.#cut.set(steps, blocks);
    return blocks;
  }
}
