/** Writes a recorded scenario as somebody would have typed it: the text of a `.hugetlb` file with one scenario. */
import type { KernelId } from "../../engine/index.js";
import type { CorpusScenario, Operation } from "./corpus.js";

/** The process that stands for whoever kills from outside: it has no part in anything else. */
export const BYSTANDER = "bystander";

const MOUNT = "/dev/hugepages";
const GIGANTIC_MOUNT = "/dev/hugepages1G";

const PROTECTIONS = { rw: "PROT_READ|PROT_WRITE", r: "PROT_READ", none: "PROT_NONE" } as const;
const FLAGS = { noreserve: "MAP_NORESERVE", populate: "MAP_POPULATE", locked: "MAP_LOCKED" } as const;

/** A scenario as text, and which operation each of its steps is. */
export interface CorpusStory {
  readonly text: string;
  /** Index into the scenario's operations by the order of the steps. */
  readonly steps: readonly number[];
}

/**
 * The text of the scenario for one kernel. An operation on a mapping that its process never had cannot be said (the text
 * has an error there); recorded are none that change anything, and they are left out.
 */
export function storyOf(scenario: CorpusScenario, kernel: KernelId): CorpusStory {
  const names = new NamesInScope(scenario);
  const steps: number[] = [];
  const lines: string[] = [];
  for (const [index, operation] of scenario.ops.entries()) {
    if (!names.knows(operation)) continue;
    steps.push(index);
    lines.push(`  ${lineOf(operation)}`);
  }
  return {
    text: [`scenario "${scenario.id}" {`, ...settingsOf(scenario, kernel), ...lines, "}", ""].join("\n"),
    steps,
  };
}

function settingsOf(scenario: CorpusScenario, kernel: KernelId): readonly string[] {
  const { nodes, overcommit, mount, cgroups, pool1g } = scenario;
  const settings = [`kernel ${kernel}`];
  if (nodes === undefined) settings.push(`pool ${String(scenario.pool)}`);
  else settings.push(...nodes.map((pages, node) => `node ${String(node)} pool ${String(pages)}`));
  if (overcommit > 0) settings.push(`overcommit ${String(overcommit)}`);
  const options = [option("size", mount.size), option("min_size", mount.min)].join("");
  if (options !== "") settings.push(`mount ${MOUNT}${options}`);
  if (pool1g !== undefined) settings.push(`pool ${String(pool1g)} x 1G`, `mount ${GIGANTIC_MOUNT} pagesize=1G`);
  for (const [name, { limit, rsvd }] of Object.entries(cgroups ?? {}))
    settings.push(`cgroup ${name}${option("limit", limit)}${option("rsvd", rsvd)}`);
  for (const name of scenario.procs) {
    const group = scenario.in?.[name];
    const node = scenario.on?.[name];
    const where = `${group === undefined ? "" : ` in cgroup ${group}`}${node === undefined ? "" : ` on node ${String(node)}`}`;
    settings.push(`process ${name}${where}`);
  }
  if (scenario.ops.some(({ op }) => op === "kill")) settings.push(`process ${BYSTANDER}`);
  return settings.map((line) => `  ${line}`);
}

function option(key: string, value: number | null): string {
  return value === null ? "" : ` ${key}=${String(value)}`;
}

function lineOf(operation: Operation): string {
  if (operation.op === "sysctl") {
    const size = operation.pagesize === undefined ? "" : ` x ${operation.pagesize}`;
    const node = operation.node === undefined ? "" : ` on node ${String(operation.node)}`;
    return `sysctl vm.${String(operation.name)} = ${String(operation.value)}${size}${node}`;
  }
  return `${operation.p ?? BYSTANDER}: ${actionOf(operation)}`;
}

function actionOf(operation: Operation): string {
  const { op, m = "", c = "", s = "", len = 0, from = 0, to = 0, prot = "rw" } = operation;
  const slice = `${m}[${String(from)}:${String(to)}]`;
  switch (op) {
    case "mmap":
      return mmapOf(operation);
    case "read":
    case "write":
      return `${op} ${m}[${String(operation.pg ?? 0)}]`;
    case "munmap":
    case "mlock":
    case "munlock":
      return `${op}(${slice})`;
    case "mprotect":
      return `mprotect(${slice}, ${PROTECTIONS[prot]})`;
    case "madvise":
      return `madvise(${slice}, MADV_${operation.advice ?? ""})`;
    case "ftruncate":
      return `ftruncate(${pathOf(operation)}, ${String(len)})`;
    case "fallocate":
      return `fallocate(${pathOf(operation)}, ${String(from)}:${String(to)}${operation.mode === "punch" ? ", FALLOC_FL_PUNCH_HOLE" : ""})`;
    case "unlink":
      return `unlink(${pathOf(operation)})`;
    case "fork":
    case "vfork":
      return `${c} = ${op}()`;
    case "exit":
    case "exec":
      return `${op}()`;
    case "kill":
      return `kill(${c}, SIG${operation.sig ?? ""})`;
    case "mremap":
      return `mremap(${m}, ${String(len)}${operation.move === true ? ", MREMAP_FIXED" : ""})`;
    case "shmget":
      return `${s} = shmget(${String(len)}, SHM_HUGETLB${operation.flags?.includes("noreserve") === true ? " | SHM_NORESERVE" : ""})`;
    case "shmat":
      return `${m} = shmat(${s}${prot === "r" ? ", SHM_RDONLY" : ""})`;
    case "shmdt":
      return `shmdt(${m})`;
    case "shmrm":
      return `shmctl(${s}, IPC_RMID)`;
    case "mbind":
      return `mbind(${slice}, ${policyOf(operation)})`;
    case "set_mempolicy":
      return `set_mempolicy(${policyOf(operation)})`;
    default:
      throw new Error(`unknown operation ${op}`);
  }
}

function mmapOf(operation: Operation): string {
  const { m = "", share = "private", flags = [], len = 0, off = 0, prot = "rw", pagesize } = operation;
  const anonymous = operation.file === null || operation.file === undefined;
  const words = [`MAP_${share.toUpperCase()}`, ...flags.map((flag) => FLAGS[flag])].join(" | ");
  const options = [
    ...(off === 0 ? [] : [`offset=${String(off)}`]),
    ...(prot === "rw" ? [] : [`prot=${PROTECTIONS[prot]}`]),
    ...(anonymous && pagesize !== undefined ? [`pagesize=${pagesize}`] : []),
  ];
  return `${m} = mmap(${[anonymous ? "anon" : pathOf(operation), String(len), words, ...options].join(", ")})`;
}

function pathOf({ file, pagesize }: Operation): string {
  return `${pagesize === "1G" ? GIGANTIC_MOUNT : MOUNT}/${file ?? ""}`;
}

function policyOf({ mode = "DEFAULT", nodes = [] }: Operation): string {
  return [`MPOL_${mode}`, ...nodes.map(String)].join(", ");
}

/** Which process may use which mapping's name, whatever its calls come to. */
class NamesInScope {
  readonly #mappings: Map<string, Set<string>>;

  constructor({ procs }: CorpusScenario) {
    this.#mappings = new Map(procs.map((name) => [name, new Set()]));
  }

  /** Whether the operation speaks of names that are there; what it makes is there from then on. */
  knows({ op, p = BYSTANDER, m, c = "" }: Operation): boolean {
    const own = this.#mappings.get(p) ?? new Set<string>();
    switch (op) {
      case "mmap":
      case "shmat":
        own.add(m ?? "");
        return true;
      case "fork":
        this.#mappings.set(c, new Set(own));
        return true;
      case "vfork":
        this.#mappings.set(c, own);
        return true;
      default:
        return m === undefined || own.has(m);
    }
  }
}
