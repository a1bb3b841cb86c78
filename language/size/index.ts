export { type Entry, KEYS, type Plan, PlanError, readLines, readPlan } from "./plan.js";
export { type Sized, type Sizing, sizeOf } from "./size.js";
