/** Where a command leads from a step: the next death, the previous taking, the lane above. */
import type { Command } from "./command.js";
import type { Life } from "./story/life.js";
import type { Story } from "./story/story.js";

const LEAP = 10;

/** The step that a command leads to (`life`: of the page that is followed); null when the command is not about steps or leads nowhere. */
export function destination(story: Story, step: number, command: Command, life: Life | null): number | null {
  switch (command) {
    case "previous":
      return Math.max(0, step - 1);
    case "next":
      return Math.min(story.length, step + 1);
    case "previous-10":
      return Math.max(Math.min(1, story.length), step - LEAP);
    case "next-10":
      return Math.min(story.length, step + LEAP);
    case "first":
      return Math.min(1, story.length);
    case "last":
      return story.length;
    case "next-death":
      return after(
        story.deaths.map((death) => death.step),
        step,
      );
    case "previous-death":
      return before(
        story.deaths.map((death) => death.step),
        step,
      );
    case "next-taking":
      return after(
        story.takings.map((taking) => taking.step),
        step,
      );
    case "previous-taking":
      return before(
        story.takings.map((taking) => taking.step),
        step,
      );
    case "next-own":
      return own(story, step, 1);
    case "previous-own":
      return own(story, step, -1);
    case "next-of-page":
      return life === null ? null : after(life.steps, step);
    case "previous-of-page":
      return life === null ? null : before(life.steps, step);
    case "lane-up":
      return neighbour(story, step, -1);
    case "lane-down":
      return neighbour(story, step, 1);
    default:
      return null;
  }
}

/** The next of some steps; from behind the last one, the first again. */
function after(steps: readonly number[], step: number): number | null {
  return steps.find((candidate) => candidate > step) ?? steps[0] ?? null;
}

function before(steps: readonly number[], step: number): number | null {
  return steps.findLast((candidate) => candidate < step) ?? steps.at(-1) ?? null;
}

function own(story: Story, step: number, by: 1 | -1): number | null {
  const actor = story.actor(step);
  for (let next = step + by; next >= 1 && next <= story.length; next += by)
    if (story.actor(next) === actor) return next;
  return null;
}

/** The step of the lane above or below that lies nearest before the chosen one; else its first after it. */
function neighbour(story: Story, step: number, by: 1 | -1): number | null {
  const actor = story.actor(step);
  for (
    let at = story.lanes.findIndex((process) => process.pid === actor) + by;
    at >= 0 && at < story.lanes.length;
    at += by
  ) {
    const pid = story.lanes[at]?.pid;
    if (pid === undefined) continue;
    for (let near = step; near >= 1; near--) if (story.actor(near) === pid) return near;
    for (let near = step + 1; near <= story.length; near++) if (story.actor(near) === pid) return near;
  }
  return null;
}
