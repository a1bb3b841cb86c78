/** Between a line of the text and a place in the picture. Lines count from 0; steps from 1, and 0 is before the first. */
import type { Picture, RunPicture, ScenarioChoice, Steps } from "../../language/picture/picture.js";
import { Tape } from "../../language/picture/tape.js";

/** The scenario that a line lies in. */
export function scenarioAt(picture: Picture, line: number): ScenarioChoice | undefined {
  return picture.scenarios.find((scenario) => scenario.line <= line && line <= scenario.endLine);
}

/**
 * The step that a line stands for: its own step, else the last one above it.
 * In a loop a line has many steps: `current` stays when it is one of them, else its first round is taken;
 * from below a loop one looks at its last round.
 */
export function stepAt(run: RunPicture, line: number, current: number): number {
  const lines = linesOf(run.steps);
  if (lines[current - 1] === line) return current;
  let nearest = -1;
  let found = 0;
  for (const [index, own] of lines.entries()) {
    if (own === line) return index + 1;
    if (own === ELSEWHERE || own > line || own < nearest) continue;
    nearest = own;
    found = index + 1;
  }
  return found;
}

/** Whether some step stands on this line. */
export function hasStep(run: RunPicture, line: number): boolean {
  return linesOf(run.steps).includes(line);
}

/** The step to show for a remembered one: null is the end, and a run that became shorter ends earlier. */
export function shownStep(run: RunPicture | null, remembered: number | null): number {
  const end = run?.steps.length ?? 0;
  return remembered === null ? end : Math.min(remembered, end);
}

/** The step that the headline is about, where somebody comes to harm; null = there is none, and the end says as much. */
export function tellingStep({ verdict, headline }: RunPicture): number | null {
  if (verdict.outcome === "fine") return null;
  for (const piece of headline) if (typeof piece !== "string" && "step" in piece) return piece.step;
  return null;
}

/** The line of a step; null when it stands in an included file or there is no such step. */
export function lineOf(run: RunPicture, step: number): number | null {
  const line = linesOf(run.steps)[step - 1] ?? ELSEWHERE;
  return line === ELSEWHERE ? null : line;
}

/** In place of the line of a step that stands in another file. */
const ELSEWHERE = -1;

const known = new WeakMap<Steps, Int32Array>();

/** Every step's line. Throws DamagedError when the steps cannot be read. */
export function linesOf(steps: Steps): Int32Array {
  const lines =
    known.get(steps) ??
    (steps instanceof Tape ? steps.lines() : Int32Array.from(steps, ({ line }) => line ?? ELSEWHERE));
  known.set(steps, lines);
  return lines;
}
