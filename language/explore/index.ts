export { type Counterexample } from "./counterexample.js";
export { explore, exploring, explorationOf, type Exploration, type JudgedOutcome } from "./exploration.js";
export type { ExploreLimits, ExploreProgress, Findings, When } from "./findings.js";
export { type Outcome, outcomeWords } from "./outcome.js";
export { type InterleavingData, interleavingDiagnostics, unexploredDiagnostics } from "./problems.js";
export { type Fuzzed, fuzz } from "./random.js";
export { runInOrder } from "./in-order.js";
export { everyOrderWords, wrongOf } from "./wrong.js";
export { searching } from "./searching.js";
