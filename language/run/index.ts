export { actually, evaluate, judge } from "./judge.js";
export { covers } from "./outcome.js";
export { rebind } from "./rebind.js";
export { countersBefore, isSignal, notRun } from "./run.js";
export type { Finding, Run, RunStep } from "./run.js";
export { running, runProgram } from "./runner.js";
export type { RunOptions } from "./runner.js";
