/** Works on one task, and tells of it on the way. */
import { searching } from "../../explore/index.js";
import type { Report, Task } from "./task.js";

/** Milliseconds between two words about a search that goes on. */
const TOLD_EVERY_MS = 250;

/** Yields every millisecond or so; who drives it may stop then. `now` in milliseconds. */
export function* working(task: Task, tell: (report: Report) => void, now: () => number): Generator<void> {
  const { number, program, states, bytes, seconds } = task;
  const start = now();
  let told = start;
  let problems = 0;
  try {
    const search = searching(program, { states, bytes, isUp: () => now() - start > seconds * 1000 });
    for (;;) {
      const next = search.next();
      if (next.done === true) {
        tell({ kind: "done", task: number, findings: next.value });
        return;
      }
      if (now() - told > TOLD_EVERY_MS) {
        told = now();
        tell({ kind: "progress", task: number, states: next.value.states, milliseconds: told - start });
        if (next.value.problems > problems) {
          ({ problems } = next.value);
          tell({ kind: "found", task: number, findings: next.value.soFar() });
        }
      }
      yield;
    }
  } catch (error) {
    tell({
      kind: "failed",
      task: number,
      why: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
