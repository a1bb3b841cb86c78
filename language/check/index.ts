export { ScenarioMemo } from "./memo.js";
export { notRunDiagnostics } from "./availability.js";
export { check } from "./check.js";
export type * from "./checked.js";
