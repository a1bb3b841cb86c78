/** Random scenarios with a `concurrent` block, and a search through all their interleavings for a state that does not add up. */
import { COUNTING_REDUCTIONS, Search } from "../../engine/explore/index.js";
import { PLAIN_KERNELS, unsound, type KernelId } from "../../engine/index.js";
import { check } from "../check/index.js";
import { compile } from "../compile/index.js";
import { parse } from "../syntax/index.js";
import { planOf } from "./plan.js";

export interface Fuzzed {
  readonly text: string;
  readonly kernel: KernelId;
  readonly states: number;
  /** What does not add up; empty = nothing. */
  readonly unsound: readonly string[];
  /** What the engine or the language threw; null = nothing. */
  readonly thrown: string | null;
}

const LIMITS = { states: 20_000, bytes: 256 * 1024 ** 2 };
const MAX_BLOCK_STEPS = 4;
const CHILDREN = ["child", "other"];

/** A sequence of numbers below 1 that a seed determines (mulberry32). */
function numbersOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The scenario of a seed: the same one every time. */
export function randomScenario(seed: number): { readonly text: string; readonly kernel: KernelId } {
  const number = numbersOf(seed);
  const below = (n: number): number => Math.floor(number() * n);
  const oneOf = <T>(list: readonly [T, ...T[]]): T => list[below(list.length)] ?? list[0];
  const kernel = oneOf(PLAIN_KERNELS);
  const pages = 1 + below(3);
  const share = oneOf(["MAP_PRIVATE", "MAP_PRIVATE", "MAP_SHARED", "MAP_PRIVATE | MAP_NORESERVE"]);
  const lines = [
    `kernel ${kernel}`,
    `pool ${String(below(6))}`,
    ...(below(3) === 0 ? [`overcommit ${String(1 + below(2))}`] : []),
    "process parent, neighbour",
    `scenario "random ${String(seed)}" {`,
    `  parent: a = mmap(/dev/hugepages/data, ${String(pages)}, ${share})`,
    ...(below(2) === 0 ? [`  parent: write a[0:${String(1 + below(pages))}]`] : []),
    ...(below(2) === 0 ? ["  neighbour: b = mmap(/dev/hugepages/data, 1, MAP_SHARED)"] : []),
    ...CHILDREN.slice(0, 1 + below(2)).map((child) => `  parent: ${child} = fork()`),
    "  concurrent {",
  ];
  const page = (): string => `a[${String(below(pages))}]`;
  const children = CHILDREN.filter((child) => lines.some((line) => line.includes(`${child} = fork`)));
  for (const actor of ["parent", ...children, "neighbour"]) {
    for (let left = 1 + below(MAX_BLOCK_STEPS); left > 0; left--) {
      const action =
        actor === "neighbour"
          ? oneOf([
              `n${String(left)} = mmap(/dev/hugepages/own, 1, MAP_PRIVATE)`,
              `ftruncate(/dev/hugepages/data, ${String(below(3))})`,
              "unlink(/dev/hugepages/data)",
            ])
          : oneOf([
              `read ${page()}`,
              `write ${page()}`,
              `write ${page()}`,
              "read a",
              `munmap(${page()})`,
              `mlock(${page()})`,
              `mprotect(${page()}, PROT_READ)`,
              "exit()",
            ]);
      lines.push(`    ${actor}: ${action}`);
    }
  }
  if (below(4) === 0) lines.push(`    sysctl vm.nr_hugepages = ${String(below(6))}`);
  lines.push("  }", "}", "");
  return { text: lines.join("\n"), kernel };
}

/** Searches the interleavings of a seed's scenario; the machine is recounted in every state. */
export function fuzz(seed: number): Fuzzed {
  const { text, kernel } = randomScenario(seed);
  const wrong = new Set<string>();
  let states = 0;
  try {
    const checked = check(
      { uri: `random:${String(seed)}`, tree: parse(text) },
      { include: () => ({ state: "missing", reason: "nothing is included" }) },
    );
    const [scenario] = checked.scenarios;
    if (scenario === undefined || checked.diagnostics.some(({ severity }) => severity === 1))
      throw new Error(`the random scenario does not check: ${checked.diagnostics.map(String).join(", ")}`);
    const { plan } = planOf(compile(scenario, kernel));
    const judges = {
      state: (machine: Parameters<typeof unsound>[0]): number => {
        for (const sentence of unsound(machine)) wrong.add(sentence);
        return 0;
      },
      move: () => 0,
      blocked: () => 0,
    };
    const search = new Search(plan, judges, COUNTING_REDUCTIONS, LIMITS);
    for (const _ of search.run()) if (wrong.size > 0) break;
    states = search.states;
  } catch (error) {
    return {
      text,
      kernel,
      states,
      unsound: [...wrong],
      thrown: error instanceof Error ? error.message : String(error),
    };
  }
  return { text, kernel, states, unsound: [...wrong], thrown: null };
}
