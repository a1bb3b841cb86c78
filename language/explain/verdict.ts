import type { Verdict } from "../picture/picture.js";
import type { Run, RunStep } from "../run/index.js";
import type { Kill } from "./cause.js";
import { count } from "./phrase.js";

/** A death in a run. `announced`: its step's outcome was announced and came. Deaths by kill(2) are not listed: somebody wanted them. */
export interface Death {
  readonly step: RunStep;
  readonly kill: Kill;
  readonly announced: boolean;
}

/** Every death but those by kill(2), in order. */
export function deathsOf(run: Run): readonly Death[] {
  const deaths: Death[] = [];
  for (const step of run.steps)
    for (const event of step.trace.events)
      if (event.kind === "kill" && event.cause.why !== "kill")
        deaths.push({ step, kill: event, announced: step.announced === "came" });
  return deaths;
}

/** The first step that hung after which the run went on; one that nobody had announced comes before all others. */
export function hangOf(run: Run): RunStep | null {
  const hangs = run.steps.filter(({ trace }) => trace.result === "HANG");
  return hangs.find(({ announced }) => announced !== "came") ?? hangs[0] ?? null;
}

/** Names of all processes that a run ever had, by pid. */
export function namesOf(run: Run): ReadonlyMap<number, string> {
  const names = new Map(run.processes.map(({ pid, name }) => [pid, name]));
  for (const step of run.steps)
    for (const event of step.trace.events) if (event.kind === "fork") names.set(event.child, event.name);
  return names;
}

/** What is wrong with a run, counted by those who judged it. */
export interface Tally {
  /** Diagnostics of severity error, of the run and of the text. */
  readonly errors: number;
  readonly leftOut: number;
}

/** Deaths named in the words of a verdict before the rest is only counted. */
const NAMED_DEATHS = 3;

/** How a run ended, in a few words, and how many lines of its text were left out of it. */
export function verdictOf(run: Run, tally: Tally): Verdict {
  const verdict = endOf(run, tally);
  if (tally.leftOut === 0) return verdict;
  const leftOut = `${count(tally.leftOut, "line")} left out`;
  return { ...verdict, words: verdict.words === "" ? leftOut : `${verdict.words}, ${leftOut}` };
}

function endOf(run: Run, tally: Tally): Verdict {
  const passed = tally.errors === 0;
  const deaths = deathsOf(run);
  const last = run.steps.at(-1);
  if (run.end !== null && last !== undefined) {
    const words = stuckWords(last, run.end.by);
    const stuck = run.end.by === "BUG" ? "bug" : "hang";
    return { outcome: last.announced === "came" && passed ? "announced" : stuck, words, passed };
  }
  const hang = hangOf(run);
  if (hang !== null && hang.announced !== "came") return { outcome: "hang", words: stuckWords(hang, "HANG"), passed };
  const unannounced = deaths.filter((death) => !death.announced);
  const words = deathWords(run, deaths);
  if (unannounced.length > 0) return { outcome: "dies", words, passed };
  if (!passed) return { outcome: "failed", words: failureWords(run, tally), passed };
  if (hang !== null) return { outcome: "announced", words: stuckWords(hang, "HANG"), passed };
  if (deaths.length > 0) return { outcome: "announced", words, passed };
  return { outcome: "fine", words: "nobody dies", passed };
}

/** `parent BUG`, `child HANG` */
function stuckWords({ item }: RunStep, by: "BUG" | "HANG"): string {
  return `${item.step.actor ?? "the kernel"} ${by}`;
}

function deathWords(run: Run, deaths: readonly Death[]): string {
  const names = namesOf(run);
  const said = deaths.map(({ kill }) => `${names.get(kill.pid) ?? "?"} ${kill.signal}`);
  const more = said.length - NAMED_DEATHS;
  return more > 0 ? `${said.slice(0, NAMED_DEATHS).join(", ")} and ${more} more` : said.join(", ");
}

function failureWords(run: Run, tally: Tally): string {
  if (run.findings.some((finding) => finding.kind === "expectation")) return "expectation failed";
  if (run.findings.some((finding) => finding.kind === "invariant")) return "invariant violated";
  if (run.findings.some((finding) => finding.kind === "outcome")) return "outcome did not come";
  if (run.steps.some((step) => step.trace.result === "blocked")) return "blocked";
  if (run.program.items.length === 0 && run.program.diagnostics.length > 0) return "not run";
  return tally.leftOut > 0 ? "" : count(tally.errors, "error");
}
