/** How many orders there are. */

/** In how many ways two sequences of these lengths can be shuffled into one; beyond 2^53 only about so many. */
export function shuffles(a: number, b: number): number {
  let ways = 1;
  for (let i = 1; i <= Math.min(a, b); i++) ways = (ways * (Math.max(a, b) + i)) / i;
  return Math.round(ways);
}
