/** What a search found out, in plain data: it can go from one thread to another. With its program it becomes an Exploration. */
import type { Outcome } from "./outcome.js";

export type When = "never" | "sometimes" | "always";

export interface FoundOutcome {
  readonly outcome: Outcome;
  readonly when: When;
  /** In how many of the interleavings; null when they were not counted. */
  readonly interleavings: number | null;
  readonly problem: boolean;
  /** The moves (numbers of `movesOf`) of the shortest interleaving with it; null when there is none. */
  readonly way: readonly number[] | null;
}

export interface Findings {
  /** Does anything go wrong. `partial`: not everything was looked at; what was found so far is in `outcomes`. */
  readonly problem: When | "partial";
  /** Which limit was reached; null = none. */
  readonly limit: "states" | "memory" | "time" | "room" | null;
  /** Different states that were looked at. */
  readonly states: number;
  /**
   * Orders in which the written steps can be taken, those of the dead counted in their places. null: not counted, because a
   * limit was reached. Beyond 2^53 it says Infinity.
   */
  readonly interleavings: number | null;
  /** Different states of the machine in which a run can end. */
  readonly endStates: number;
  /** Problems first, those with the shortest way first. */
  readonly outcomes: readonly FoundOutcome[];
}

export interface ExploreLimits {
  readonly states: number;
  /** Bytes of the tables. */
  readonly bytes: number;
  /** Says that the time is up; asked between two slices. */
  readonly isUp: () => boolean;
}

export interface ExploreProgress {
  /** States found so far, of all searches. */
  readonly states: number;
  /** How many things were found so far that go wrong. */
  readonly problems: number;
  /** What was found so far: always partial. */
  readonly soFar: () => Findings;
}
