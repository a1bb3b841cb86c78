export { adviseOnOvercommit, adviseOnPool, type EveryOrder, type Judge, type Question } from "./advise.js";
export { Budget, SPENT } from "./budget.js";
export { needInEveryOrder } from "./every-order.js";
export { type Harm, harmIn, type HarmEvent } from "./harm.js";
export { type Answer, harmlessFrom } from "./search.js";
export { type Story, withSize } from "./story.js";
