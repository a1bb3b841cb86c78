/** The words by which a statement starts, and the verbs and calls of an action: one list for messages and features. */

export const SETTING_WORDS = [
  "kernel",
  "pool",
  "overcommit",
  "mount",
  "process",
  "let",
  "node",
  "cgroup",
  "include",
] as const;
export const BLOCK_WORDS = ["scenario", "concurrent", "for", "repeat"] as const;
export const EXPECTATION_WORDS = ["expect", "always", "never"] as const;
export const STATEMENT_WORDS: readonly string[] = [...SETTING_WORDS, ...BLOCK_WORDS, ...EXPECTATION_WORDS, "sysctl"];

export const ACCESS_WORDS = ["read", "write"] as const;
/** Calls that make something: they need a name on the left of `=`. */
export const BINDING_CALLS = ["mmap", "fork", "vfork", "shmget", "shmat"] as const;
export const CALL_WORDS = [
  ...BINDING_CALLS,
  "munmap",
  "mlock",
  "munlock",
  "mprotect",
  "madvise",
  "mremap",
  "ftruncate",
  "fallocate",
  "unlink",
  "exec",
  "exit",
  "kill",
  "wait",
  "shmdt",
  "shmctl",
  "mbind",
  "set_mempolicy",
] as const;
export const ACTION_WORDS: readonly string[] = [...ACCESS_WORDS, ...CALL_WORDS];
