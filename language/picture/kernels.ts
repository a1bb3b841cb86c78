/** The kernels that can be tried, in the order of their times. The panel's bundle needs their names and nothing else of the engine. */
export { PLAIN_KERNELS as KERNELS } from "../../engine/config.js";
