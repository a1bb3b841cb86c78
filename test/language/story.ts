/** Builds programs by hand, for tests of what comes after the compiler. */
import type { Config, KernelId, MmapStep, Step } from "../../engine/index.js";
import type { Claim, Condition, Invariant, Program, ProgramItem, StepItem } from "../../language/compile/program.js";
import { type Run, runProgram } from "../../language/run/index.js";

export const URI = "file:///story.hugetlb";
export const FILE = { mount: "/dev/hugepages", path: "/dev/hugepages/data" } as const;
const PAGE = 2 * 1024 ** 2;

export interface Line {
  readonly step?: Step;
  readonly text?: string;
  readonly announced?: readonly string[];
  readonly expect?: readonly Condition[];
}

/** A config of one pool. */
export function config(
  kernel: KernelId,
  pages: number,
  overcommit = 0,
  processes: readonly string[] = ["parent"],
): Config {
  return {
    kernel,
    pools: [{ pageSize: "2M", pages, overcommit }],
    mounts: [{ path: "/dev/hugepages", pageSize: "2M", size: null, minSize: null }],
    processes: processes.map((name) => ({ name })),
    cgroups: [],
  };
}

export function mmap(actor: string, mapping: string, pages: number, share: "shared" | "private" = "private"): Step {
  const step: MmapStep = {
    call: "mmap",
    actor,
    mapping,
    file: FILE,
    length: pages * PAGE,
    share,
    flags: [],
    offset: 0,
    protection: "rw",
    pageSize: "2M",
  };
  return step;
}

export function access(
  call: "read" | "write",
  actor: string,
  mapping: string,
  from = 0,
  to: number | null = null,
): Step {
  return { call, actor, mapping, slice: { from, to } };
}

/** One item a line, the first on line 1 (counted from 1). */
export function program(
  settings: Config,
  lines: readonly Line[],
  invariants: readonly { readonly condition: Condition; readonly never: boolean }[] = [],
): Program {
  const range = (line: number, from: number, to: number) => ({
    start: { line, character: from },
    end: { line, character: to },
  });
  const claim = (condition: Condition, line: number): Claim => ({
    condition,
    text: `claim ${condition.kind}`,
    uri: URI,
    range: range(line, 7, 20),
  });
  const items = lines.flatMap((written, line): ProgramItem[] => {
    if (written.expect !== undefined)
      return [{ kind: "expect", claims: written.expect.map((condition) => claim(condition, line)), sometimes: false }];
    if (written.step === undefined) return [];
    const item: StepItem = {
      kind: "step",
      step: written.step,
      text: written.text ?? written.step.call,
      uri: URI,
      range: range(line, 0, 10),
      announced: written.announced === undefined ? null : { anyOf: written.announced, range: range(line, 14, 20) },
      concurrent: null,
      rounds: [],
    };
    return [item];
  });
  const always: Invariant[] = invariants.map(({ condition, never }, i) => ({
    claim: claim(condition, 100 + i),
    never,
  }));
  return {
    scenario: "story",
    kernel: settings.kernel,
    config: settings,
    items,
    invariants: always,
    diagnostics: [],
    leftOut: [],
  };
}

/** The patchset's own story: the pool is full, the parent writes after the fork, the child touches. */
export function stealStory(announced: Readonly<Record<number, readonly string[]>> = {}): readonly Line[] {
  const steps: readonly [Step, string][] = [
    [mmap("parent", "a", 2), "a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)"],
    [access("write", "parent", "a"), "write a"],
    [{ call: "fork", actor: "parent", child: "child" }, "child = fork()"],
    [access("write", "parent", "a", 0, 1), "write a[0]"],
    [access("read", "child", "a", 0, 1), "read a[0]"],
    [access("read", "child", "a", 1, 2), "read a[1]"],
  ];
  return steps.map(([step, text], i) => {
    const words = announced[i + 1];
    return words === undefined ? { step, text } : { step, text, announced: words };
  });
}

/** Runs the story. */
export function runStory(kernel: KernelId, announced: Readonly<Record<number, readonly string[]>> = {}): Run {
  return runProgram(program(config(kernel, 2), stealStory(announced)));
}
