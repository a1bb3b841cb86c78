/** Kinds of fresh scenarios: what the machine has, and how often each call is made. */

export type Kind =
  | "mmap"
  | "read"
  | "write"
  | "munmap"
  | "fork"
  | "exit"
  | "mlock"
  | "munlock"
  | "mprotect"
  | "madvise"
  | "ftruncate"
  | "fallocate"
  | "unlink"
  | "sysctl"
  | "vfork"
  | "exec"
  | "kill"
  | "mremap"
  | "shmget"
  | "shmat"
  | "shmdt"
  | "shmrm"
  | "mbind"
  | "set_mempolicy";

export interface Profile {
  readonly name: string;
  /** How often each call is made, by weight. */
  readonly calls: Readonly<Partial<Record<Kind, number>>>;
  /** Probabilities. */
  readonly overcommit: number;
  readonly anonymous: number;
  readonly noreserve: number;
  readonly populate: number;
  readonly readonly: number;
  readonly mountSize: number;
  readonly mountMin: number;
  readonly nodes: boolean;
  readonly groups: boolean;
  readonly gigantic: boolean;
}

const CORE = { mmap: 6, write: 14, read: 5, fork: 3, munmap: 3, exit: 2 } as const;
const FILES = { ftruncate: 2, fallocate: 2, unlink: 1 } as const;
const RANGES = { mlock: 1, munlock: 0.5, mprotect: 1, madvise: 2 } as const;
const CALLS = { vfork: 1.5, exec: 1.5, kill: 1, mremap: 2.5 } as const;
const SEGMENTS = { shmget: 3, shmat: 4, shmdt: 1.5, shmrm: 1.5 } as const;
const POLICIES = { mbind: 3, set_mempolicy: 2 } as const;

const PLAIN: Profile = {
  name: "core",
  calls: CORE,
  overcommit: 0,
  anonymous: 0.1,
  noreserve: 0,
  populate: 0,
  readonly: 0,
  mountSize: 0,
  mountMin: 0,
  nodes: false,
  groups: false,
  gigantic: false,
};

export const PROFILES: readonly Profile[] = [
  PLAIN,
  { ...PLAIN, name: "overcommit", overcommit: 1 },
  { ...PLAIN, name: "files", calls: { ...CORE, ...FILES } },
  { ...PLAIN, name: "noreserve", noreserve: 0.4 },
  { ...PLAIN, name: "misc", calls: { ...CORE, ...RANGES }, populate: 0.2, readonly: 0.15 },
  { ...PLAIN, name: "sysctl", calls: { ...CORE, sysctl: 4 }, overcommit: 0.5 },
  { ...PLAIN, name: "quota", overcommit: 0.4, mountSize: 0.7, mountMin: 0.5 },
  { ...PLAIN, name: "anon", anonymous: 1 },
  {
    ...PLAIN,
    name: "all",
    calls: { ...CORE, ...FILES, ...RANGES, ...CALLS, sysctl: 2 },
    overcommit: 0.5,
    noreserve: 0.15,
    populate: 0.1,
    readonly: 0.1,
  },
  {
    ...PLAIN,
    name: "numa",
    calls: { ...CORE, ...POLICIES, sysctl: 1, fallocate: 1, ftruncate: 0.3, madvise: 0.5, mlock: 0.3, mremap: 0.5 },
    overcommit: 0.35,
    anonymous: 0.3,
    noreserve: 0.1,
    nodes: true,
  },
  {
    ...PLAIN,
    name: "cgroup",
    calls: { ...CORE, ...FILES, madvise: 1, mlock: 0.5, sysctl: 0.5, mremap: 0.5, exec: 0.5 },
    overcommit: 0.4,
    anonymous: 0.3,
    noreserve: 0.15,
    groups: true,
  },
  {
    ...PLAIN,
    name: "shm",
    calls: { ...CORE, ...SEGMENTS, sysctl: 0.5, madvise: 0.5, mprotect: 0.5, mlock: 0.3, exec: 0.3 },
    overcommit: 0.3,
    noreserve: 0.2,
  },
  {
    ...PLAIN,
    name: "calls",
    calls: { ...CORE, ...CALLS, ...RANGES, fallocate: 0.5, ftruncate: 0.5, unlink: 0.3 },
    overcommit: 0.35,
    anonymous: 0.3,
    noreserve: 0.1,
    populate: 0.1,
  },
  {
    ...PLAIN,
    name: "gig",
    calls: { ...CORE, ...FILES, sysctl: 1, madvise: 0.5, mlock: 0.3, mprotect: 0.3 },
    overcommit: 0.3,
    anonymous: 0.3,
    noreserve: 0.15,
    gigantic: true,
  },
  {
    ...PLAIN,
    name: "nodes-groups",
    calls: { ...CORE, ...FILES, ...POLICIES, ...SEGMENTS, ...CALLS, sysctl: 1, madvise: 1, mlock: 0.5 },
    overcommit: 0.4,
    anonymous: 0.3,
    noreserve: 0.15,
    mountSize: 0.2,
    nodes: true,
    groups: true,
  },
  {
    ...PLAIN,
    name: "everything",
    calls: { ...CORE, ...FILES, ...RANGES, ...CALLS, ...SEGMENTS, ...POLICIES, sysctl: 2 },
    overcommit: 0.6,
    anonymous: 0.15,
    noreserve: 0.2,
    populate: 0.15,
    readonly: 0.1,
    mountSize: 0.3,
    mountMin: 0.5,
    nodes: true,
    groups: true,
  },
];
