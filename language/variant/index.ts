export { compareRuns, type RunComparison, type RunRow, sizesWords } from "./compare.js";
export { AS_WRITTEN, tryVariant, writtenSizes } from "./variant.js";
export { variantEdits } from "./write.js";
