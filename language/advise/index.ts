export { type Advice, adviseOn, harmWords, overcommitFor, poolAdviceFor, poolFor, type SizeAdvice } from "./advise.js";
