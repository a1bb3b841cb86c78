/** The same small instance as SPIN counts it (test/bench/promela.ts): `npm run bench -- explore` asks SPIN anew. */
import { expect, test } from "vitest";
import { Search } from "../../../engine/explore/index.js";
import { AS_SPIN, poolOfFour, SILENT } from "./model.js";

/** SPIN 6.5.2, P = 3: operations of each process, states stored, transitions. */
const SPIN = [
  [2, 2_710, 20_050],
  [3, 7_762, 81_783],
  [4, 15_864, 199_712],
  [5, 27_784, 385_765],
  [6, 44_188, 653_928],
] as const;
/** The states and transitions of what comes before the operations: mmap, write and two forks here, one initial step there. */
const BEFORE = { states: 5 - 1, transitions: 4 - 2 };

test.each(SPIN)("with %i operations each", (operations, states, transitions) => {
  const search = new Search(poolOfFour(3, operations, "2.6.26+cow"), SILENT, AS_SPIN, {
    states: 1e6,
    bytes: 1e9,
  });
  for (const _ of search.run());
  expect(search.states - BEFORE.states).toBe(states);
  expect(search.transitions - BEFORE.transitions).toBe(transitions);
});
