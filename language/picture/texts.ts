/**
 * The texts of a block, in one: between server, host and page fifty thousand small texts of a long run take longer on the way
 * than all the rest of it. They are told apart when the block is read.
 */
import { isListOf, isString } from "./guard.js";
import { DamagedError } from "./vlq.js";

const isTexts = isListOf(isString);

export function writeTexts(texts: readonly string[]): string {
  return JSON.stringify(texts);
}

/** What writeTexts wrote. Throws DamagedError when it is something else. */
export function readTexts(written: string): readonly string[] {
  const found = parsed(written);
  if (!isTexts(found)) throw new DamagedError("texts that are none");
  return found;
}

function parsed(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return null;
  }
}
