export { placesOf, seenFrom } from "./across.js";
export { namesOf, occurrenceAt, occurrencesOf, type Names } from "./names.js";
export { isMade } from "./occurrence.js";
export type * from "./occurrence.js";
