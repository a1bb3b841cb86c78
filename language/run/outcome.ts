import type { Result } from "../../engine/index.js";
import { isSignal } from "./run.js";

/** Does the announced word cover what the step came to? (`killed` = any signal, `unreached` = it was not run.) */
export function covers(word: string, result: Result): boolean {
  switch (word) {
    case "killed":
      return isSignal(result);
    case "unreached":
      return result === "dead" || result === "nomap" || result === "noshm";
    default:
      return word === result;
  }
}

/** Does any of the announced words cover the result? */
export function cameTrue(anyOf: readonly string[], result: Result): boolean {
  return anyOf.some((word) => covers(word, result));
}
