export { check } from "./check.js";
export type * from "./checked.js";
export { SIMULATED_KERNELS } from "./support.js";
