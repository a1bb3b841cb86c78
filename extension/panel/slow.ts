/** Work that takes longer than this says so. */
const SLOW_AFTER_MS = 200;

/** Tells when a work that begins now becomes slow, and that it is over if it was; returns what ends it. */
export function whenSlow(tell: (busy: boolean) => void): () => void {
  let told = false;
  const timer = setTimeout(() => {
    told = true;
    tell(true);
  }, SLOW_AFTER_MS);
  return () => {
    clearTimeout(timer);
    if (told) tell(false);
  };
}
