/** What a step may come to: the words behind `->`. */
import type { OUTCOME_WORDS } from "../check/constants.js";

export const OUTCOME_LORE: Readonly<Record<(typeof OUTCOME_WORDS)[number], string>> = {
  ok: "The access or the call succeeds.",
  killed: "The process dies of a signal, whichever.",
  unreached: "The step is not run: its process is dead, or its mapping never came to be.",
  BUG: "The kernel itself stops at a BUG_ON. Nothing after it can be trusted.",
  HANG: "The access never ends.",
};

const SIGNALS: ReadonlyMap<string, string> = new Map([
  [
    "SIGBUS",
    "Death at a touch: no page could be had (6.x), a page was taken away before by the owner's copy-on-write, or the place lies past the end of the file.",
  ],
  ["SIGKILL", "Death by the kernel. Before 6.x also for want of a huge page: at a first touch or a copy-on-write."],
  ["SIGSEGV", "Death at a touch where nothing is mapped, or where the protection forbids it."],
]);

const ERRNOS: ReadonlyMap<string, string> = new Map([
  ["ENOMEM", "Not enough pages: they could not be promised (mmap, shmget) or brought in (mlock). Nobody dies."],
  ["EINVAL", "The call does not take that: a wrong length or offset, or something that this kernel does not have."],
  ["ENOSPC", "fallocate found no page."],
  ["ENOENT", "There is no such file, or no such pool."],
  ["EOPNOTSUPP", "This kernel does not know the call for huge pages."],
  ["ENOSYS", "This kernel does not have the call."],
  ["EFAULT", "There is no page to be had for the first one (mlock in 2008), or nothing mapped there."],
  ["EPERM", "There is no page to be had for a later one (mlock before 2.6.27)."],
  ["EACCES", "The protection does not allow it."],
]);

/** What the outcome of that name means; undefined when there is nothing to say of it. */
export function outcomeLore(name: string): string | undefined {
  return Object.entries(OUTCOME_LORE).find(([word]) => word === name)?.[1] ?? SIGNALS.get(name) ?? ERRNOS.get(name);
}

/** Signals that huge pages bring about, and errnos that their calls answer: these come before all others. */
export const TELLING_OUTCOMES: readonly string[] = [...Object.keys(OUTCOME_LORE), ...SIGNALS.keys(), ...ERRNOS.keys()];
