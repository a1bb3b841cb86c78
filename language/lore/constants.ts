/** Flags, protections, advice, policies and commands of the calls. */
import type { Feature } from "../check/features.js";

export interface ConstantLore {
  readonly about: string;
  readonly feature: Feature | null;
}

const constant = (about: string, feature: Feature | null = null): ConstantLore => ({ about, feature });

export const CONSTANTS: ReadonlyMap<string, ConstantLore> = new Map([
  [
    "MAP_PRIVATE",
    constant(
      "Writes are the process's own: a page that others have too is copied first. The pages belong to this mapping, not to the file.",
    ),
  ],
  [
    "MAP_SHARED",
    constant(
      "Writes are everybody's: the pages belong to the file. They are promised to the file, to anyone who maps it.",
    ),
  ],
  [
    "MAP_NORESERVE",
    constant(
      "Nothing is promised: mmap always succeeds, and a touch takes what happens to be available, or kills.",
      "noreserve",
    ),
  ],
  ["MAP_POPULATE", constant("Every page is brought in at once. When one cannot be had, mmap says ok all the same.")],
  ["MAP_LOCKED", constant("As MAP_POPULATE: every page is brought in at once, and a failure is not told.")],
  ["anon", constant("Memory without a file: MAP_ANONYMOUS | MAP_HUGETLB.", "anon")],
  ["PROT_READ", constant("The pages may be read.")],
  ["PROT_WRITE", constant("The pages may be written. Only a mapping that may be written makes its file longer.")],
  ["PROT_NONE", constant("The pages may not be touched: SIGSEGV. Pages and promises stay.")],
  [
    "MADV_DONTNEED",
    constant(
      "Drops this process's pages; the next touch gets a fresh page of zeros. Under 6.1 its promise is gone too, under 6.12 it comes back.",
      "dontneed",
    ),
  ],
  [
    "MADV_DONTFORK",
    constant("The next fork leaves these pages out: the child has nothing mapped there, and the parent need not copy."),
  ],
  ["MADV_DOFORK", constant("Ends MADV_DONTFORK: the next fork takes these pages in again.")],
  ["MREMAP_FIXED", constant("The mapping moves to a fresh address. Its pages keep their numbers.")],
  [
    "FALLOC_FL_PUNCH_HOLE",
    constant("Takes the file's pages out, and private copies of them too, from everybody who maps them."),
  ],
  ["SHM_HUGETLB", constant("The segment is made of huge pages. It must stand here.")],
  [
    "SHM_NORESERVE",
    constant("Nothing is promised to the segment: touches take what happens to be available.", "shm-noreserve"),
  ],
  ["SHM_RDONLY", constant("The process may only read it.")],
  ["IPC_RMID", constant("The segment is removed. Who has it attached keeps it until he detaches.")],
  ["MPOL_DEFAULT", constant("The node of the process's CPU, and any other when that is empty.", "nodes")],
  ["MPOL_BIND", constant("These nodes and no other. A promise does not help when they are empty.", "nodes")],
  ["MPOL_PREFERRED", constant("This node, and any other when it is empty.", "nodes")],
  ["MPOL_INTERLEAVE", constant("Page after page on these nodes in turn, by the page's number in the file.", "nodes")],
]);
