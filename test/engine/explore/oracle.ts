/** All interleavings one by one, without any cleverness: what the search is held against. */
import { Machine } from "../../../engine/index.js";
import type { ActPlace, Move, Plan } from "../../../engine/explore/index.js";

export interface Everything {
  /** Orders of the acts. */
  interleavings: number;
  /** What the machine is like at the ends, in words that do not depend on names of pages. */
  readonly ends: Set<string>;
  /** What moves came to, over all interleavings. */
  readonly results: Set<string>;
  /** In how many orders each result comes. */
  readonly counts: Map<string, number>;
}

/** What people can see of a machine, pages renamed in the order of their places. */
export function looksOf(machine: Machine): string {
  const letters = new Map<string, string>();
  const maps = machine.maps();
  const words = Object.keys(maps)
    .sort()
    .map((process) => {
      const mappings = Object.entries(maps[process] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${process}:${mappings
        .map(
          ([name, pages]) =>
            `${name}=${pages.replace(/[A-Z]\d*/gu, (letter) => {
              if (!letters.has(letter)) letters.set(letter, `<${String(letters.size)}>`);
              return letters.get(letter) ?? "";
            })}`,
        )
        .join(",")}`;
    });
  return JSON.stringify([words, machine.counters(), machine.stuck]);
}

/** The same without saying who has what, and which pages are the same. */
export function crowdOf(machine: Machine): string {
  const mine = Object.values(machine.maps()).map((mappings) =>
    Object.entries(mappings)
      .map(([name, pages]) => `${name}=${pages.replace(/[A-Z]\d*/gu, "x")}`)
      .sort()
      .join(","),
  );
  return JSON.stringify([mine.sort(), machine.counters(), machine.stuck]);
}

export function resultKey(move: Move, result: string): string {
  return `${JSON.stringify(move.step)} ${result}`;
}

interface Place {
  readonly machine: Machine;
  readonly at: readonly number[];
  readonly results: ReadonlySet<string>;
}

export function tryEverything(plan: Plan): Everything {
  const all: Everything = { interleavings: 0, ends: new Set(), results: new Set(), counts: new Map() };
  const end = ({ machine, results }: Place, orders: number): void => {
    all.interleavings += orders;
    all.ends.add(looksOf(machine));
    for (const result of results) {
      all.results.add(result);
      all.counts.set(result, (all.counts.get(result) ?? 0) + orders);
    }
  };
  const visit = (stage: number, place: Place): void => {
    const here = plan.stages[stage];
    if (here === undefined) {
      end(place, 1);
      return;
    }
    const { at, machine } = place;
    const left = here.actors.map(({ acts }, i) => acts.length - at[i]!);
    if (machine.stuck !== null) {
      end(place, multinomial(left));
      return;
    }
    if (left.every((n) => n === 0)) {
      visit(stage + 1, { ...place, at: (plan.stages[stage + 1]?.actors ?? []).map(() => 0) });
      return;
    }
    let taken = 0;
    here.actors.forEach(({ acts }, i) => {
      const act = acts[at[i]!];
      if (act?.after.every((before: ActPlace) => at[before.actor]! > before.act) !== true) return;
      for (const move of act.moves) {
        const next = machine.copy();
        const result = move.step === null ? "look" : next.step(move.step).result;
        if (here.waits && result === "blocked") continue;
        taken++;
        const results = new Set(place.results);
        if (result !== "dead") results.add(resultKey(move, result));
        visit(stage, { machine: next, at: at.map((n, k) => (k === i ? n + 1 : n)), results });
      }
    });
    if (taken === 0) end(place, multinomial(left));
  };
  visit(0, {
    machine: Machine.boot(plan.config),
    at: (plan.stages[0]?.actors ?? []).map(() => 0),
    results: new Set(),
  });
  return all;
}

function multinomial(lengths: readonly number[]): number {
  let orders = 1;
  let sum = 0;
  for (const length of lengths) for (let i = 1; i <= length; i++) orders = (orders * ++sum) / i;
  return Math.round(orders);
}
