/** mlock and munlock of 2008: huge page VMAs are VM_LOCKED like others (mlock_fixup). */
import type { Core } from "../core.js";
import type { AddressRange } from "../memory/range.js";
import { overVmas } from "../memory/range.js";
import { isolate, setFlags } from "../memory/split.js";
import { VM, has } from "../state/vma.js";
import { populate } from "./populate.js";
import type { Rules2008 } from "./rules.js";

/** do_mlock: VM_LOCKED stays, and the pages had so far, even when a later one cannot be had. */
export function mlock(core: Core, rules: Rules2008, range: AddressRange): string {
  const { mlockErrno } = rules;
  return overVmas(core, range, "do_mlock", "ENOMEM", (vma, from, to) => {
    if (has(core.heap, vma, VM.locked)) return null;
    isolate(core, vma, from, to);
    setFlags(core, vma, VM.locked, 0);
    const got = populate(core, vma, from, to);
    return got === to - from ? null : got === 0 ? mlockErrno.first : mlockErrno.later;
  });
}

/** sys_munlock: only the flag goes. */
export function munlock(core: Core, range: AddressRange): string {
  return overVmas(core, range, "do_mlock", "ENOMEM", (vma, from, to) => {
    if (!has(core.heap, vma, VM.locked)) return null;
    isolate(core, vma, from, to);
    setFlags(core, vma, 0, VM.locked);
    return null;
  });
}
