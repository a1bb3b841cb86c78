/** munmap, mprotect, madvise: calls on a range of addresses. */
import type { Core } from "../core.js";
import { munmap } from "../memory/munmap.js";
import type { AddressRange } from "../memory/range.js";
import { overVmas } from "../memory/range.js";
import { isolate, setFlags } from "../memory/split.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { MAPPING, MM, getPte, makePte, ptePage, setPte } from "../state/process.js";
import { VM, VMA, findVma, has } from "../state/vma.js";
import type { Advice, Protection } from "../step.js";
import { fail } from "../fail.js";

/** sys_munmap: a hole is fine, an empty range is not. */
export function munmapCall(core: Core, range: AddressRange): string {
  if (range.from >= range.to) return fail(core, "EINVAL", "do_munmap");
  munmap(core, range.mm, range.from, range.to, "munmap");
  return "ok";
}

/** sys_mprotect, hugetlb_change_protection. */
export function mprotect(core: Core, range: AddressRange, protection: Protection): string {
  const { heap } = core;
  const wanted = (protection.includes("r") ? VM.read : 0) | (protection.includes("w") ? VM.write : 0);
  return overVmas(core, range, "sys_mprotect", "ENOMEM", (vma, from, to) => {
    if ((heap.get(vma, VMA.flags) & (VM.read | VM.write)) === wanted) return null;
    isolate(core, vma, from, to);
    setFlags(core, vma, wanted, VM.read | VM.write);
    const mapping = heap.get(vma, VMA.mapping);
    // vm_page_prot of a private VMA never has the write bit: its pages are written through copy-on-write.
    const writable = has(heap, vma, VM.shared) && has(heap, vma, VM.write);
    for (let address = from; address < to; address++) {
      const pte = getPte(heap, mapping, address);
      if (pte !== 0) setPte(heap, mapping, address, makePte(ptePage(pte), writable));
    }
    const start = heap.get(mapping, MAPPING.start);
    core.events?.push({
      kind: "protect",
      pid: heap.get(range.mm, MM.pid),
      mapping: heap.get(mapping, MAPPING.id),
      from: from - start,
      to: to - start,
      protection,
      fn: "hugetlb_change_protection",
    });
    return null;
  });
}

/** sys_madvise: goes on over holes, and answers ENOMEM for them in the end. */
export function madvise(core: Core, range: AddressRange, advice: Advice): string {
  const { heap } = core;
  if (range.from >= range.to) return "ok";
  let hole = false;
  let from = range.from;
  let vma = findVma(heap, range.mm, from);
  for (;;) {
    if (vma === NIL || heap.get(vma, VMA.start) >= range.to) return fail(core, "ENOMEM", "sys_madvise");
    if (from < heap.get(vma, VMA.start)) {
      hole = true;
      from = heap.get(vma, VMA.start);
    }
    const to = Math.min(heap.get(vma, VMA.end), range.to);
    const errno = adviseVma(core, vma, from, to, advice);
    if (errno !== null) return fail(core, errno, "madvise_vma");
    from = to;
    if (from >= range.to) return hole ? fail(core, "ENOMEM", "sys_madvise") : "ok";
    vma = findVma(heap, range.mm, from);
  }
}

/** madvise_vma: an errno, or null. */
function adviseVma(core: Core, vma: Ref, from: number, to: number, advice: Advice): string | null {
  switch (advice) {
    case "DONTNEED":
      return core.kernel.dontneed(core, vma, from, to);
    case "DONTFORK":
    case "DOFORK": {
      const dontcopy = advice === "DONTFORK";
      if (has(core.heap, vma, VM.dontcopy) === dontcopy) return null;
      isolate(core, vma, from, to);
      setFlags(core, vma, dontcopy ? VM.dontcopy : 0, VM.dontcopy);
      return null;
    }
  }
}
