/** The words of the manual pages that a scenario may use. */
import type { Advice, MmapFlag, PolicyMode } from "../../engine/index.js";

/** Linux errno names, by number. */
export const ERRNOS: ReadonlySet<string> = new Set(
  (
    "EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN ENOMEM EACCES EFAULT ENOTBLK EBUSY EEXIST EXDEV " +
    "ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE EROFS EMLINK EPIPE EDOM ERANGE EDEADLK " +
    "ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP EWOULDBLOCK ENOMSG EIDRM EOVERFLOW ENOTSUP EOPNOTSUPP ETIMEDOUT ECANCELED"
  ).split(" "),
);

/** Linux signal names, by number. */
export const SIGNALS: ReadonlySet<string> = new Set(
  (
    "SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM SIGTERM " +
    "SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF SIGWINCH SIGIO " +
    "SIGPWR SIGSYS"
  ).split(" "),
);

/** Signals whose default action stops the process until SIGCONT. */
export const STOPPING_SIGNALS: ReadonlySet<string> = new Set(["SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU"]);

/** Signals that `kill` can send here. */
export const SENT_SIGNALS: ReadonlySet<string> = new Set([...SIGNALS].filter((name) => !STOPPING_SIGNALS.has(name)));

/** Outcomes that are neither an errno nor a signal. */
export const OUTCOME_WORDS = ["ok", "killed", "unreached", "BUG", "HANG"] as const;

export const OUTCOMES: ReadonlySet<string> = new Set([...OUTCOME_WORDS, ...ERRNOS, ...SIGNALS]);

export const SHARE_FLAGS: ReadonlyMap<string, "shared" | "private"> = new Map([
  ["MAP_SHARED", "shared"],
  ["MAP_PRIVATE", "private"],
]);

export const MAP_FLAGS: ReadonlyMap<string, MmapFlag> = new Map([
  ["MAP_NORESERVE", "noreserve"],
  ["MAP_POPULATE", "populate"],
  ["MAP_LOCKED", "locked"],
]);

/** Flags that the word `anon` stands for. */
export const ANON_FLAGS: ReadonlySet<string> = new Set(["MAP_ANONYMOUS", "MAP_HUGETLB"]);

export const PROTECTIONS: ReadonlySet<string> = new Set(["PROT_READ", "PROT_WRITE", "PROT_NONE"]);

export const ADVICE: ReadonlyMap<string, Advice> = new Map([
  ["MADV_DONTNEED", "DONTNEED"],
  ["MADV_DONTFORK", "DONTFORK"],
  ["MADV_DOFORK", "DOFORK"],
]);

export const POLICIES: ReadonlyMap<string, PolicyMode> = new Map([
  ["MPOL_DEFAULT", "DEFAULT"],
  ["MPOL_BIND", "BIND"],
  ["MPOL_PREFERRED", "PREFERRED"],
  ["MPOL_INTERLEAVE", "INTERLEAVE"],
]);

export const SYSCTLS: ReadonlyMap<string, "nr_hugepages" | "nr_overcommit_hugepages"> = new Map([
  ["vm.nr_hugepages", "nr_hugepages"],
  ["vm.nr_overcommit_hugepages", "nr_overcommit_hugepages"],
]);

export type CounterName = "total" | "free" | "rsvd" | "surp" | "in_use";

export const COUNTERS: ReadonlyMap<string, CounterName> = new Map([
  ["total", "total"],
  ["free", "free"],
  ["rsvd", "rsvd"],
  ["surp", "surp"],
  ["in_use", "in_use"],
  ["HugePages_Total", "total"],
  ["HugePages_Free", "free"],
  ["HugePages_Rsvd", "rsvd"],
  ["HugePages_Surp", "surp"],
]);

export const GROUP_COUNTERS: ReadonlyMap<string, "usage" | "rsvd"> = new Map([
  ["usage", "usage"],
  ["rsvd", "rsvd"],
]);

export const SHMGET_FLAGS: ReadonlyMap<string, "hugetlb" | "noreserve"> = new Map([
  ["SHM_HUGETLB", "hugetlb"],
  ["SHM_NORESERVE", "noreserve"],
]);

export const SHMAT_FLAGS: ReadonlyMap<string, "readonly"> = new Map([["SHM_RDONLY", "readonly"]]);

export const SHMCTL_COMMANDS: ReadonlyMap<string, "remove"> = new Map([["IPC_RMID", "remove"]]);

export const MREMAP_FLAGS: ReadonlyMap<string, "fixed"> = new Map([["MREMAP_FIXED", "fixed"]]);

export const FALLOCATE_FLAGS: ReadonlyMap<string, "punch"> = new Map([["FALLOC_FL_PUNCH_HOLE", "punch"]]);
