/** What each kernel stands for, in a few words: for who chooses one. (docs/kernels.md tells it whole, `engine/kernels` holds the rules.) */
import type { KernelId } from "../engine/index.js";

const MEANINGS: Readonly<Record<KernelId, string>> = {
  "2.6.26": "Before the patchset of 2008: a private mapping is promised nothing.",
  "2.6.26+reserve@a1e78772": "Patch 2 to the letter, with the bug that broke the promise to shared mappings.",
  "2.6.26+reserve": "After patch 2: mmap promises pages to private mappings, too; a fork may still kill the parent.",
  "2.6.26+cow@04f2cbe3": "Patch 3 to the letter, with the bug that broke the promise to shared mappings.",
  "2.6.26+cow": "After patch 3: the owner's copy-on-write always succeeds, if need be with a page of its child.",
  "2.6.27": "The release of the patchset: promises kept in a map, several page sizes, MAP_NORESERVE.",
  "6.1": "Long-term release of 2022: promises and pages follow each file, control groups count them.",
  "6.12": "Long-term release of 2024: what 6.1 does, with its repairs.",
};

/** One sentence about a kernel. */
export function kernelMeaning(kernel: KernelId): string {
  return MEANINGS[kernel];
}
