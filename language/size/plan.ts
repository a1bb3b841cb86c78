/** A sizing question: who maps how much, who forks, who writes how much of it. Numbers are huge pages. */
import { DEFAULT_PAGE_SIZE, type KernelId, PAGE_BYTES, type PageSize } from "../../engine/index.js";
import { DEFAULT_KERNEL } from "../check/support.js";
import { KERNEL_IDS, kernelNamed } from "../check/kernels.js";
import { MAX_PROCESSES } from "../limits.js";
import { didYouMean } from "../syntax/nearest.js";
import { PLAIN_KERNELS } from "../../engine/index.js";

export interface Plan {
  /** Processes that the parent forks; all of them live at the same time. */
  readonly workers: number;
  /** Private pages of the parent, all of them written before it forks. */
  readonly parent: number;
  /** How many of them each worker writes. */
  readonly dirty: number;
  /** How many of them the parent writes again after the forks. */
  readonly parentDirty: number;
  /** Pages of a shared segment that everybody writes. */
  readonly shared: number;
  /** Private pages that each worker maps itself, and writes. */
  readonly own: number;
  /** The private mappings ask for no promise. */
  readonly noreserve: boolean;
  readonly pageSize: PageSize;
  readonly kernels: readonly KernelId[];
}

/** One answer to the questions of KEYS, as written. */
export interface Entry {
  readonly key: string;
  readonly value: string;
  /** Where it was written, for a message: `--dirty`, `line 3`. */
  readonly where: string;
}

/** A question that cannot be answered: one sentence. */
export class PlanError extends Error {}

/** What may be told, and what it means: the options of the command, and the first words of the lines of a file. */
export const KEYS: Readonly<Record<string, string>> = {
  workers: "processes that the parent forks; each reads all of the parent's pages in the end",
  parent: "private pages of the parent, written before it forks (1024, or 2G)",
  dirty: "how much of them each worker writes (30%, 300, or 600M)",
  "parent-dirty": "how much of them the parent writes again after the forks",
  shared: "pages of a segment that everybody shares and writes",
  own: "private pages that each worker maps itself and writes",
  noreserve: "yes: the private mappings ask for no promise (MAP_NORESERVE)",
  "page-size": "2M or 1G",
  kernel: "kernels to answer for, or all",
};

const UNIT_BYTES: Readonly<Record<string, number>> = { K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };
const PERCENT = 100;

/** Reads the answers; what is not told is none. Throws PlanError. */
export function readPlan(entries: readonly Entry[]): Plan {
  const told = new Map<string, Entry>();
  const kernels: KernelId[] = [];
  for (const entry of entries) {
    const { key, where } = entry;
    if (!(key in KEYS)) {
      const hint = didYouMean(key, Object.keys(KEYS));
      throw new PlanError(
        `${where}: there is no \`${key}\`${hint === "" ? `; there is ${Object.keys(KEYS).join(", ")}` : hint}`,
      );
    }
    if (key === "kernel") kernels.push(...readKernels(entry));
    else if (told.has(key)) throw new PlanError(`${where}: \`${key}\` is told twice`);
    told.set(key, entry);
  }
  const pageSize = readPageSize(told.get("page-size"));
  const amount = (key: string, of: number | null = null): number => {
    const entry = told.get(key);
    return entry === undefined ? 0 : readAmount(entry, pageSize, of);
  };
  const parent = amount("parent");
  const plan: Plan = {
    workers: readCount(told.get("workers")),
    parent,
    dirty: amount("dirty", parent),
    parentDirty: amount("parent-dirty", parent),
    shared: amount("shared"),
    own: amount("own"),
    noreserve: readYes(told.get("noreserve")),
    pageSize,
    kernels: kernels.length === 0 ? [DEFAULT_KERNEL] : [...new Set(kernels)],
  };
  if (plan.parent + plan.shared + plan.own * plan.workers === 0)
    throw new PlanError("nothing is mapped: tell `parent`, `shared` or `own`");
  return plan;
}

/** The lines of a file: a key, white space, a value; `#` starts a comment. */
export function readLines(text: string): readonly Entry[] {
  return text.split(/\r?\n/u).flatMap((written, index): readonly Entry[] => {
    const line = written.replace(/#.*$/u, "").trim();
    if (line === "") return [];
    const where = `line ${index + 1}`;
    const [, key, value] = /^(\S+)\s+(.+)$/u.exec(line) ?? [];
    if (key === undefined || value === undefined)
      throw new PlanError(`${where}: \`${line}\` tells nothing: write a word and its value, as in \`workers 8\``);
    return [{ key, value: value.trim(), where }];
  });
}

function readCount(entry: Entry | undefined): number {
  if (entry === undefined) return 0;
  const { value, where } = entry;
  if (!/^\d+$/u.test(value)) throw new PlanError(`${where}: \`${value}\` is no number of processes`);
  const count = Number(value);
  if (count > MAX_PROCESSES) throw new PlanError(`${where}: a run has at most ${MAX_PROCESSES} processes`);
  return count;
}

/** Pages, a size, or (`of` given) a part of that many pages; a part of a page is a page. */
function readAmount({ value, where }: Entry, pageSize: PageSize, of: number | null): number {
  const [, digits = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]|%)?$/u.exec(value) ?? [];
  const number = Number(digits);
  if (digits === "" || (unit === "" && !Number.isInteger(number)))
    throw new PlanError(
      `${where}: \`${value}\` is no amount: write pages (512), a size (1G)${of === null ? "" : " or a part (30%)"}`,
    );
  if (unit === "%" && of === null)
    throw new PlanError(`${where}: \`${value}\` is a part of nothing: write pages or a size`);
  if (unit === "%" && number > PERCENT) throw new PlanError(`${where}: \`${value}\` is more than all of it`);
  const pages =
    unit === "%"
      ? Math.ceil(((of ?? 0) * number) / PERCENT)
      : unit === ""
        ? number
        : Math.ceil((number * (UNIT_BYTES[unit] ?? 1)) / PAGE_BYTES[pageSize]);
  if (!Number.isSafeInteger(pages)) throw new PlanError(`${where}: \`${value}\` is too large to count with`);
  if (of !== null && pages > of) throw new PlanError(`${where}: ${pages} pages are more than the ${of} of the parent`);
  return pages;
}

function readYes(entry: Entry | undefined): boolean {
  if (entry === undefined || entry.value === "no") return false;
  if (entry.value === "yes") return true;
  throw new PlanError(`${entry.where}: \`${entry.value}\` is neither yes nor no`);
}

function readPageSize(entry: Entry | undefined): PageSize {
  if (entry === undefined) return DEFAULT_PAGE_SIZE;
  const sizes = Object.keys(PAGE_BYTES) as readonly PageSize[];
  const found = sizes.find((size) => size === entry.value);
  if (found === undefined)
    throw new PlanError(`${entry.where}: there are pages of ${sizes.join(" and ")}, none of \`${entry.value}\``);
  return found;
}

function readKernels({ value, where }: Entry): readonly KernelId[] {
  return value.split(/[\s,]+/u).flatMap((word): readonly KernelId[] => {
    if (word === "all") return PLAIN_KERNELS;
    const kernel = kernelNamed(word);
    if (kernel === undefined)
      throw new PlanError(`${where}: there is no kernel \`${word}\`${didYouMean(word, KERNEL_IDS)}`);
    return [kernel];
  });
}
