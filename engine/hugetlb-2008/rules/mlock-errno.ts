/** What mlock answers when a page cannot be had (make_pages_present). */
import type { MlockErrno } from "../rules.js";

export const faultThenPermission: MlockErrno = {
  topic: "mlock without a page",
  rule: "EFAULT at the first page, EPERM later",
  fn: "make_pages_present",
  commit: null,
  first: "EFAULT",
  later: "EPERM",
};

export const noMemory: MlockErrno = {
  topic: "mlock without a page",
  rule: "ENOMEM",
  fn: "make_pages_present",
  commit: "a477097d9c37",
  first: "ENOMEM",
  later: "ENOMEM",
};
