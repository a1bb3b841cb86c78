/** A mapping that exec dropped: its process still knows the name and the addresses, and nothing is there any more. */
export const DROPPED = {
  /** number of its name */
  name: 0,
  start: 1,
  pages: 2,
  /** the one dropped before it; lists are never changed, so that a fork shares its parent's */
  next: 3,
  words: 4,
} as const;
