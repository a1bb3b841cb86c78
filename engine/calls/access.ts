/** A read or write by the process itself (do_page_fault). */
import type { Core } from "../core.js";
import { QuotaHang } from "../core.js";
import type { KillCause } from "../event.js";
import { FAULT } from "../fault.js";
import type { Ref } from "../state/heap.js";
import { slotAt } from "../slot.js";
import { NIL } from "../state/heap.js";
import { MAPPING, PROCESS } from "../state/process.js";
import { VM, has, vmaAt } from "../state/vma.js";
import { die } from "./process.js";

/** Touches pages [from,to) of the mapping, ascending; stops at the first that kills. "ok" or the signal. */
export function access(core: Core, mapping: Ref, from: number, to: number, write: boolean): string {
  for (let index = from; index < to; index++) {
    const signal = touch(core, mapping, index, write);
    if (signal !== null) return signal;
  }
  return "ok";
}

/** A touch of what exec dropped: nothing is mapped there. */
export function accessDropped(core: Core): string {
  die(core, core.current, "SIGSEGV", { why: "no-vma" }, { mapping: null, index: null }, "bad_area");
  return "SIGSEGV";
}

function touch(core: Core, mapping: Ref, index: number, write: boolean): string | null {
  const { heap } = core;
  core.shortage = null;
  core.cause = null;
  const address = heap.get(mapping, MAPPING.start) + index;
  const inside = index >= 0 && index < heap.get(mapping, MAPPING.pages);
  const vma = inside ? vmaAt(heap, heap.get(core.current, PROCESS.mm), address) : NIL;
  if (vma === NIL) return killed(core, "SIGSEGV", { why: "no-vma" }, mapping, index, "bad_area");
  if (!has(heap, vma, write ? VM.write : VM.read | VM.write)) {
    return killed(core, "SIGSEGV", { why: "protection" }, mapping, index, "bad_area");
  }
  const fault = core.kernel.fault(core, vma, address, write);
  switch (fault) {
    case FAULT.ok:
      return null;
    case FAULT.oom: {
      const name = core.names.text(heap.get(core.current, PROCESS.name));
      core.events?.push({ kind: "printk", text: `VM: killing process ${name}`, fn: "do_page_fault" });
      return killed(core, "SIGKILL", causeOf(core), mapping, index, "do_page_fault");
    }
    case FAULT.sigbus:
      return killed(core, "SIGBUS", causeOf(core), mapping, index, "do_sigbus");
    case FAULT.hang:
      throw new QuotaHang(slotAt(core, mapping, address), "the fault is retried");
  }
}

/** Every failing path of the fault sets its cause. */
function causeOf(core: Core): KillCause {
  if (core.cause === null) throw new Error("a fault failed without a cause");
  return core.cause;
}

function killed(core: Core, signal: string, cause: KillCause, mapping: Ref, index: number, fn: string): string {
  die(core, core.current, signal, cause, { mapping: core.heap.get(mapping, MAPPING.id), index }, fn);
  return signal;
}
