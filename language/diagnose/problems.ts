/** A run's events and findings -> problems: who, what and why in one sentence, with the places that led there. */
import type { Event } from "../../engine/index.js";
import type { DiagnosticRelatedInformation } from "vscode-languageserver-types";
import type { StepItem } from "../compile/program.js";
import {
  actorOf,
  causeOf,
  Chronicle,
  count,
  fixedWords,
  hangClause,
  list,
  notRunPhrase,
  plain,
  say,
  shortageWords,
  slotName,
  type Kill,
  type Taking,
} from "../explain/index.js";
import type { Phrase, Piece } from "../picture/picture.js";
import type { Finding, Run, RunStep } from "../run/index.js";
import type { RunCode } from "./code.js";
import { mergeRounds, type Problem } from "./problem.js";
import { Rounds } from "./rounds.js";

/** Every problem of a run, one for each line and code, in the order of the lines. */
export function problemsOf(run: Run): readonly Problem[] {
  const reading = readProblems(run);
  for (;;) {
    const next = reading.next();
    if (next.done === true) return next.value;
  }
}

/** The same in slices: yields now and then, so that an editor can look up from a long run. */
export function readProblems(run: Run): Generator<void, readonly Problem[]> {
  return new RunReader(run).read();
}

/** Steps read between two yields. */
const STEPS_IN_A_SLICE = 128;

class RunReader {
  readonly #run: Run;
  readonly #rounds: Rounds;
  readonly #chronicle: Chronicle;
  readonly #problems: Problem[] = [];

  constructor(run: Run) {
    this.#run = run;
    this.#rounds = new Rounds(run.program);
    this.#chronicle = new Chronicle(run);
  }

  *read(): Generator<void, readonly Problem[]> {
    for (const step of this.#run.steps) {
      this.#readStep(step);
      if (step.number % STEPS_IN_A_SLICE === 0) yield;
    }
    this.#readUnreached();
    const claims = this.#rounds.ofClaim(this.#run.program);
    for (const finding of this.#run.findings) this.#readFinding(finding, claims);
    const merged = [...mergeRounds(this.#problems)];
    return merged.sort(
      (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
    );
  }

  #readStep(step: RunStep): void {
    // What was announced and came is no problem, whatever it is.
    const quiet = step.announced === "came";
    const takingsBefore = this.#chronicle.takings.length;
    const lucky: number[] = [];
    let failed = false;
    for (const event of step.trace.events) {
      if (event.kind === "alloc" && event.lucky) lucky.push(this.#chronicle.available(event.pageSize));
      if (!quiet) failed = this.#readEvent(event, step) || failed;
      this.#chronicle.apply(event, step.number);
    }
    if (!quiet) {
      this.#readTakings(step, this.#chronicle.takings.slice(takingsBefore));
      this.#readResult(step, failed);
    }
    if (lucky.length > 0 && !step.trace.result.startsWith("SIG")) this.#readLuck(step, lucky);
    this.#chronicle.settle(step.trace);
  }

  /** True when the event is the failed call of the step. */
  #readEvent(event: Event, step: RunStep): boolean {
    switch (event.kind) {
      case "kill":
        if (event.cause.why !== "kill")
          this.#add(
            "killed",
            step.item,
            say`${{ name: this.#chronicle.name(event.pid) }} is killed by ${{ signal: event.signal }}: ${causeOf(this.#chronicle, event)}.`,
            this.#killRelated(event),
          );
        return false;
      case "bug":
        this.#add(
          "kernel-bug",
          step.item,
          say`The kernel hits a BUG_ON in ${event.fn}: ${event.what}.${fixedWords(event.fixed)}`,
          [],
        );
        return false;
      case "hang":
        this.#add(
          "hang",
          step.item,
          say`${hangClause(say`The access of ${{ name: this.#chronicle.name(event.pid) }}`, event)}.${fixedWords(event.fixed)}`,
          [],
        );
        return false;
      case "fail":
        this.#add("call-failed", step.item, this.#failPhrase(event, step), []);
        return true;
      default:
        return false;
    }
  }

  #failPhrase(event: Extract<Event, { kind: "fail" }>, step: RunStep): Phrase {
    const refusal =
      event.shortage ??
      step.trace.events.flatMap((other) => (other.kind === "refuse" ? [other.shortage] : []))[0] ??
      null;
    const why = refusal === null ? "" : `: ${shortageWords(refusal)}`;
    return say`${callOf(step)} answers ${event.errno}${why}.`;
  }

  /** What the result alone says: a step that was not run, or an errno that no event told. */
  #readResult(step: RunStep, failed: boolean): void {
    const result = step.trace.result;
    switch (result) {
      case "dead":
      case "nomap":
      case "noshm": {
        const pid = actorOf(this.#chronicle, step.item.step);
        this.#add("never-reached", step.item, this.#sentence(notRunPhrase(this.#run, this.#chronicle, step, pid)), []);
        return;
      }
      case "blocked":
        this.#add(
          "blocked",
          step.item,
          notRunPhrase(this.#run, this.#chronicle, step, actorOf(this.#chronicle, step.item.step)),
          [],
        );
        return;
      default:
        if (/^E[A-Z]/.test(result) && !failed)
          this.#add("call-failed", step.item, say`${callOf(step)} answers ${result}.`, []);
    }
  }

  #sentence(phrase: Phrase): Phrase {
    const [first, ...rest] = phrase;
    return typeof first === "string" ? [first.charAt(0).toUpperCase() + first.slice(1), ...rest] : phrase;
  }

  #readTakings(step: RunStep, takings: readonly Taking[]): void {
    const [first] = takings;
    if (first === undefined) return;
    const pages = say`${takings.length === 1 ? "page" : "pages"} ${list(takings.map((taking) => say`${{ page: taking.page }}${this.#takenFrom(taking)}`))}`;
    const victims = list(
      [...new Set(takings.flatMap((taking) => taking.victims.map((victim) => this.#chronicle.name(victim.pid))))].map(
        (name) => ({ name }),
      ),
    );
    const why = first.shortage === null ? "" : ` (${shortageWords(first.shortage.shortage)})`;
    const phrase = say`${{ name: this.#chronicle.name(first.by) }}'s write takes ${pages} from ${victims}: it made the mapping and must not die, and no page is left for a copy${why}.`;
    this.#add("unmapped", step.item, phrase, this.#takingRelated(first));
  }

  #takenFrom(taking: Taking): string {
    return taking.mapping === null ? "" : ` (${slotName(this.#chronicle.mappings.get(taking.mapping), taking.index)})`;
  }

  #readLuck(step: RunStep, available: readonly number[]): void {
    const [first] = available;
    if (first === undefined) return;
    const who: Piece = { name: step.item.step.actor ?? "the administrator" };
    const got = available.length === 1 ? "a page" : count(available.length, "page");
    this.#add(
      "lucky",
      step.item,
      say`${who} got ${got} only because ${count(first, "unpromised page")} happened to be free: nothing guaranteed it.`,
      [],
    );
  }

  #readUnreached(): void {
    const { end, limit, unreached } = this.#run;
    const [cut] = unreached;
    if (limit !== null && cut !== undefined) {
      const place = cut.kind === "step" ? cut : cut.claims[0];
      if (place !== undefined)
        this.#problems.push({
          code: "limit",
          uri: place.uri,
          range: place.range,
          message: `The run stops here: ${limit}. ${count(unreached.length, "statement")} left out.`,
          related: [],
          round: 1,
          rounds: 1,
        });
    }
    if (end === null) return;
    const why = end.by === "BUG" ? "the kernel hit a BUG_ON" : "an access never returned";
    for (const item of unreached) {
      if (item.kind === "step") {
        if (item.announced?.anyOf.includes("unreached") !== true)
          this.#add("never-reached", item, say`This is never reached: ${why} at ${{ step: end.step }}.`, []);
        continue;
      }
      for (const claim of item.claims)
        this.#problems.push({
          code: "never-reached",
          uri: claim.uri,
          range: claim.range,
          message: plain(say`This is never judged: ${why} at ${{ step: end.step }}.`, this.#lineWords),
          related: [],
          ...this.#rounds.of(item),
        });
    }
  }

  #readFinding(
    finding: Finding,
    claims: ReadonlyMap<object, { readonly round: number; readonly rounds: number }>,
  ): void {
    switch (finding.kind) {
      case "outcome": {
        const { item, step } = finding;
        if (item.announced === null) return;
        const who = item.step.actor === null ? item.text : `${item.step.actor}: ${item.text}`;
        const wanted = item.announced.anyOf.join(" or ");
        const came = step === null ? "was never reached" : cameWords(step.trace.result);
        this.#problems.push({
          code: "expectation-failed",
          uri: item.uri,
          range: item.announced.range,
          message: `${who} was to come to ${wanted}, but ${came}.`,
          related: [],
          contrast: { expected: wanted, actual: step === null ? "unreached" : step.trace.result },
          ...this.#rounds.of(item),
        });
        return;
      }
      case "expectation": {
        const { claim, judgement } = finding;
        const message =
          judgement.holds === "gone"
            ? `expect ${claim.text} cannot be judged: ${judgement.what}.`
            : `expect ${claim.text} does not hold: ${judgement.actual}.`;
        this.#problems.push({
          code: "expectation-failed",
          uri: claim.uri,
          range: claim.range,
          message,
          related: [],
          contrast: { expected: claim.text, actual: judgement.holds === "gone" ? judgement.what : judgement.actual },
          ...(claims.get(claim) ?? { round: 1, rounds: 1 }),
        });
        return;
      }
      case "invariant": {
        const { claim, never, after, actual, more } = finding;
        const when = after === 0 ? "before the first step" : `after ${this.#lineWords(after)}`;
        const others = more === 0 ? "" : `, and after ${count(more, "more step")}`;
        const message = `${never ? "never" : "always"} ${claim.text} is broken ${when}${others}: ${actual}.`;
        const step = this.#run.steps[after - 1];
        const related = step === undefined ? [] : [relatedTo(step.item, "the step after which it is broken first")];
        this.#problems.push({
          code: "invariant-violated",
          uri: claim.uri,
          range: claim.range,
          message,
          related,
          contrast: { expected: `${never ? "never" : "always"} ${claim.text}`, actual },
          round: 1,
          rounds: 1,
        });
        return;
      }
    }
  }

  /** The places that led to a death. */
  #killRelated(kill: Kill): readonly DiagnosticRelatedInformation[] {
    const places: DiagnosticRelatedInformation[] = [];
    const life = kill.mapping === null ? undefined : this.#chronicle.mappings.get(kill.mapping);
    if (life === undefined || kill.mapping === null) return places;
    if (kill.cause.why === "unmapped" && kill.index !== null) {
      const mark = this.#chronicle.mark(kill.mapping, kill.index);
      const taking = mark === undefined ? undefined : this.#chronicle.takingBehind(mark, kill.mapping, kill.index);
      if (taking !== undefined)
        places.push(...this.#at(taking.step, `the write of ${this.#chronicle.name(taking.by)} that took the page`));
    }
    if (kill.cause.why === "no-vma" && kill.index !== null)
      places.push(...this.#at(this.#chronicle.goneAt(kill.mapping, kill.index) ?? 0, "the call that unmapped it"));
    if (kill.cause.why === "past-end")
      places.push(...this.#at(this.#chronicle.size(life.inode)?.step ?? 0, "the call that set the file's size"));
    const holders =
      kill.cause.why === "cow-no-page" && kill.index !== null ? this.#sharedSince(kill.mapping, kill.index) : null;
    if (holders !== null) places.push(...this.#at(holders, "the fork that shared the page"));
    else if (life.from !== null) places.push(...this.#at(life.made, "the fork that shared the mapping"));
    places.push(...this.#at(this.#chronicle.origin(life.id)?.made ?? 0, `the mmap of ${life.name}`));
    return places;
  }

  #sharedSince(mapping: number, index: number): number | null {
    const life = this.#chronicle.mappings.get(mapping);
    const page = this.#chronicle.page(mapping, index);
    if (life === undefined || page === undefined) return null;
    for (const other of this.#chronicle.holders(page)) {
      const since = this.#chronicle.sharedSince(life, other);
      if (since !== null) return since;
    }
    return null;
  }

  #takingRelated(taking: Taking): readonly DiagnosticRelatedInformation[] {
    const places: DiagnosticRelatedInformation[] = [];
    if (taking.sharedSince !== null) places.push(...this.#at(taking.sharedSince, "the fork that shared the page"));
    if (taking.mapping !== null)
      places.push(...this.#at(this.#chronicle.origin(taking.mapping)?.made ?? 0, "the mmap of the mapping"));
    return places;
  }

  #at(step: number, message: string): readonly DiagnosticRelatedInformation[] {
    const item = this.#run.steps[step - 1]?.item;
    return item === undefined ? [] : [relatedTo(item, message)];
  }

  #add(code: RunCode, item: StepItem, phrase: Phrase, related: readonly DiagnosticRelatedInformation[]): void {
    this.#problems.push({
      code,
      uri: item.uri,
      range: item.range,
      message: plain(phrase, this.#lineWords),
      related,
      ...this.#rounds.of(item),
    });
  }

  /** People read a diagnostic beside the text, so it names lines and not steps. */
  readonly #lineWords = (step: number): string => {
    const item = this.#run.steps[step - 1]?.item;
    if (item === undefined) return "the start";
    const { round, rounds } = this.#rounds.of(item);
    return rounds === 1 ? `line ${item.range.start.line + 1}` : `line ${item.range.start.line + 1} (round ${round})`;
  };
}

function relatedTo(item: StepItem, message: string): DiagnosticRelatedInformation {
  return { location: { uri: item.uri, range: item.range }, message };
}

function cameWords(result: string): string {
  switch (result) {
    case "ok":
      return "came to ok";
    case "dead":
      return "was not run: its process is dead";
    case "nomap":
      return "was not run: its mapping never came to be";
    case "noshm":
      return "was not run: there is no such segment";
    case "blocked":
      return "was not run: its process is suspended";
    default:
      return `came to ${result}`;
  }
}

/** `mmap of parent`; the administrator's call as it is written. */
function callOf({ item: { step, text } }: RunStep): Phrase {
  return step.actor === null ? [text] : say`${step.call} of ${{ name: step.actor }}`;
}
