/** Signals whose default action is to be ignored (SIG_KERNEL_IGNORE_MASK, and SIGCONT for who is not stopped): nobody dies of them. */
export const IGNORED_SIGNALS: ReadonlySet<string> = new Set(["SIGCHLD", "SIGCONT", "SIGURG", "SIGWINCH"]);
