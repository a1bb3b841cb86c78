/** The one sentence over a run: who dies, at which step, by what, because of whom. */
import type { Phrase, Verdict } from "../picture/picture.js";
import { countersBefore, type Finding, type Run, type RunStep } from "../run/index.js";
import { causeOf } from "./cause.js";
import { Chronicle } from "./chronicle.js";
import { fixedWords, hangClause } from "./hang.js";
import { count, list, say } from "./phrase.js";
import { type Death, deathsOf, hangOf, namesOf } from "./verdict.js";

/** Deaths told in full before the rest is only counted. */
const TOLD_DEATHS = 3;

/** The headline of a run. */
export function headlineOf(run: Run, verdict: Verdict): Phrase {
  const last = run.steps.at(-1);
  if (run.end !== null && last !== undefined) return endHeadline(run, last);
  const hang = hangOf(run);
  if (hang !== null && hang.announced !== "came") return hangHeadline(run, hang);
  const deaths = deathsOf(run);
  const unannounced = deaths.filter((death) => !death.announced);
  if (unannounced.length > 0)
    return sentences(
      unannounced.slice(0, TOLD_DEATHS).map((death) => deathSentence(run, death)),
      unannounced.length - TOLD_DEATHS,
    );
  const failed = run.findings[0];
  if (!verdict.passed && failed !== undefined) return say`${who(deaths)}, but ${failureClause(failed)}.`;
  if (!verdict.passed) return say`${who(deaths)}, but the text has errors: ${verdict.words}.`;
  if (hang !== null) return hangHeadline(run, hang);
  if (deaths.length > 0)
    return sentences(
      deaths.slice(0, TOLD_DEATHS).map((death) => deathSentence(run, death)),
      deaths.length - TOLD_DEATHS,
    );
  return fineHeadline(run);
}

function who(deaths: readonly Death[]): Phrase {
  return deaths.length === 0 ? say`Nobody dies` : say`Nobody dies unannounced`;
}

function sentences(all: readonly Phrase[], more: number): Phrase {
  const joined = all.reduce<Phrase>((text, sentence) => (text.length === 0 ? sentence : say`${text} ${sentence}`), []);
  return more > 0 ? say`${joined} ${more} more ${more === 1 ? "dies" : "die"}.` : joined;
}

/** `P dies at step T by SIG: CAUSE.`, or `..., as line L says: CAUSE.` */
function deathSentence(run: Run, death: Death): Phrase {
  const chronicle = Chronicle.before(run, death.step.number);
  for (const event of death.step.trace.events) {
    if (event === death.kill) break;
    chronicle.apply(event, death.step.number);
  }
  const { item } = death.step;
  const said = death.announced ? say`, as line ${(item.announced?.range ?? item.range).start.line + 1} says` : say``;
  return say`${{ name: chronicle.name(death.kill.pid) }} dies at ${{ step: death.step.number }} by ${{ signal: death.kill.signal }}${said}: ${causeOf(chronicle, death.kill)}.`;
}

function fineHeadline(run: Run): Phrase {
  const processes = namesOf(run).size;
  const size = say`${count(processes, "process").replace("processs", "processes")}, ${count(run.steps.length, "step")}`;
  const tightest = tightestStep(run);
  if (tightest === null) return say`Nobody dies. ${size}.`;
  const { free, rsvd } = tightest.trace.counters;
  return say`Nobody dies. ${size}; tightest at ${{ step: tightest.number }}, ${free - rsvd} available.`;
}

function tightestStep(run: Run): RunStep | null {
  let tightest: RunStep | null = null;
  for (const step of run.steps) {
    const { free, rsvd } = step.trace.counters;
    if (tightest === null || free - rsvd < tightest.trace.counters.free - tightest.trace.counters.rsvd) tightest = step;
  }
  return tightest;
}

function endHeadline(run: Run, last: RunStep): Phrase {
  const at: Phrase = [{ step: last.number }];
  const end = last.trace.events.find((event) => event.kind === "bug" || event.kind === "hang");
  const before = countersBefore(run, last.number);
  if (end === undefined) return say`The kernel is done for at ${at}, with ${before.free} free.`;
  const fixed = fixedWords(end.fixed);
  const announced = announcedWords(last);
  return end.kind === "bug"
    ? say`${{ name: namesOf(run).get(end.pid) ?? "?" }} hits a BUG_ON in ${end.fn} at ${at}: ${end.what}. Nothing after this step can be trusted.${fixed}${announced}`
    : say`${hangClause(say`The access of ${list([{ name: namesOf(run).get(end.pid) ?? "?" }])} at ${at}`, end)}. Nothing after this step is reached.${fixed}${announced}`;
}

/** A hang after which the run goes on. */
function hangHeadline(run: Run, step: RunStep): Phrase {
  const hang = step.trace.events.find((event) => event.kind === "hang");
  if (hang === undefined) return [];
  const who = { name: namesOf(run).get(hang.pid) ?? "?" };
  return say`${hangClause(say`The access of ${who} at ${{ step: step.number }}`, hang)}.${fixedWords(hang.fixed)}${announcedWords(step)}`;
}

/** ` Line 9 says so.`, or nothing. */
function announcedWords({ announced, item }: RunStep): string {
  return announced === "came" && item.announced !== null ? ` Line ${item.announced.range.start.line + 1} says so.` : "";
}

/** What one finding says, as a clause. */
export function failureClause(finding: Finding): Phrase {
  switch (finding.kind) {
    case "outcome": {
      const wanted = finding.item.announced?.anyOf.join(" or ") ?? "another outcome";
      const line = finding.item.range.start.line + 1;
      return finding.step === null
        ? say`line ${line} was announced to come to ${wanted} and was never reached`
        : say`${{ step: finding.step.number }} was announced to come to ${wanted} and came to ${finding.step.trace.result}`;
    }
    case "expectation":
      return finding.judgement.holds === "gone"
        ? say`line ${finding.claim.range.start.line + 1} cannot be judged: ${finding.judgement.what}`
        : say`line ${finding.claim.range.start.line + 1} expects ${finding.claim.text}: ${finding.judgement.actual}`;
    case "invariant":
      return say`${{ step: finding.after, text: finding.after === 0 ? "before the first step" : `after step ${finding.after}` }} ${finding.never ? "never" : "always"} ${finding.claim.text} is broken: ${finding.actual}`;
  }
}
