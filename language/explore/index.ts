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
export { isProblem, type Outcome, outcomeWords, placeOf } from "./outcome.js";
