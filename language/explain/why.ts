/** Why a step did what it did: the causal chain of its events, followed back over the steps before it. */
import type { Event, Pid, Step } from "../../engine/index.js";
import type { Phrase, Why, WhyLink } from "../picture/picture.js";
import { notRun, type Run, type RunStep } from "../run/index.js";
import { accessesOf, type Access } from "./access.js";
import { accessLinks, link, type Verb } from "./access-links.js";
import { callLinks } from "./call-links.js";
import { causeOf } from "./cause.js";
import { Chronicle } from "./chronicle.js";
import { say } from "./phrase.js";

/** Accesses told page by page before the rest is only counted. */
const TOLD_ACCESSES = 2;

/** Why of step `number` (counted from 1); null when the run has no such step. */
export function whyOf(run: Run, number: number): Why | null {
  const step = run.steps[number - 1];
  if (step === undefined) return null;
  const links = linksOf(run, step);
  const printk = step.trace.events.find((event) => event.kind === "printk");
  return { step: number, summary: summaryOf(run, step, links), links, printk: printk?.text ?? null };
}

/** The process that acts in a step: the newest of that name. */
export function actorOf(chronicle: Chronicle, step: Step): Pid | null {
  return step.actor === null ? null : (chronicle.newest(step.actor) ?? null);
}

function linksOf(run: Run, step: RunStep): readonly WhyLink[] {
  const chronicle = Chronicle.before(run, step.number);
  const pid = actorOf(chronicle, step.item.step);
  if (notRun(step.trace.result)) return [notRunLink(run, chronicle, step, pid)];
  const accesses = pid === null ? [] : accessesOf(step.trace.events, pid, chronicle.memory(pid));
  const call = step.item.step.call;
  const isAccess = call === "read" || call === "write";
  if (!isAccess || pid === null) return callLinks(chronicle, step);
  if (accesses.length === 0) return callLinks(chronicle, step);
  return accessChain(chronicle, accesses, pid, call === "read" ? "reads" : "writes", step.number);
}

function accessChain(
  chronicle: Chronicle,
  accesses: readonly Access[],
  pid: Pid,
  verb: Verb,
  step: number,
): readonly WhyLink[] {
  const links: WhyLink[] = [];
  let untold = 0;
  let last: Event | undefined;
  const count = (): void => {
    if (untold === 0) return;
    const words = say`${untold} more ${untold === 1 ? "page" : "pages"} in the same way.`;
    links.push(link("ok", words, { fn: last?.fn ?? "hugetlb_fault" }, step));
    untold = 0;
  };
  accesses.forEach((access, i) => {
    const told = accessLinks(chronicle, access, pid, verb, step);
    if (i >= TOLD_ACCESSES && !access.events.some(isTrouble)) {
      untold++;
      last = access.events.at(-1);
      return;
    }
    // What went well before it is counted before it: a chain ends with what it comes to.
    count();
    links.push(...told);
  });
  count();
  return links;
}

function isTrouble(event: Event): boolean {
  return (
    event.kind === "kill" ||
    event.kind === "bug" ||
    event.kind === "hang" ||
    event.kind === "refuse" ||
    (event.kind === "unmap" && event.why === "taken")
  );
}

function notRunLink(run: Run, chronicle: Chronicle, step: RunStep, pid: Pid | null): WhyLink {
  return link("failed", notRunPhrase(run, chronicle, step, pid), { fn: "" }, step.number);
}

/** Why a step was not run, as a sentence. */
export function notRunPhrase(run: Run, chronicle: Chronicle, step: RunStep, pid: Pid | null): Phrase {
  const actor = step.item.step.actor ?? "the administrator";
  switch (step.trace.result) {
    case "dead": {
      const { step: act } = step.item;
      if (act.call === "kill" && pid !== null && (chronicle.processes.get(pid)?.end ?? null) === null)
        return say`${{ name: act.target }} is not alive: there is nobody to kill.`;
      const end = pid === null ? null : (chronicle.processes.get(pid)?.end ?? null);
      if (end === null) return say`${{ name: actor }} never came to be: this is never reached.`;
      const how = end.how === "exited" ? say`exited` : say`was killed by ${{ signal: end.signal ?? "a signal" }}`;
      return say`${{ name: actor }} ${how} at ${{ step: end.step }}: this is never reached.`;
    }
    case "nomap": {
      const name = "mapping" in step.item.step ? step.item.step.mapping : "the mapping";
      const failed = run.steps.findLast(
        (other) =>
          other.number < step.number &&
          (other.item.step.call === "mmap" || other.item.step.call === "shmat") &&
          other.item.step.actor === actor &&
          other.item.step.mapping === name,
      );
      return failed === undefined
        ? say`${{ name: actor }} never had a mapping ${name}: this is never reached.`
        : say`${{ name: actor }} has no mapping ${name}, because its ${failed.item.step.call} at ${{ step: failed.number }} ${answered(failed)}: this is never reached.`;
    }
    case "noshm": {
      const name = "segment" in step.item.step ? step.item.step.segment : "the segment";
      const failed = run.steps.findLast(
        ({ number, item }) => number < step.number && item.step.call === "shmget" && item.step.segment === name,
      );
      return failed === undefined
        ? say`the segment ${name} was never made: this is never reached.`
        : say`there is no segment ${name}, because its shmget at ${{ step: failed.number }} ${answered(failed)}: this is never reached.`;
    }
    default: {
      const child = pid === null ? null : chronicle.suspendedFor(pid);
      if (step.item.step.call === "wait" && child === null)
        return say`${{ name: actor }} waits for ${{ name: step.item.step.child }}, which is alive here: in this order nothing lets it go on.`;
      return child === null
        ? say`${{ name: actor }} is suspended and nothing lets it go on.`
        : say`${{ name: actor }} waits until ${{ name: chronicle.name(child) }}, which it made by vfork, execs or ends: in this order nothing lets it go on.`;
    }
  }
}

function answered({ trace }: RunStep): string {
  return notRun(trace.result) ? "was not run" : `answered ${trace.result}`;
}

function summaryOf(run: Run, step: RunStep, links: readonly WhyLink[]): Phrase {
  const chronicle = Chronicle.before(run, step.number);
  for (const event of step.trace.events) {
    if (event.kind === "kill" && event.cause.why !== "kill")
      return say`${{ name: chronicle.name(event.pid) }} is killed by ${{ signal: event.signal }}: ${causeOf(chronicle, event)}.`;
    chronicle.apply(event, step.number);
  }
  const order: readonly WhyLink["glyph"][] = ["bug", "hang", "killed", "taken", "failed", "copy", "page"];
  for (const glyph of order) {
    const found = links.find((candidate) => candidate.glyph === glyph);
    if (found !== undefined) return found.phrase;
  }
  return links.at(-1)?.phrase ?? say`Nothing changes.`;
}
