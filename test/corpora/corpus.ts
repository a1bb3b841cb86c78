/** Reads the recorded scenarios and traces (data/FORMAT.md) and turns their operations into the engine's steps. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { Config, FileName, KernelId, PageSize, Step } from "../../engine/index.js";
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
  readonly ops: readonly Operation[];
}

export interface RecordedStep {
  readonly r: string;
  readonly c: readonly number[];
  readonly maps: Readonly<Record<string, Readonly<Record<string, string>>>>;
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

const MOUNT = "/dev/hugepages";

/** The machine that the scenario was recorded on. */
export function configOf(scenario: CorpusScenario, kernel: KernelId): Config {
  return {
    kernel,
    pools: [{ pageSize: "2M", pages: scenario.pool, overcommit: scenario.overcommit }],
    mounts: [{ path: MOUNT, pageSize: "2M", size: scenario.mount.size, minSize: scenario.mount.min }],
    processes: scenario.procs.map((name) => ({ name })),
    cgroups: [],
  };
}

const fileOf = (name: string): FileName => ({ mount: MOUNT, path: `${MOUNT}/${name}` });

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
        file: op.file === null || op.file === undefined ? null : fileOf(op.file),
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
      return { call: "ftruncate", actor, file: fileOf(op.file ?? ""), length: (op.len ?? 0) * bytes };
    case "fallocate":
      return {
        call: "fallocate",
        actor,
        file: fileOf(op.file ?? ""),
        from: slice.from * bytes,
        to: slice.to * bytes,
        punch: op.mode === "punch",
      };
    case "unlink":
      return { call: "unlink", actor, file: fileOf(op.file ?? "") };
    case "sysctl":
      return { call: "sysctl", actor: null, name: op.name ?? "nr_hugepages", value: op.value ?? 0, pageSize };
    default:
      throw new Error(`unknown operation ${op.op}`);
  }
}
