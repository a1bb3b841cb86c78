/** Threads and their stacks: a process at its next step, the rounds of its loops, the fork it came from, the scenario. */
import { processesOf, type Pid } from "../../engine/index.js";
import type { Round } from "../compile/program.js";
import type { RunStep } from "../run/index.js";
import { beforeStep, type Place, type Replay } from "./replay.js";
import { processWords } from "./words.js";

/** Pids start far above: this thread carries what no living process does. */
export const ADMINISTRATOR = 1;

export interface Thread {
  readonly id: number;
  readonly name: string;
}

export interface Spot {
  readonly uri: string;
  /** Counted from 0. */
  readonly line: number;
  readonly character: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

export interface Frame {
  readonly name: string;
  readonly spot: Spot;
  /** Where one is when the frame is begun again. */
  readonly start: Place;
  readonly pid: Pid | null;
  readonly rounds: readonly Round[];
}

/** Why one stands where one stands, when that is not for a step to come. */
export interface Standing {
  readonly pid: Pid | null;
  readonly spot: { readonly uri: string; readonly line: number } | null;
}

/** The processes that live at a place, and the one that is concerned though it does not. */
export function threadsAt(replay: Replay, place: Place, standing: Standing | null): readonly Thread[] {
  const machine = replay.machine(place);
  const all = machine === null ? [] : processesOf(machine);
  const concerned = standing?.pid ?? null;
  const threads = all
    .filter(({ pid, state }) => state === "alive" || pid === concerned)
    .map((process): Thread => ({
      id: process.pid,
      name: process.state === "alive" ? process.name : `${process.name} (${processWords(process)})`,
    }));
  return needsAdministrator(replay, place, threads)
    ? [...threads, { id: ADMINISTRATOR, name: "administrator" }]
    : threads;
}

function needsAdministrator(replay: Replay, place: Place, threads: readonly Thread[]): boolean {
  if (threads.length === 0) return true;
  const step = replay.upcoming(place) ?? replay.justTaken(place);
  return step !== null && !threads.some(({ id }) => id === replay.actor(step));
}

/** The thread that one looks at first. */
export function threadAt(replay: Replay, place: Place, standing: Standing | null): number {
  const threads = threadsAt(replay, place, standing);
  const step = replay.upcoming(place) ?? replay.justTaken(place);
  const wanted = standing?.pid ?? (step === null ? null : replay.actor(step));
  return (
    (threads.find(({ id }) => id === wanted) ?? (step === null ? threads[0] : threads.at(-1)))?.id ?? ADMINISTRATOR
  );
}

/** The stack of a thread, the innermost frame first. */
export function framesOf(replay: Replay, place: Place, thread: number, standing: Standing | null): readonly Frame[] {
  const pid = thread === ADMINISTRATOR ? null : thread;
  const { scenario } = replay;
  const taken = threadAt(replay, place, standing) === thread ? replay.justTaken(place) : null;
  const step = taken ?? replay.nextOf(pid, place);
  const rounds = step?.item.rounds ?? [];
  const scenarioFrame: Frame = {
    name: `scenario "${scenario.name}"`,
    spot: lineSpot(scenario.uri, scenario.line),
    start: replay.entry,
    pid,
    rounds: [],
  };
  const top: Frame =
    step === null
      ? {
          ...scenarioFrame,
          name: endWords(replay, place),
          spot: lineSpot(scenario.uri, scenario.endLine),
          start: place,
        }
      : {
          name: taken === null ? step.item.text : `${step.item.text} → ${step.trace.result}`,
          spot: standing?.spot == null ? stepSpot(step) : lineSpot(standing.spot.uri, standing.spot.line),
          start: taken === null && step === replay.upcoming(place) ? place : beforeStep(step.number),
          pid,
          rounds,
        };
  return [top, ...loopFrames(replay, step, pid), ...birthFrame(replay, pid), scenarioFrame];
}

function endWords(replay: Replay, place: Place): string {
  return place >= replay.end ? "the end" : "no more steps";
}

function loopFrames(replay: Replay, step: RunStep | null, pid: Pid | null): readonly Frame[] {
  if (step === null) return [];
  const { rounds } = step.item;
  return rounds
    .map((round, depth): Frame => ({
      name: round.binds === null ? round.text : `for ${round.text}`,
      spot: lineSpot(replay.scenario.uri, round.line),
      start: roundStart(replay, step, round),
      pid,
      rounds: rounds.slice(0, depth + 1),
    }))
    .reverse();
}

/** Before the first step of the round that a step stands in. */
function roundStart(replay: Replay, step: RunStep, round: Round): Place {
  let first = step.number;
  while (replay.run.steps[first - 2]?.item.rounds.includes(round) === true) first--;
  return replay.forward(beforeStep(first) - 1);
}

function birthFrame(replay: Replay, pid: Pid | null): readonly Frame[] {
  const birth = pid === null ? null : replay.birth(pid);
  if (birth === null) return [];
  const by = birth.item.step.actor ?? "";
  return [
    {
      name: `${by}: ${birth.item.text}`,
      spot: stepSpot(birth),
      start: beforeStep(birth.number),
      pid: replay.actor(birth),
      rounds: birth.item.rounds,
    },
  ];
}

export function stepSpot({ item: { uri, range } }: RunStep): Spot {
  const { start, end } = range;
  return { uri, line: start.line, character: start.character, endLine: end.line, endCharacter: end.character };
}

export function lineSpot(uri: string, line: number): Spot {
  return { uri, line, character: 0, endLine: line, endCharacter: 0 };
}
