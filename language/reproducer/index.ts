export { refusalOf, reproducerOf } from "./reproducer.js";
export type { Origin } from "./reproducer.js";
