/** A system call answers an errno. */
import type { Core } from "./core.js";

/** Tells of the errno, with the shortage behind it where there is one, and gives it back. */
export function fail(core: Core, errno: string, fn: string): string {
  core.events?.push({ kind: "fail", pid: core.currentPid, errno, shortage: core.shortage, fn });
  return errno;
}
