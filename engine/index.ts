export * from "./config.js";
export * from "./event.js";
export { History } from "./history.js";
export { rulesOf, type Citation, type Kernel } from "./kernel.js";
export { unsound } from "./assert.js";
export { kernelOf } from "./kernels/index.js";
export { Machine } from "./machine.js";
export * from "./step.js";
export * from "./trace.js";
