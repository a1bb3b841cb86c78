/**
 * The search over all interleavings beside SPIN's, on the same small instance, and what its reductions save. States are numbered
 * by what both count; where the two do not agree nothing is measured.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { ALL_REDUCTIONS, NO_REDUCTIONS, type Reductions, Search } from "../../engine/explore/index.js";
import { AS_SPIN, poolOfFour, SILENT } from "../engine/explore/model.js";
import type { Comparison } from "./compare.js";
import { promela } from "./promela.js";

const LIMITS = { states: 1e8, bytes: 4e9 };

/** Each search is long enough to be timed once a round. */
const ONCE = { rounds: 3, slice: 1, runs: 1 };
/** Where it is short, and what a process has to do before it begins weighs more. */
const OFTEN = { rounds: 5, slice: 1, runs: 3 };

interface Instance {
  readonly processes: number;
  readonly operations: number;
}
const SMALL: Instance = { processes: 3, operations: 6 };
const LARGE: readonly Instance[] = [
  { processes: 4, operations: 5 },
  { processes: 5, operations: 3 },
  { processes: 5, operations: 4 },
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

export async function exploreComparisons(): Promise<readonly Comparison[]> {
  const reductions = REDUCED.map((instance): Comparison => {
    const plain = search(instance, NO_REDUCTIONS).states;
    const least = search(instance, ALL_REDUCTIONS).states;
    return {
      ...ONCE,
      name: `${words(instance)}: ${count(plain)} states become ${count(least)}, ${(plain / least).toFixed(1)}x fewer`,
      subject: { label: "with all reductions", run: () => search(instance, ALL_REDUCTIONS) },
      baseline: { label: "without reductions", run: () => search(instance, NO_REDUCTIONS) },
      per: { count: least, unit: "states" },
    };
  });
  if (!isInstalled("spin", "-V") || !isInstalled("gcc", "--version")) {
    process.stdout.write("SPIN or gcc is not installed: nothing is measured beside it.\n\n");
    return reductions;
  }
  return [
    besidePan(SMALL, OFTEN),
    ...LARGE.map((instance) => besidePan(instance, ONCE)),
    besideBuilding(),
    await coldBesideBuilding(),
    ...reductions,
  ];
}

type Timing = Pick<Comparison, "rounds" | "slice" | "runs">;

/** The search alone beside pan alone. */
function besidePan(instance: Instance, timing: Timing): Comparison {
  const pan = new Pan();
  pan.build(instance);
  const theirs = pan.run();
  const ours = search(instance, AS_SPIN);
  // The states before the operations: P + 2 here (mmap, write, the forks), one there.
  const states = ours.states - (instance.processes + 2) + 1;
  if (states !== theirs.states)
    throw new Error(`${words(instance)}: ${count(states)} states here, ${count(theirs.states)} in SPIN`);
  const bytes = Math.round(ours.bytes / ours.states);
  const theirBytes = Math.round((theirs.megabytes * 1e6) / theirs.states);
  return {
    ...timing,
    name: `${words(instance)}, ${count(states)} states in both; ${bytes} B a state, pan ${theirBytes}`,
    subject: { label: "search", run: () => search(instance, AS_SPIN) },
    baseline: { label: "pan, built", run: () => pan.run() },
    per: { count: states, unit: "states" },
    done: () => {
      pan.remove();
    },
  };
}

/** SPIN from nothing: it has to build its pan first. */
function building(pan: Pan): Comparison["baseline"] {
  return {
    label: "spin -a, gcc, pan",
    run: () => {
      pan.build(SMALL);
      return pan.run();
    },
  };
}

/** The verdict in a server that runs already. */
function besideBuilding(): Comparison {
  const pan = new Pan();
  return {
    ...ONCE,
    name: `${words(SMALL)}: verdict, building included`,
    subject: { label: "search, all reductions", run: () => search(SMALL, ALL_REDUCTIONS) },
    baseline: building(pan),
    done: () => {
      pan.remove();
    },
  };
}

/** The verdict of a program that was just started. */
async function coldBesideBuilding(): Promise<Comparison> {
  const pan = new Pan();
  const program = path.join(pan.folder, "search.mjs");
  await build({
    entryPoints: ["test/bench/explore-once.ts"],
    outfile: program,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node20",
  });
  return {
    ...ONCE,
    name: `${words(SMALL)}: the same, starting Node included`,
    subject: {
      label: "node, search",
      run: () => execFileSync(process.execPath, [program, String(SMALL.processes), String(SMALL.operations)]),
    },
    baseline: building(pan),
    done: () => {
      pan.remove();
    },
  };
}
