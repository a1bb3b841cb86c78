/** A run as a C program that plays it on a real kernel, and says after each step whether it came out alike. */
import type { CgroupLimit, Config } from "../../engine/index.js";
import { MAX_EXPORTED_STEPS } from "../limits.js";
import type { Run, RunStep } from "../run/index.js";
import { Cast, quoted } from "./cast.js";
import machinery from "./machinery.c";
import { callOf, sizeOf } from "./statements.js";

const STORY = "/*@story@*/";
const UNLIMITED: CgroupLimit = { pageSize: "2M", limit: null, rsvd: null };

/** Where the run comes from. */
export interface Origin {
  /** The file, as a reader knows it. */
  readonly file: string;
  /** The scenario as it is written. */
  readonly text: string;
  /** What the program's file is called, without its ending. */
  readonly program: string;
  /** How the run is not as the text says: `pool 3`; empty when it is. */
  readonly otherwise: string;
}

/** Why no program is made of a run. */
export interface Refusal {
  /** It is too long, and nothing else is wrong with it. */
  readonly long: boolean;
  readonly words: string;
}

/** Why no program can be made of a scenario's run; null when one can: a machine that was not booted has no story. */
export function refusalOf(scenario: string, run: Run | undefined): Refusal | null {
  const length = run?.steps.length ?? 0;
  if (length === 0) return { long: false, words: `"${scenario}" has no step that could be played` };
  if (length <= MAX_EXPORTED_STEPS) return null;
  return { long: true, words: `"${scenario}" has more than ${MAX_EXPORTED_STEPS} steps: too many for a program` };
}

/** The whole program of a run that is not refused. */
export function reproducerOf(run: Run, origin: Origin): string {
  const cast = new Cast(run.trace.config);
  const steps = run.steps.map((step) => stepLines(step, cast));
  const [head, tail] = machinery.split(STORY);
  return [preface(run, origin), (head ?? "").trim(), "", ...storyLines(run, cast, steps), (tail ?? "").trim(), ""].join(
    "\n",
  );
}

function preface({ scenario, kernel }: Run, { file, text, program, otherwise }: Origin): string {
  const told = [
    scenario,
    "",
    `Plays the scenario of ${file} on the kernel that runs here, one step after another, and tells after each`,
    `what it came to and the pool's counters; where they differ from what a model of Linux ${kernel} says, it says so.`,
    "",
    `    cc -o ${program} ${program}.c && sudo ./${program}`,
    "",
    "It sets vm.nr_hugepages and vm.nr_overcommit_hugepages, and puts them back at the end. Nobody else may use huge",
    "pages meanwhile. Exit status: 0 as the model says, 1 otherwise, 2 it could not be played.",
    "",
    ...(otherwise === "" ? [] : [`It is played otherwise than it is written: ${otherwise}.`, ""]),
    ...text.trimEnd().split(/\r?\n/u),
  ];
  // Nothing in the text ends the comment, or begins another.
  const lines = told.map((line) =>
    ` * ${line.replace(/\*(?=\/)|\/(?=\*)/gu, "$&\u200b").replace(/\p{Cc}/gu, " ")}`.trimEnd(),
  );
  return ["/*", ...lines, " */", ""].join("\n");
}

function storyLines(run: Run, cast: Cast, steps: readonly (readonly string[])[]): readonly string[] {
  const execs = run.steps.filter(({ item }) => item.step.call === "exec").length;
  const { mounts, cgroups } = run.trace.config;
  const widest = Math.max(3, ...cast.processes.map((name) => name.length));
  return [
    `#define MODEL ${quoted(run.kernel)}`,
    `enum { ${[...cast.constants, "PROCESSES"].join(", ")} };`,
    `enum { ${[...cast.mappings.map((name) => cast.mapping(name)), "MAPPINGS"].join(", ")} };`,
    `enum { ${[...cast.segments.map((name) => cast.segment(name)), "SEGMENTS"].join(", ")} };`,
    `enum { MEMORIES = PROCESSES + ${execs}, MOUNTS = ${mounts.length + 1}, GROUPS = ${cgroups.length + 1}, NAME_WIDTH = ${widest} };`,
    `static const char *const names[] = {${cast.processes.map(quoted).join(", ")}};`,
    "",
    "static void story(void);",
    "",
    "static void set_up(void) {",
    ...setUpLines(run.trace.config, cast).map((line) => `  ${line}`),
    "}",
    "",
    "/* Every process goes through it, and does what is its own. */",
    "static void story(void) {",
    ...steps.flat().map((line) => `  ${line}`),
    "}",
    "",
  ];
}

function stepLines({ item, trace }: RunStep, cast: Cast): readonly string[] {
  const { step, range, text } = item;
  const { total, free, rsvd, surp } = trace.counters;
  const actor = cast.process(step.actor);
  const call = callOf(step, trace.result !== "ok", cast);
  const model = [quoted(trace.result), total, free, rsvd, surp].join(", ");
  return [
    `/* line ${range.start.line + 1} */`,
    `if (turn(${actor}, ${quoted(text)}, ${model}))`,
    `  came_to(${call});`,
  ];
}

function setUpLines(config: Config, cast: Cast): readonly string[] {
  const lines: string[] = [];
  for (const { pageSize, pages, overcommit, nodes } of config.pools) {
    lines.push(...(nodes ?? []).map((own, node) => `node_pages(${node}, ${own});`));
    lines.push(`pool(${sizeOf(pageSize)}, ${pages}, ${overcommit});`);
  }
  for (const { path, pageSize, size, minSize } of config.mounts)
    lines.push(
      `mount_at(${quoted(cast.place(path))}, ${sizeOf(pageSize)}, ${size ?? -1}, ${minSize ?? -1}); /* ${path.replaceAll("*/", "* /")} */`,
    );
  for (const { name, limits } of config.cgroups)
    for (const { pageSize, limit, rsvd } of limits.length === 0 ? [UNLIMITED] : limits)
      lines.push(`group(${quoted(name)}, ${sizeOf(pageSize)}, ${limit ?? -1}, ${rsvd ?? -1});`);
  for (const [number, { node, cgroup }] of config.processes.entries())
    lines.push(
      `process(${cast.processConstant(number)}, ${node === undefined ? "NO_NODE" : String(node)}, ${cgroup === undefined ? "NULL" : quoted(cgroup)});`,
    );
  return lines;
}
