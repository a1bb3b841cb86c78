/** Who explores for the server: a thread, a worker, or the server itself in slices. One that is ended says no more. */
import type { Report, Task } from "./task.js";

export interface Explorer {
  /** Takes one task at a time. */
  readonly explore: (task: Task) => void;
  readonly end: () => void;
}

/** Starts an explorer. `died`: it ended by itself, and why. */
export type StartExplorer = (heard: (report: Report) => void, died: (why: string) => void) => Explorer;

/** Told once which of the two it is: null = the first, else why it is not. */
export type Came = (why: string | null) => void;

/** Starts the first; where that never comes to life, the second takes over from then on. */
export function orElse(first: StartExplorer, second: StartExplorer, came: Came): StartExplorer {
  let lives: boolean | null = null;
  return (heard, died) => {
    if (lives === false) return second(heard, died);
    let current: Explorer | null = null;
    let last: Task | null = null;
    let ended = false;
    const takeOver = (why: string): void => {
      if (ended) return;
      if (lives === true) {
        died(why);
        return;
      }
      lives = false;
      came(why);
      current = second(heard, died);
      if (last !== null) current.explore(last);
    };
    const hear = (report: Report): void => {
      if (lives === null) came(null);
      lives = true;
      heard(report);
    };
    try {
      current = first(hear, takeOver);
    } catch (error) {
      takeOver(error instanceof Error ? error.message : String(error));
    }
    return {
      explore: (task) => {
        last = task;
        current?.explore(task);
      },
      end: () => {
        ended = true;
        current?.end();
      },
    };
  };
}
