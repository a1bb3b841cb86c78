export { adviseOnOvercommit, adviseOnPool, type Question } from "./advise.js";
export { Budget } from "./budget.js";
export { type Harm, harmIn, type HarmEvent } from "./harm.js";
export { type Answer, harmlessFrom } from "./search.js";
export { type Story, withSize } from "./story.js";
