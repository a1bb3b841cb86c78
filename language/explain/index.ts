export { causeInShort, causeOf, slotName, type Kill } from "./cause.js";
export { Chronicle, type Taking } from "./chronicle.js";
export { fixedWords, hangClause } from "./hang.js";
export { headlineOf } from "./headline.js";
export { count, list, plain, say } from "./phrase.js";
export { shortageWords } from "./shortage.js";
export { Teller } from "./teller.js";
export { verdictOf } from "./verdict.js";
export { actorOf, notRunPhrase, whyOf } from "./why.js";
