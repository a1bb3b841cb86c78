/** What an editor tells in the text where a run stops because something happened. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { plain, whyOf } from "../explain/index.js";
import type { Place, Replay } from "./replay.js";
import type { Stop } from "./stops.js";

/** The step before that place, and why it did what it did. */
export function exceptionInfo(
  replay: Replay,
  place: Place,
  stop: Stop | null,
): DebugProtocol.ExceptionInfoResponse["body"] {
  const step = replay.justTaken(place);
  const why = step === null ? null : whyOf(replay.run, step.number);
  const text = stop?.text ?? "";
  const summary = why === null ? null : plain(why.summary);
  // A step that nothing stood in the way of is told by its summary alone.
  const links = why?.links.filter(({ phrase }) => plain(phrase) !== summary) ?? [];
  const chain = links.map(({ phrase, fn }) => `${plain(phrase)}${fn === "" ? "" : ` [${fn}]`}`);
  // An `expect` is no step: what is told is the one before it.
  const before = stop?.spot == null ? "" : "The step before: ";
  return {
    exceptionId: text === "" ? (step?.trace.result ?? "event") : text,
    ...(summary !== null && { description: `${before}${summary}` }),
    breakMode: "always",
    details: { message: text, ...(chain.length > 0 && { stackTrace: chain.join("\n") }) },
  };
}
