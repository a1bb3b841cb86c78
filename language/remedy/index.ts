export { outcomeOf } from "./outcome.js";
export { type Remedy, remediesFor } from "./remedies.js";
