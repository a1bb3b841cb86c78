export { type Counterexample } from "./counterexample.js";
export {
  explore,
  exploring,
  type Exploration,
  type ExploreLimits,
  type ExploreProgress,
  type JudgedOutcome,
  type When,
} from "./exploration.js";
export { type Outcome, outcomeWords } from "./outcome.js";
export { interleavingDiagnostics } from "./problems.js";
export { type Fuzzed, fuzz } from "./random.js";
export { wrongOf } from "./wrong.js";
export { type Scheduled, scheduled } from "./schedule.js";
