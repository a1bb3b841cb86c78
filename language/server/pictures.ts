/** Pictures on their way to a client: runs cut into blocks, and only those blocks that the client does not have. */
import type { Picture, RunPicture, Steps } from "../picture/picture.js";
import { packing } from "../picture/pack.js";
import { BlockIds, numbered, type Numbered, sendRun, type SentPicture, type SentRun } from "../picture/wire.js";

export class Pictures {
  readonly #ids: BlockIds;
  /** By the run's steps: a run that no edit touched is packed once. */
  readonly #packed = new WeakMap<Steps, Numbered>();

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
    const { steps, index: _, ...head } = run;
    return sendRun(head, yield* this.#pack(run, steps), known);
  }

  *#pack(run: RunPicture, steps: Steps): Generator<void, Numbered> {
    const known = this.#packed.get(steps);
    if (known !== undefined) return known;
    const packed = numbered(yield* packing(run), this.#ids);
    this.#packed.set(steps, packed);
    return packed;
  }
}
