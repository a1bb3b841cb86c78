/** What a session writes: the steps as strace would print them, what log points say, and words of its own. */
import { MAX_TOLD_STEPS } from "../limits.js";
import type { Breakpoints } from "./breakpoints.js";
import { type Spot, stepSpot } from "./frames.js";
import { type Channel, sourceOf } from "./protocol.js";
import type { Place, Replay } from "./replay.js";

export class DebugConsole {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  write(output: string, category: "console" | "stdout" | "important", spot: Spot | null = null): void {
    this.#channel.emit("output", {
      category,
      output,
      ...(spot !== null && { source: sourceOf(spot.uri), line: spot.line + 1, column: spot.character + 1 }),
    });
  }

  /** The steps between two places, and what log points write there. */
  tell(
    { replay, breakpoints }: { readonly replay: Replay; readonly breakpoints: Breakpoints },
    from: Place,
    to: Place,
  ): void {
    const { steps } = replay.run;
    const first = replay.taken(Math.max(0, from));
    const last = replay.taken(to);
    const told = Math.max(first, last - MAX_TOLD_STEPS);
    if (told > first) this.write(`... ${String(told - first)} steps\n`, "console");
    for (const step of steps.slice(told, last)) {
      const who = step.item.step.actor;
      this.write(
        `${who === null ? "" : `${who}: `}${step.item.text} -> ${step.trace.result}\n`,
        "stdout",
        stepSpot(step),
      );
    }
    for (const { place, text } of breakpoints.logs(from, to).slice(-MAX_TOLD_STEPS)) {
      const step = replay.upcoming(place);
      this.write(`${text}\n`, "console", step === null ? null : stepSpot(step));
    }
  }
}
