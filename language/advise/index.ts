export { type Advice, adviseOn, harmWords, overcommitFor, poolFor, type SizeAdvice } from "./advise.js";
