/** Long work in slices: whatever comes in meanwhile has its turn between two of them. */

/** Milliseconds of work between two looks at what came in: half a frame. */
export const SLICE_MS = 8;

export interface SliceHost {
  /** Lets everything that waits have its turn. */
  readonly pause: () => Promise<void>;
  readonly now: () => number;
}

/** Works until it is done; null when it is not wanted any more. */
export async function inSlices<T>(
  work: Generator<void, T>,
  wanted: () => boolean,
  { pause, now }: SliceHost,
): Promise<T | null> {
  while (wanted()) {
    const next = slice(work, now);
    if (next.done === true) return next.value;
    await pause();
  }
  return null;
}

/** One slice of a work. */
export function slice<T>(work: Generator<void, T>, now: () => number): IteratorResult<void, T> {
  const deadline = now() + SLICE_MS;
  let next = work.next();
  while (next.done !== true && now() < deadline) next = work.next();
  return next;
}
