/** The pages that a story can ask for at the most, in whatever order its steps are taken. */
import { PAGE_BYTES, minimumOf, type Config, type PageSize } from "../config.js";
import type { Step } from "../step.js";

/** No order of these steps ever has more pages in use and promised: each step adds at the most what it touches or is promised. */
export function riseOf(config: Config, steps: readonly Step[], pageSize: PageSize): number {
  const lengths = new Map<string, number>();
  const grow = (name: string, pages: number): void => {
    lengths.set(name, Math.max(lengths.get(name) ?? 0, pages));
  };
  // A child has its parent's names, so the longest mapping of a name counts for everybody; a segment may have any name.
  let segment = 0;
  for (const step of steps) {
    if (step.call === "mmap") grow(step.mapping, Math.ceil(step.length / PAGE_BYTES[step.pageSize]));
    if (step.call === "mremap") grow(step.mapping, Math.ceil(step.length / PAGE_BYTES[pageSize]));
    if (step.call === "shmget") segment = Math.max(segment, Math.ceil(step.length / PAGE_BYTES[pageSize]));
  }
  return steps.reduce(
    (all, step) => all + rise(step, pageSize, (name) => Math.max(lengths.get(name) ?? 0, segment)),
    minimumOf(config.mounts, pageSize),
  );
}

function rise(step: Step, pageSize: PageSize, lengthOf: (mapping: string) => number): number {
  const bytes = PAGE_BYTES[pageSize];
  switch (step.call) {
    case "mmap": {
      if (step.pageSize !== pageSize) return 0;
      const pages = Math.ceil(step.length / bytes);
      // Promised, and all of them touched at once.
      return step.flags.includes("populate") || step.flags.includes("locked") ? 2 * pages : pages;
    }
    case "shmget":
      return Math.ceil(step.length / bytes);
    case "read":
    case "write":
    case "mlock":
      return (step.slice.to ?? lengthOf(step.mapping)) - step.slice.from;
    case "fallocate":
      return Math.ceil(step.to / bytes) - Math.floor(step.from / bytes);
    case "shmat":
    case "munmap":
    case "munlock":
    case "mprotect":
    case "madvise":
    case "mremap":
    case "ftruncate":
    case "unlink":
    case "fork":
    case "vfork":
    case "exec":
    case "exit":
    case "wait":
    case "kill":
    case "shmdt":
    case "shmctl":
    case "mbind":
    case "set_mempolicy":
    case "sysctl":
      // What a page gives back may stay promised: a page more of the promise is one less in use.
      return 0;
  }
}
