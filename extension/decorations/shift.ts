/** Where marks stand while the text has changed and new results are not there yet. */
import type { Mark } from "../../language/features/marks.js";

/** An edit, as far as lines (from 0) go. */
export interface LineEdit {
  readonly from: number;
  readonly to: number;
  /** It begins at the very start of its first line, so that line's text comes after it. */
  readonly atStart: boolean;
  /** Line breaks that stand there now. */
  readonly breaks: number;
}

/** The marks at the lines where their text is after an edit; those whose lines are gone are left out. */
export function shift(marks: readonly Mark[], { from, to, atStart, breaks }: LineEdit): readonly Mark[] {
  const moved = breaks - (to - from);
  if (moved === 0 && from === to) return marks;
  return marks.flatMap((mark) => {
    if (mark.line < from || (mark.line === from && !atStart)) return [mark];
    // What stood on the last line of the edit stands behind what was put there.
    if (mark.line >= to) return [{ ...mark, line: mark.line + moved }];
    return [];
  });
}
