export * from "./config.js";
export type * from "./event.js";
export { History } from "./history.js";
export type { Citation, Kernel } from "./kernel.js";
export { unsound } from "./assert.js";
export { kernelOf } from "./kernels/index.js";
export { Machine } from "./machine.js";
export type * from "./step.js";
export type * from "./trace.js";
