export { compile } from "./compile.js";
export type * from "./program.js";
