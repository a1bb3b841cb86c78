/** Sorted numbers, searched by halving. */

export function ascending(numbers: Iterable<number>): readonly number[] {
  return [...numbers].sort((a, b) => a - b);
}

/** The smallest one above. */
export function nextAfter(sorted: readonly number[], number: number): number | undefined {
  return sorted[countUpTo(sorted, number)];
}

/** The largest one below. */
export function nextBefore(sorted: readonly number[], number: number): number | undefined {
  return sorted[countUpTo(sorted, number - 1) - 1];
}

/** How many of these whole numbers are not above. */
function countUpTo(sorted: readonly number[], number: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
