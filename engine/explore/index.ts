export type * from "./plan.js";
export { ALL_REDUCTIONS, COUNTING_REDUCTIONS, NO_REDUCTIONS } from "./plan.js";
export { Search } from "./search.js";
export type { Carrying, PathMove, Progress, SearchLimits, Sighting } from "./search.js";
export { classesOf } from "./symmetry.js";
