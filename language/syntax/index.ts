export { parseWatch } from "./line.js";
export { parse } from "./parse.js";
export { rangeOf } from "./place.js";
export type * from "./tree.js";
