export { formatting, type FormatOptions } from "./format.js";
export { formatText } from "./text.js";
