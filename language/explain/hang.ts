/** What is said of an access or a call that never returns. */
import type { Event } from "../../engine/index.js";
import type { Phrase, Piece } from "../picture/picture.js";
import { say } from "./phrase.js";

export type Hang = Extract<Event, { kind: "hang" }>;

/** The kill by which a run goes on after a hang: nobody in the story sends it. */
export function endsHang(event: Event): boolean {
  return event.kind === "kill" && event.cause.why === "kill" && event.cause.by === null;
}

/** `SUBJECT never returns: why; what becomes of it`, without a full stop. `events`: those of the hang's step. */
export function hangClause(subject: Phrase | Piece, hang: Hang, events: readonly Event[]): Phrase {
  return events.some(endsHang)
    ? say`${subject} never returns: ${hang.what}; it is killed, so that the others can go on`
    : say`${subject} never returns, and no signal ends it: ${hang.what}`;
}

/** ` Fixed in 3.0.`, or nothing. */
export function fixedWords(fixed: string | null): string {
  return fixed === null ? "" : ` Fixed in ${fixed}.`;
}
