/** What a slot says: in its cell, and in words. */
import { pagesText } from "../ink.js";
import type { Look } from "../story/look.js";
import { written } from "../number.js";

/** What stands in a cell that says what `count` slots hold. */
export function slotText(look: Look, count: number): string {
  if ("page" in look) return pagesText(look.page, count);
  return count === 1 ? "" : `×${written(count)}`;
}

/** How a slot looks, in words. */
export function spoken(look: Look, letter: string): string {
  switch (look.look) {
    case "own":
      return `page ${letter}, its own`;
    case "shared":
      return `page ${letter}, shared until written`;
    case "taken":
      return `page ${letter} was taken away`;
    case "promised":
      return "promised, nothing yet";
    case "absent":
      return "nothing yet";
    case "gone":
      return "not mapped";
    default:
      return look satisfies never;
  }
}
