/** The kernels: what each id stands for. What it does otherwise than the one before it, the engine's own rules say. */
import { type Citation, type KernelId, kernelOf, KERNELS_IN_TIME, PLAIN_KERNELS } from "../../engine/index.js";

export interface KernelLore {
  /** A clause: it begins small and has no full stop. */
  readonly stands: string;
  /** The commit that it is, 8 digits. */
  readonly commit: string | null;
}

export const KERNEL_LORE: Readonly<Record<KernelId, KernelLore>> = {
  "2.6.26": { stands: "before the patchset of 2008: a private mapping is promised nothing", commit: "fc1b8a73" },
  "2.6.26+reserve": {
    stands: "after patch 2: mmap promises private mappings pages, a fork may still kill the parent",
    commit: "a1e78772",
  },
  "2.6.26+cow": {
    stands: "after patch 3: the owner's copy never fails, if need be its child loses the page",
    commit: "04f2cbe3",
  },
  "2.6.27": {
    stands: "the release of the patchset: promises in a map, page sizes, MAP_NORESERVE",
    commit: "3fa8749e",
  },
  "6.1": {
    stands: "long-term release of 2022: promises follow files, control groups count pages",
    commit: null,
  },
  "6.12": { stands: "long-term release of 2024: what 6.1 does, with its repairs", commit: null },
  "2.6.26+reserve@a1e78772": {
    stands: "patch 2 to the letter, with its bug: shared mappings may die",
    commit: "a1e78772",
  },
  "2.6.26+cow@04f2cbe3": {
    stands: "patch 3 to the letter, with its bug: shared mappings may die",
    commit: "04f2cbe3",
  },
};

/** What a kernel stands for, as a sentence. */
export function kernelMeaning(kernel: KernelId): string {
  const { stands } = KERNEL_LORE[kernel];
  return `${stands.charAt(0).toUpperCase()}${stands.slice(1)}.`;
}

export interface Change {
  readonly topic: string;
  readonly rule: string;
  readonly fn: string;
  readonly commit: string | null;
}

/** The kernel that it is compared with: the one before it in `kernel all`, or for a commit's own id the plain kernel before its own. */
export function kernelBefore(kernel: KernelId): KernelId | null {
  const plain: readonly string[] = PLAIN_KERNELS;
  return KERNELS_IN_TIME.slice(0, KERNELS_IN_TIME.indexOf(kernel)).findLast((id) => plain.includes(id)) ?? null;
}

/** The rules that the kernel has otherwise than the one before it; none for the oldest. */
export function changesOf(kernel: KernelId): readonly Change[] {
  const before = kernelBefore(kernel);
  if (before === null) return [];
  const old = rulesOf(before);
  return rulesOf(kernel).filter(({ topic, rule }) => old.find((known) => known.topic === topic)?.rule !== rule);
}

function rulesOf(kernel: KernelId): readonly Citation[] {
  return kernelOf(kernel)?.rules ?? [];
}
