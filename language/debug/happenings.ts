/** What a debugger can stop at, because it happened in a step. */
import type { Event, Pid } from "../../engine/index.js";
import { Chronicle } from "../explain/index.js";
import { pageLetter } from "../picture/picture.js";
import type { Run } from "../run/index.js";

export type HappeningKind = "kill" | "bug" | "claim" | "take" | "copy" | "fail" | "surplus" | "reserve" | "luck";

/** Each kind as the editor lists it. */
export const HAPPENINGS: Readonly<
  Record<HappeningKind, { readonly label: string; readonly description: string; readonly on: boolean }>
> = {
  kill: { label: "Death", description: "A process is killed.", on: true },
  bug: { label: "BUG or hang", description: "The kernel hits a BUG_ON, or an access never returns.", on: true },
  claim: {
    label: "Broken claim",
    description: "An announced outcome does not come, or an expect, always or never does not hold.",
    on: true,
  },
  take: {
    label: "Page taken",
    description: "A page is taken from a process: unmapped by its owner's copy-on-write.",
    on: false,
  },
  copy: { label: "COW copy", description: "A copy-on-write copies a page.", on: false },
  fail: { label: "Failed call", description: "A call answers an errno.", on: false },
  surplus: { label: "Surplus page", description: "A page is made beyond the pool.", on: false },
  reserve: { label: "Reserve", description: "Pages are promised: HugePages_Rsvd rises.", on: false },
  luck: { label: "Luck", description: "A page is had only because one happened to be free.", on: false },
};

export interface Happening {
  readonly kind: HappeningKind;
  /** The step after which one stops; 0 = the start. */
  readonly step: number;
  /** `child is killed by SIGBUS` */
  readonly text: string;
  /** Whom it concerns; null = whoever acts. */
  readonly pid: Pid | null;
  /** The claim's line, where it is not the step's. */
  readonly place: { readonly uri: string; readonly line: number } | null;
}

/** Everything of a run that one can stop at, in order. */
export function happeningsIn(run: Run): readonly Happening[] {
  const found: Happening[] = [];
  const chronicle = new Chronicle(run);
  for (const step of run.steps) {
    const add = (kind: HappeningKind, text: string, pid: Pid | null = null): void => {
      const before = found.at(-1);
      if (before?.step === step.number && before.kind === kind && before.text === text) return;
      found.push({ kind, step: step.number, text, pid, place: null });
    };
    for (const event of step.trace.events) {
      chronicle.apply(event, step.number);
      tell(event, chronicle, add);
    }
    const failed = step.trace.events.some(({ kind }) => kind === "fail");
    if (!failed && /^E[A-Z]/u.test(step.trace.result))
      add("fail", `${step.item.step.call} answers ${step.trace.result}`);
    chronicle.settle(step.trace);
  }
  return [...found, ...brokenClaims(run)].sort((a, b) => a.step - b.step);
}

function tell(event: Event, chronicle: Chronicle, add: (kind: HappeningKind, text: string, pid?: Pid) => void): void {
  switch (event.kind) {
    case "kill":
      add("kill", `${chronicle.name(event.pid)} is killed by ${event.signal}`, event.pid);
      return;
    case "bug":
      add("bug", `BUG in ${event.fn}: ${event.what}`, event.pid);
      return;
    case "hang":
      add("bug", `${chronicle.name(event.pid)} hangs: ${event.what}`, event.pid);
      return;
    case "unmap":
      if (event.why === "taken")
        add("take", `page ${pageLetter(event.page)} is taken from ${chronicle.name(event.pid)}`);
      return;
    case "copy":
      add("copy", `page ${pageLetter(event.from)} is copied to ${pageLetter(event.to)}`);
      return;
    case "fail":
      add("fail", `the call answers ${event.errno}`);
      return;
    case "alloc":
      if (event.from === "surplus") add("surplus", `page ${pageLetter(event.page)} is made beyond the pool`);
      if (event.lucky) add("luck", `page ${pageLetter(event.page)} is had by luck`);
      return;
    case "reserve":
      add("reserve", `${String(event.pages)} ${event.pages === 1 ? "page" : "pages"} promised`);
      return;
    default:
  }
}

function brokenClaims(run: Run): readonly Happening[] {
  return run.findings.flatMap((finding): Happening[] => {
    switch (finding.kind) {
      case "outcome": {
        const { item, step } = finding;
        if (step === null) return [];
        const wanted = item.announced?.anyOf.join(" or ") ?? "";
        const text = `${item.text} was to come to ${wanted}, but came to ${step.trace.result}`;
        return [{ kind: "claim", step: step.number, text, pid: null, place: null }];
      }
      case "expectation": {
        const { claim, after, judgement } = finding;
        const why =
          judgement.holds === "gone" ? `cannot be judged: ${judgement.what}` : `does not hold: ${judgement.actual}`;
        return [{ kind: "claim", step: after, text: `expect ${claim.text} ${why}`, pid: null, place: placeOf(claim) }];
      }
      case "invariant": {
        const { claim, never, after, actual } = finding;
        const text = `${never ? "never" : "always"} ${claim.text} is broken: ${actual}`;
        return [{ kind: "claim", step: after, text, pid: null, place: null }];
      }
    }
  });
}

function placeOf(claim: {
  readonly uri: string;
  readonly range: { readonly start: { readonly line: number } };
}): Happening["place"] {
  return { uri: claim.uri, line: claim.range.start.line };
}
