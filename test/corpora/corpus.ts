/** Reads the recorded scenarios and traces (data/FORMAT.md) and turns their operations into the engine's steps. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Config, FileName, KernelId, PageSize, PolicyMode, Step } from "../../engine/index.js";
import { PAGE_BYTES } from "../../engine/index.js";

const DATA = new URL("data/", import.meta.url);

/** One operation as recorded. */
export interface Operation {
  readonly p?: string;
  readonly op: string;
  readonly m?: string;
  readonly c?: string;
  readonly s?: string;
  readonly file?: string | null;
  readonly share?: "shared" | "private";
  readonly flags?: readonly ("noreserve" | "populate" | "locked")[];
  readonly len?: number;
  readonly off?: number;
  readonly prot?: "rw" | "r" | "none";
  readonly pg?: number;
  readonly from?: number;
  readonly to?: number;
  readonly advice?: "DONTNEED" | "DONTFORK" | "DOFORK";
  readonly mode?: string;
  readonly name?: "nr_hugepages" | "nr_overcommit_hugepages";
  readonly value?: number;
  readonly nodes?: readonly number[];
  readonly node?: number;
  readonly move?: boolean;
  readonly sig?: string;
  readonly pagesize?: PageSize;
}

export interface CorpusScenario {
  readonly id: string;
  readonly pool: number;
  readonly overcommit: number;
  readonly mount: { readonly size: number | null; readonly min: number | null };
  readonly procs: readonly string[];
  readonly nodes?: readonly number[];
  readonly on?: Readonly<Record<string, number>>;
  readonly cgroups?: Readonly<Record<string, { readonly limit: number | null; readonly rsvd: number | null }>>;
  readonly in?: Readonly<Record<string, string>>;
  readonly pool1g?: number;
  readonly ops: readonly Operation[];
}

export interface RecordedStep {
  readonly r: string;
  readonly c: readonly number[];
  readonly maps: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly nodes?: readonly (readonly number[])[];
  readonly nodemap?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly cg?: Readonly<Record<string, readonly number[]>>;
  readonly c1g?: readonly number[];
}

export interface RecordedTrace {
  readonly id: string;
  readonly kernel: string;
  readonly steps: readonly RecordedStep[];
}

/** Lines of a data file (gzip or plain). Numbers stay within what a double holds, counters below -2^53 are rounded alike everywhere. */
export function readLines<T>(name: string): T[] {
  const url = new URL(name, DATA);
  const bytes = readFileSync(url);
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

/** Profiles that have traces of that kernel. */
export function profilesOf(kernel: KernelId): string[] {
  const folder = new URL(`${encodeURIComponent(kernel).replaceAll("%2B", "+").replaceAll("%40", "@")}/`, DATA);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".jsonl.gz"))
    .map((file) => file.replace(".jsonl.gz", ""))
    .toSorted();
}

const MOUNT: Readonly<Record<PageSize, string>> = { "2M": "/dev/hugepages", "1G": "/dev/hugepages1G" };

/** The machine that the scenario was recorded on. */
export function configOf(scenario: CorpusScenario, kernel: KernelId): Config {
  const { nodes, overcommit, pool1g } = scenario;
  return {
    kernel,
    pools: [
      nodes === undefined
        ? { pageSize: "2M", pages: scenario.pool, overcommit }
        : { pageSize: "2M", pages: nodes.reduce((sum, pages) => sum + pages, 0), overcommit, nodes },
      ...(pool1g === undefined ? [] : [{ pageSize: "1G", pages: pool1g, overcommit: 0 } as const]),
    ],
    mounts: [
      { path: MOUNT["2M"], pageSize: "2M", size: scenario.mount.size, minSize: scenario.mount.min },
      ...(pool1g === undefined ? [] : [{ path: MOUNT["1G"], pageSize: "1G", size: null, minSize: null } as const]),
    ],
    processes: scenario.procs.map((name) => ({
      name,
      ...(scenario.in?.[name] !== undefined && { cgroup: scenario.in[name] }),
      ...(scenario.on?.[name] !== undefined && { node: scenario.on[name] }),
    })),
    cgroups: Object.entries(scenario.cgroups ?? {}).map(([name, { limit, rsvd }]) => ({
      name,
      limits: [{ pageSize: "2M", limit, rsvd }],
    })),
  };
}

const fileOf = (name: string, size: PageSize): FileName => ({ mount: MOUNT[size], path: `${MOUNT[size]}/${name}` });

/** The step that the operation is. Throws for operations that are not known here. */
export function stepOf(op: Operation): Step {
  const actor = op.p ?? "";
  const mapping = op.m ?? "";
  const pageSize = op.pagesize ?? "2M";
  const bytes = PAGE_BYTES[pageSize];
  const slice = { from: op.from ?? 0, to: op.to ?? 0 };
  switch (op.op) {
    case "mmap":
      return {
        call: "mmap",
        actor,
        mapping,
        file: op.file === null || op.file === undefined ? null : fileOf(op.file, pageSize),
        length: (op.len ?? 0) * bytes,
        share: op.share ?? "private",
        flags: op.flags ?? [],
        offset: (op.off ?? 0) * bytes,
        protection: op.prot ?? "rw",
        pageSize,
      };
    case "read":
    case "write":
      return { call: op.op, actor, mapping, slice: { from: op.pg ?? 0, to: (op.pg ?? 0) + 1 } };
    case "munmap":
    case "mlock":
    case "munlock":
      return { call: op.op, actor, mapping, slice };
    case "mprotect":
      return { call: "mprotect", actor, mapping, slice, protection: op.prot ?? "rw" };
    case "madvise":
      return { call: "madvise", actor, mapping, slice, advice: op.advice ?? "DONTNEED" };
    case "fork":
      return { call: "fork", actor, child: op.c ?? "" };
    case "exit":
      return { call: "exit", actor };
    case "ftruncate":
      return { call: "ftruncate", actor, file: fileOf(op.file ?? "", pageSize), length: (op.len ?? 0) * bytes };
    case "fallocate":
      return {
        call: "fallocate",
        actor,
        file: fileOf(op.file ?? "", pageSize),
        from: slice.from * bytes,
        to: slice.to * bytes,
        punch: op.mode === "punch",
      };
    case "unlink":
      return { call: "unlink", actor, file: fileOf(op.file ?? "", pageSize) };
    case "sysctl":
      return {
        call: "sysctl",
        actor: null,
        name: op.name ?? "nr_hugepages",
        value: op.value ?? 0,
        pageSize,
        ...(op.node !== undefined && { node: op.node }),
      };
    case "vfork":
      return { call: "vfork", actor, child: op.c ?? "" };
    case "exec":
      return { call: "exec", actor };
    case "kill":
      return { call: "kill", actor: null, target: op.c ?? "", signal: `SIG${op.sig ?? ""}` };
    case "mremap":
      return { call: "mremap", actor, mapping, length: (op.len ?? 0) * bytes, fixed: op.move ?? false };
    case "shmget":
      return {
        call: "shmget",
        actor,
        segment: op.s ?? "",
        length: (op.len ?? 0) * bytes,
        noreserve: op.flags?.includes("noreserve") ?? false,
      };
    case "shmat":
      return { call: "shmat", actor, mapping, segment: op.s ?? "", readonly: op.prot === "r" };
    case "shmdt":
      return { call: "shmdt", actor, mapping };
    case "shmrm":
      return { call: "shmctl", actor, segment: op.s ?? "" };
    case "mbind":
      return { call: "mbind", actor, mapping, slice, mode: policyMode(op.mode), nodes: op.nodes ?? [] };
    case "set_mempolicy":
      return { call: "set_mempolicy", actor, mode: policyMode(op.mode), nodes: op.nodes ?? [] };
    default:
      throw new Error(`unknown operation ${op.op}`);
  }
}

function policyMode(mode: string | undefined): PolicyMode {
  if (mode === "BIND" || mode === "PREFERRED" || mode === "INTERLEAVE" || mode === "DEFAULT") return mode;
  throw new Error(`unknown policy ${String(mode)}`);
}
