/**
 * The search over all interleavings beside SPIN's, on the same small instance, and what its reductions save. States are numbered
 * by what both count; where the two do not agree nothing is measured.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  ALL_REDUCTIONS,
  COUNTING_REDUCTIONS,
  NO_REDUCTIONS,
  type Reductions,
  Search,
} from "../../engine/explore/index.js";
import { poolOfFour, SILENT } from "../engine/explore/model.js";
import type { Comparison } from "./compare.js";
import { promela } from "./promela.js";

const LIMITS = { states: 1e8, bytes: 4e9 };
const ROUNDS = 3;

interface Instance {
  readonly processes: number;
  readonly operations: number;
}
const SMALL: Instance = { processes: 3, operations: 6 };
const LARGE: readonly Instance[] = [
  { processes: 4, operations: 5 },
  { processes: 5, operations: 3 },
];
const REDUCED: readonly Instance[] = [SMALL, { processes: 4, operations: 5 }];

function search({ processes, operations }: Instance, reductions: Reductions): Search {
  const found = new Search(poolOfFour(processes, operations, "2.6.26+cow"), SILENT, reductions, LIMITS);
  for (const _ of found.run());
  return found;
}

const words = ({ processes, operations }: Instance): string => `P=${String(processes)} N=${String(operations)}`;
const count = (n: number): string => n.toLocaleString("en-US");

/** A pan in a folder of its own. */
class Pan {
  readonly folder = mkdtempSync(path.join(tmpdir(), "hugetlb-spin-"));

  build({ processes, operations }: Instance): void {
    const cwd = this.folder;
    writeFileSync(path.join(cwd, "model.pml"), promela(processes, operations));
    execFileSync("spin", ["-a", "model.pml"], { cwd, stdio: "pipe" });
    execFileSync("gcc", ["-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], { cwd, stdio: "pipe" });
  }

  /** The states stored, and the MB of the whole process. */
  run(): { readonly states: number; readonly megabytes: number } {
    const told = execFileSync(path.join(this.folder, "pan"), ["-m1000000", "-w22"], { encoding: "utf8" });
    return {
      states: Number(/(\d+) states, stored/u.exec(told)?.[1]),
      megabytes: Number(/([\d.]+)\s+total actual memory usage/u.exec(told)?.[1]),
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function isInstalled(program: string, argument: string): boolean {
  try {
    execFileSync(program, [argument], { stdio: "pipe" });
    return true;
  } catch {
    return false;
  }
}

export function exploreComparisons(): readonly Comparison[] {
  const reductions = REDUCED.map((instance): Comparison => {
    const plain = search(instance, NO_REDUCTIONS).states;
    const least = search(instance, ALL_REDUCTIONS).states;
    return {
      name: `${words(instance)}: ${count(plain)} states become ${count(least)}, ${(plain / least).toFixed(1)}x fewer`,
      subject: { label: "with all reductions", run: () => search(instance, ALL_REDUCTIONS) },
      baseline: { label: "without reductions", run: () => search(instance, NO_REDUCTIONS) },
      per: { count: least, unit: "states" },
      rounds: ROUNDS,
      slice: 1,
    };
  });
  if (!isInstalled("spin", "-V") || !isInstalled("gcc", "--version")) {
    process.stdout.write("SPIN or gcc is not installed: nothing is measured beside it.\n\n");
    return reductions;
  }
  return [...[SMALL, ...LARGE].map(besidePan), besideBuilding(), ...reductions];
}

/** The search alone beside pan alone. */
function besidePan(instance: Instance): Comparison {
  const pan = new Pan();
  pan.build(instance);
  const theirs = pan.run();
  const ours = search(instance, COUNTING_REDUCTIONS);
  // The states before the operations: P + 2 here (mmap, write, the forks), one there.
  const states = ours.states - (instance.processes + 2) + 1;
  if (states !== theirs.states)
    throw new Error(`${words(instance)}: ${count(states)} states here, ${count(theirs.states)} in SPIN`);
  const bytes = Math.round(ours.bytes / ours.states);
  const theirBytes = Math.round((theirs.megabytes * 1e6) / theirs.states);
  return {
    name: `${words(instance)}, ${count(states)} states in both; ${bytes} B a state, pan ${theirBytes}`,
    subject: { label: "search", run: () => search(instance, COUNTING_REDUCTIONS) },
    baseline: { label: "pan, built", run: () => pan.run() },
    per: { count: states, unit: "states" },
    rounds: ROUNDS,
    slice: 1,
    done: () => {
      pan.remove();
    },
  };
}

/** The verdict from nothing: SPIN has to build its pan first. */
function besideBuilding(): Comparison {
  const pan = new Pan();
  return {
    name: `${words(SMALL)}: verdict, building included`,
    subject: { label: "search", run: () => search(SMALL, COUNTING_REDUCTIONS) },
    baseline: {
      label: "spin -a, gcc, pan",
      run: () => {
        pan.build(SMALL);
        return pan.run();
      },
    },
    rounds: ROUNDS,
    slice: 1,
    done: () => {
      pan.remove();
    },
  };
}
