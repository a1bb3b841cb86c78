export { SEVERITY } from "./code.js";
export { type Code, CODES, codeMeaning } from "./codes.js";
export { differencesOf } from "./differs.js";
export { mergeKernels, type JudgedRun } from "./merge.js";
export { messageText } from "./message.js";
export { toDiagnostic, type Problem } from "./problem.js";
export { problemsOf, readProblems } from "./problems.js";
