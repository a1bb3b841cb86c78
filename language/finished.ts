/** Works something out at once that could be worked out in slices. */
export function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}
