/** Runs told line by line to the engine: pictures for the panel's tests that need no parser. */
import { Machine } from "../../engine/index.js";
import type { Config, KernelId, Step, StepTrace } from "../../engine/index.js";
import type { Phrase, PictureStep, RunPicture, Verdict, Why, WhyLink } from "../../language/picture/picture.js";

/** A run that was told: its steps are all there. */
export type ToldRun = RunPicture & { readonly steps: readonly PictureStep[] };

export interface Tale {
  readonly scenario: string;
  readonly pool: number;
  readonly overcommit?: number;
  readonly processes: readonly string[];
  readonly kernels: readonly KernelId[];
  /** `parent: write a[0]`; `-> SIGBUS` at the end announces. */
  readonly lines: readonly string[];
}

const MOUNT = "/dev/hugepages";

function slice(text: string | undefined): { from: number; to: number | null } {
  if (text === undefined) return { from: 0, to: null };
  const [from, to] = text.split(":");
  return { from: Number(from), to: to === undefined ? Number(from) + 1 : Number(to) };
}

function stepOf(actor: string, text: string): Step {
  const access = /^(read|write) (\w+)(?:\[([\d:]+)\])?$/.exec(text);
  if (access !== null)
    return { call: access[1] === "read" ? "read" : "write", actor, mapping: access[2] ?? "", slice: slice(access[3]) };
  const mmap = /^(\w+) = mmap\((\S+), (\d+), MAP_(SHARED|PRIVATE)(?:, offset=(\d+))?\)$/.exec(text);
  if (mmap !== null)
    return {
      call: "mmap",
      actor,
      mapping: mmap[1] ?? "",
      file: { mount: MOUNT, path: mmap[2] ?? "" },
      length: Number(mmap[3]) * 2 * 1024 ** 2,
      share: mmap[4] === "SHARED" ? "shared" : "private",
      flags: [],
      offset: Number(mmap[5] ?? 0) * 2 * 1024 ** 2,
      protection: "rw",
      pageSize: "2M",
    };
  const munmap = /^munmap\((\w+)(?:\[([\d:]+)\])?\)$/.exec(text);
  if (munmap !== null) return { call: "munmap", actor, mapping: munmap[1] ?? "", slice: slice(munmap[2]) };
  const fork = /^(\w+) = fork\(\)$/.exec(text);
  if (fork !== null) return { call: "fork", actor, child: fork[1] ?? "" };
  if (text === "exec()" || text === "exit()") return { call: text === "exec()" ? "exec" : "exit", actor };
  const kill = /^kill\((\w+), (\w+)\)$/.exec(text);
  if (kill !== null) return { call: "kill", actor, target: kill[1] ?? "", signal: kill[2] ?? "" };
  throw new Error(`not told how to do: ${text}`);
}

/** Runs a tale under a kernel. */
export function tell(tale: Tale, kernel: KernelId): ToldRun {
  const config: Config = {
    kernel,
    pools: [{ pageSize: "2M", pages: tale.pool, overcommit: tale.overcommit ?? 0 }],
    mounts: [{ path: MOUNT, pageSize: "2M", size: null, minSize: null }],
    processes: tale.processes.map((name) => ({ name })),
    cgroups: [],
  };
  const machine = Machine.boot(config);
  const start = machine.counters();
  const processes = tale.processes.map((name) => ({ name, pid: machine.process(name)?.pid ?? 0 }));
  const steps = tale.lines.map((line, at): PictureStep => {
    const [said, announced] = line.split(/\s+->\s+/);
    const sysctl = /^sysctl vm\.(nr_hugepages|nr_overcommit_hugepages) = (\d+)$/.exec(said ?? "");
    const actor = sysctl === null ? (said ?? "").slice(0, (said ?? "").indexOf(":")) : null;
    const text = sysctl === null ? (said ?? "").slice((said ?? "").indexOf(":") + 1).trim() : (said ?? "");
    const pid = actor === null ? null : (machine.process(actor)?.pid ?? null);
    const step: Step =
      sysctl === null
        ? stepOf(actor ?? "", text)
        : {
            call: "sysctl",
            actor: null,
            name: sysctl[1] === "nr_hugepages" ? "nr_hugepages" : "nr_overcommit_hugepages",
            value: Number(sysctl[2]),
            pageSize: "2M",
          };
    const trace: StepTrace = machine.step(step);
    return {
      line: at + 6,
      actor,
      pid,
      text,
      result: trace.result,
      announced: announced === trace.result,
      events: trace.events,
      counters: trace.counters,
    };
  });
  const verdict = verdictOf(steps);
  return {
    scenario: tale.scenario,
    kernel,
    processes,
    pool: tale.pool,
    overcommit: tale.overcommit ?? 0,
    start,
    others: [],
    nodes: [],
    cgroups: [],
    steps,
    verdict,
    headline: headlineOf(steps, verdict),
    leftOut: [],
    limit: null,
  };
}

function verdictOf(steps: readonly PictureStep[]): Verdict {
  if (steps.some(({ result }) => result === "BUG" || result === "HANG"))
    return { outcome: "bug", words: "kernel BUG", passed: false };
  const deaths = steps.filter(({ result }) => result.startsWith("SIG"));
  const words = deaths.map(({ actor, result }) => `${actor ?? ""} ${result}`).join(", ");
  if (deaths.some(({ announced }) => !announced)) return { outcome: "dies", words, passed: false };
  if (deaths.length > 0) return { outcome: "announced", words, passed: true };
  const failed = steps.find(({ result }) => result.startsWith("E"));
  return failed === undefined
    ? { outcome: "fine", words: "nobody dies", passed: true }
    : { outcome: "failed", words: `${failed.actor ?? ""} ${failed.result}`, passed: false };
}

function headlineOf(steps: readonly PictureStep[], verdict: Verdict): Phrase {
  if (verdict.outcome === "fine") return [{ name: "Nobody dies." }, ` ${steps.length} steps.`];
  if (verdict.outcome === "bug")
    return [
      { name: "BUG_ON in hugetlb_cow" },
      " at ",
      { step: 1 + steps.findIndex(({ result }) => result === "BUG") },
      ". Nothing after this step can be trusted.",
    ];
  if (verdict.outcome === "failed") {
    const at = steps.findIndex(({ result }) => result.startsWith("E"));
    return [
      { name: steps[at]?.actor ?? "" },
      " is answered ",
      { signal: steps[at]?.result ?? "" },
      " at ",
      { step: at + 1 },
      ". Nobody dies.",
    ];
  }
  return steps.flatMap(({ result, actor, announced }, at): Phrase => {
    if (!result.startsWith("SIG")) return [];
    const cause = causeOf(steps, at);
    const lines: Phrase = [
      { name: actor ?? "" },
      " dies at ",
      { step: at + 1 },
      " by ",
      { signal: result },
      ...(announced ? [", as the scenario says."] : [": ", ...cause, "."]),
    ];
    return steps.slice(0, at).some((step) => step.result.startsWith("SIG")) ? ["\n", ...lines] : lines;
  });
}

function causeOf(steps: readonly PictureStep[], at: number): Phrase {
  const kill = steps[at]?.events.find((event) => event.kind === "kill");
  if (kill?.cause.why !== "unmapped") return ["no page is left for it"];
  for (let before = at - 1; before >= 0; before--) {
    const taken = steps[before]?.events.find(
      (event) => event.kind === "unmap" && event.why === "taken" && event.pid === kill.pid,
    );
    if (taken?.kind === "unmap")
      return [
        { name: steps[before]?.actor ?? "" },
        "’s write at ",
        { step: before + 1 },
        " had taken its page ",
        { page: taken.page },
        " away",
      ];
  }
  return ["a page was taken from it"];
}

/** One link for each event that somebody would ask about; the cause of a death first. */
export function explain(run: ToldRun, number: number): Why {
  const step = run.steps[number - 1];
  const links = step === undefined ? [] : linksOf(run, number);
  const printk = step?.events.find((event) => event.kind === "printk");
  return { step: number, summary: links.at(-1)?.phrase ?? ["Nothing changes."], links, printk: printk?.text ?? null };
}

function linksOf(run: ToldRun, number: number): WhyLink[] {
  const step = run.steps[number - 1];
  if (step === undefined) return [];
  const name = { name: step.actor ?? "sysctl" };
  const links: WhyLink[] = [
    {
      glyph: "look",
      phrase: [name, `: ${step.text}.`],
      fn: step.events[0]?.fn ?? "hugetlb_fault",
      commit: null,
      step: number,
    },
  ];
  for (const event of step.events) {
    const at = { fn: event.fn, commit: event.commit ?? null, step: number };
    if (event.kind === "refuse")
      links.push({
        ...at,
        glyph: "none",
        phrase: [
          `No page for it: ${event.shortage.free} free, ${event.shortage.reserved} promised; surplus ${event.shortage.surplus} of ${event.shortage.overcommit}.`,
        ],
      });
    if (event.kind === "unmap" && event.why === "taken")
      links.push({
        ...at,
        glyph: "taken",
        phrase: [
          name,
          " made this mapping and must not die: ",
          { page: event.page },
          " is taken instead. Nothing is copied.",
        ],
      });
    if (event.kind === "alloc")
      links.push({ ...at, glyph: "page", phrase: [`From the ${event.from}: `, { page: event.page }, "."] });
    if (event.kind === "copy")
      links.push({
        ...at,
        glyph: "copy",
        phrase: ["Copied into ", { page: event.to }, "; the others keep ", { page: event.from }, "."],
      });
    if (event.kind === "fail")
      links.push({ ...at, glyph: "failed", phrase: ["The call answers ", { signal: event.errno }, "."] });
    if (event.kind === "bug") links.push({ ...at, glyph: "bug", phrase: [event.what] });
    if (event.kind === "kill") {
      if (event.cause.why === "unmapped") {
        const before = run.steps.findLastIndex(
          (earlier, index) =>
            index < number - 1 &&
            earlier.events.some((other) => other.kind === "unmap" && other.why === "taken" && other.pid === event.pid),
        );
        links.unshift(...linksOf(run, before + 1));
      }
      links.push({ ...at, glyph: "killed", phrase: [{ signal: event.signal }, " to ", name, "."] });
    }
  }
  return links;
}
