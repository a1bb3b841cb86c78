/** What is said of a BUG_ON that fires, and of an access or a call that never returns. */
import type { Event } from "../../engine/index.js";
import type { Phrase, Piece } from "../picture/picture.js";
import { say } from "./phrase.js";

export type Hang = Extract<Event, { kind: "hang" }>;

/** The kill by which a run goes on after a hang: nobody in the story sends it. */
export function endsHang(event: Event): boolean {
  return event.kind === "kill" && event.cause.why === "kill" && event.cause.by === null;
}

/** `SUBJECT never returns: why; what becomes of it`, without a full stop. */
export function hangClause(subject: Phrase | Piece, hang: Hang): Phrase {
  return hang.killable
    ? say`${subject} never returns: ${hang.what}; it is killed, so that the others can go on`
    : say`${subject} never returns, and no signal ends it: ${hang.what}`;
}

/** `BUG_ON(condition): what it means. Nothing after this step can be trusted.` */
export function bugSentence({ what, fixed }: Extract<Event, { kind: "bug" }>): Phrase {
  return say`The kernel hits a BUG_ON: ${what}. Nothing after this can be trusted.${fixedWords(fixed)}`;
}

/** ` Fixed in 3.0.`, or nothing. */
export function fixedWords(fixed: string | null): string {
  return fixed === null ? "" : ` Fixed in ${fixed}.`;
}
