/** Pictures on their way to a client: runs cut into blocks in slices, and only the blocks that the client does not have. */

import type { Picture, RunPicture, Steps } from "../picture/picture.js";
import { cutting } from "../picture/tape.js";
import { BlockIds, metersOf, type Numbered, sendRun, type SentPicture, type SentRun } from "../picture/wire.js";

/** Milliseconds of work between two looks at what came in: half a frame. */
const SLICE_MS = 8;

export interface PicturesHost {
  /** Lets everything that waits have its turn. */
  readonly pause: () => Promise<void>;
  readonly now: () => number;
}

export class Pictures {
  readonly #host: PicturesHost;
  readonly #ids: BlockIds;
  /** By the run's steps: a run that no edit touched is cut once. */
  readonly #cut = new WeakMap<Steps, readonly Numbered[]>();

  /** `session` tells this server's ids from another's. */
  constructor(host: PicturesHost, session: string) {
    this.#host = host;
    this.#ids = new BlockIds(session);
  }

  /** The picture for a client that has the blocks of `known`. */
  async sent(picture: Picture, known: ReadonlySet<string>): Promise<SentPicture> {
    const { run } = picture;
    return { ...picture, run: run === null ? null : await this.#run(run, known) };
  }

  async #run(run: RunPicture, known: ReadonlySet<string>): Promise<SentRun> {
    const { steps, ...head } = run;
    let blocks = this.#cut.get(steps);
    if (blocks === undefined) {
      blocks = await this.#blocks(run);
      this.#cut.set(steps, blocks);
    }
    return sendRun(head, blocks, known);
  }

  async #blocks(run: RunPicture): Promise<readonly Numbered[]> {
    const blocks: Numbered[] = [];
    let deadline = this.#host.now() + SLICE_MS;
    for (const placed of cutting(run.steps, metersOf(run))) {
      blocks.push({ ...placed, id: this.#ids.of(placed.block) });
      if (this.#host.now() < deadline) continue;
      await this.#host.pause();
      deadline = this.#host.now() + SLICE_MS;
    }
    return blocks;
  }
}
