/** Judges a program's states and moves for the search, which knows verdicts as numbers only: each stands for a set of outcomes. */
import type { Judges } from "../../engine/explore/index.js";
import type { MachineView, StepTrace } from "../../engine/index.js";
import type { Program } from "../compile/program.js";
import { MAX_OUTCOMES } from "../limits.js";
import { actually, isSignal, judge } from "../run/index.js";
import { type Outcome, outcomeKey } from "./outcome.js";
import { isAnnounced, type ProgramMove } from "./plan.js";

export interface KnownOutcome {
  readonly number: number;
  /** As it was met first. */
  readonly outcome: Outcome;
}

export class ProgramJudges implements Judges {
  readonly #program: Program;
  readonly #move: (move: object) => ProgramMove;
  /** By their keys, in the order in which they were met. */
  readonly outcomes = new Map<string, KnownOutcome>();
  /** Numbers of the outcomes of each verdict; 0 = none. */
  readonly #verdicts: (readonly number[])[] = [[]];
  readonly #numbers = new Map<string, number>();

  constructor(program: Program, moves: ReadonlyMap<object, ProgramMove>) {
    this.#program = program;
    this.#move = (move) => {
      const found = moves.get(move);
      if (found === undefined) throw new Error("a move of another program");
      return found;
    };
  }

  /** Numbers of the outcomes that a verdict stands for. */
  outcomesOf(verdict: number): readonly number[] {
    return this.#verdicts[verdict] ?? [];
  }

  readonly state = (machine: MachineView): number => {
    const found: Outcome[] = [];
    for (const { claim, never } of this.#program.invariants) {
      const judgement = judge(machine, claim.condition);
      if (judgement.holds === "gone" || judgement.holds !== never) continue;
      const actual = judgement.holds ? actually(machine, claim.condition) : judgement.actual;
      found.push({ kind: "invariant", claim, never, actual });
    }
    return this.#verdictOf(found);
  };

  readonly move = (move: object, trace: StepTrace | null, machine: MachineView): number => {
    const of = this.#move(move);
    return this.#verdictOf(of.step === null || trace === null ? looked(of, machine) : steppedTo(of, trace));
  };

  readonly blocked = (waiting: readonly object[]): number =>
    this.#verdictOf(
      waiting.flatMap((move): readonly Outcome[] => {
        const { item } = this.#move(move);
        return item.kind === "step" ? [{ kind: "blocked", item }] : [];
      }),
    );

  #verdictOf(found: readonly Outcome[]): number {
    if (found.length === 0) return 0;
    const numbers = found.flatMap((outcome) => {
      const key = outcomeKey(outcome);
      let known = this.outcomes.get(key);
      if (known === undefined) {
        if (this.outcomes.size >= MAX_OUTCOMES) return [];
        this.outcomes.set(key, (known = { number: this.outcomes.size, outcome }));
      }
      return [known.number];
    });
    const key = numbers.join(" ");
    let verdict = this.#numbers.get(key);
    if (verdict === undefined) this.#numbers.set(key, (verdict = this.#verdicts.push(numbers) - 1));
    return verdict;
  }
}

function looked(move: ProgramMove, machine: MachineView): readonly Outcome[] {
  if (move.step !== null) return [];
  const { claims, sometimes } = move.item;
  return claims.flatMap((claim): readonly Outcome[] => {
    const judgement = judge(machine, claim.condition);
    if (sometimes) return judgement.holds === true ? [{ kind: "sometimes", claim }] : [];
    if (judgement.holds === true) return [];
    return [{ kind: "expectation", claim, actual: judgement.holds === "gone" ? judgement.what : judgement.actual }];
  });
}

function steppedTo(move: ProgramMove, { result, events, step }: StepTrace): readonly Outcome[] {
  if (move.step === null) return [];
  const { item, isFirst, isLast } = move;
  const found: Outcome[] = [];
  const announced = isAnnounced(item, result);
  // The statement has come to its end: what was announced of it has come, or has not.
  const ends = result === "ok" ? isLast : isNotRun(result) ? isFirst : true;
  if (ends && item.announced !== null && !announced) found.push({ kind: "missed", item, result });
  if (isSignal(result) && step.actor !== null)
    found.push({ kind: "killed", actor: step.actor, signal: result, item, announced });
  else if (result === "BUG" || result === "HANG") found.push({ kind: "ended", by: result, item, announced });
  else if (result === "blocked") found.push({ kind: "blocked", item });
  else if (result !== "ok" && !isNotRun(result) && item.announced === null)
    found.push({ kind: "call-failed", item, errno: result });
  if (events.some((event) => event.kind === "alloc" && event.lucky)) found.push({ kind: "lucky", item });
  return found;
}

const isNotRun = (result: string): boolean => result === "dead" || result === "nomap" || result === "noshm";
