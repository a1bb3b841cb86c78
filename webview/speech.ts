/** A step in words, for those who hear the panel. */
import type { Story } from "./story/story.js";

/** `Step 6 of 6, child: read a[0], killed by SIGBUS` */
export function stepWords(story: Story, number: number): string {
  const step = story.step(number);
  const place = `Step ${number} of ${story.length}`;
  if (step === null) return `${place}, before the first step`;
  const deaths = story.deathsAt(number);
  const takings = story.takingsAt(number);
  const result =
    deaths.length > 0
      ? deaths
          .map((death) => `${death.pid === step.pid ? "" : `${story.name(death.pid)} `}killed by ${death.signal}`)
          .join(", ")
      : (resultWords(step.result) ?? "ok");
  const taken =
    takings.length === 0
      ? ""
      : `, takes ${takings.length === 1 ? "a page" : `${takings.length} pages`} from ${[...new Set(takings.flatMap((taking) => taking.victims.map((victim) => story.name(victim.pid))))].join(" and ")}`;
  return `${place}, ${step.actor ?? "sysctl"}: ${step.text}, ${result}${taken}`;
}

/** What a step came to, as a reader says it; null = nothing to say. */
export function resultWords(result: string): string | null {
  switch (result) {
    case "ok":
      return null;
    case "dead":
    case "nomap":
    case "noshm":
      return "never reached";
    default:
      return result;
  }
}
