/** What must hold after every step: the counters against a recount of the pages. Used by tests; gives sentences, throws nothing. */
import type { Machine } from "./machine.js";
import { BOOT } from "./state/boot.js";
import type { Ref } from "./state/heap.js";
import { NIL } from "./state/heap.js";
import { HS, NODE } from "./state/hstate.js";
import { INODE, cachedPage } from "./state/inode.js";
import { PAGE } from "./state/page.js";
import { MAPPING, MM, PROCESS, getPte, ptePage } from "./state/process.js";
import { VMA } from "./state/vma.js";

/** Everything about the machine's state that does not add up; empty = sound. */
export function unsound(machine: Machine): string[] {
  const { heap, boot, names, kernel } = machine.parts;
  const wrong: string[] = [];
  const users = new Map<Ref, number>();
  const use = (page: Ref): void => void users.set(page, (users.get(page) ?? 0) + 1);
  const seen = new Set<Ref>();
  const vmasOf = new Map<Ref, Set<Ref>>();

  for (let process = heap.get(boot, BOOT.processes); process !== NIL; process = heap.get(process, PROCESS.next)) {
    const mm = heap.get(process, PROCESS.mm);
    if (mm === NIL || seen.has(mm)) continue;
    seen.add(mm);
    let end = 0;
    for (let vma = heap.get(mm, MM.vmas); vma !== NIL; vma = heap.get(vma, VMA.next)) {
      if (heap.get(vma, VMA.start) < end) wrong.push("VMAs overlap, or are out of order");
      end = heap.get(vma, VMA.end);
      if (end <= heap.get(vma, VMA.start)) wrong.push("an empty VMA");
      const inode = heap.get(vma, VMA.inode);
      vmasOf.set(inode, (vmasOf.get(inode) ?? new Set()).add(vma));
    }
    for (let mapping = heap.get(mm, MM.mappings); mapping !== NIL; mapping = heap.get(mapping, MAPPING.next)) {
      const start = heap.get(mapping, MAPPING.start);
      for (let address = start; address < start + heap.get(mapping, MAPPING.pages); address++) {
        const pte = getPte(heap, mapping, address);
        if (pte !== 0) use(ptePage(pte));
      }
    }
  }
  for (let inode = heap.get(boot, BOOT.inodes); inode !== NIL; inode = heap.get(inode, INODE.next)) {
    const file = names.text(heap.get(inode, INODE.path));
    for (let index = 0; index < heap.get(inode, INODE.cacheRoom); index++) {
      const page = cachedPage(heap, inode, index);
      if (page !== NIL) use(page);
    }
    const mapped = vmasOf.get(inode) ?? new Set();
    const inTree = kernel.fileMappings.overlapping(heap, inode, 0, Infinity);
    if (inTree.length !== mapped.size || inTree.some((vma) => !mapped.has(vma)))
      wrong.push(`i_mmap of ${file} is not its VMAs`);
    if (heap.get(inode, INODE.users) !== mapped.size) wrong.push(`${file} counts its users wrong`);
  }
  for (const [page, count] of users) {
    if (heap.get(page, PAGE.count) !== count) {
      wrong.push(
        `page ${String(heap.get(page, PAGE.id))}: count ${String(heap.get(page, PAGE.count))}, users ${String(count)}`,
      );
    }
  }

  for (let hs = heap.get(boot, BOOT.hstates); hs !== NIL; hs = heap.get(hs, HS.next)) {
    const sum = { total: 0, free: 0, surplus: 0 };
    for (let node = heap.get(hs, HS.nodes); node !== NIL; node = heap.get(node, NODE.next)) {
      sum.total += heap.get(node, NODE.total);
      sum.free += heap.get(node, NODE.free);
      sum.surplus += heap.get(node, NODE.surplus);
    }
    const total = heap.get(hs, HS.total);
    const free = heap.get(hs, HS.free);
    if (sum.total !== total || sum.free !== free || sum.surplus !== heap.get(hs, HS.surplus)) {
      wrong.push("the nodes do not add up to the pool");
    }
    const inUse = [...users.keys()].filter((page) => heap.get(page, PAGE.hstate) === hs).length;
    if (total - free !== inUse)
      wrong.push(`total ${String(total)} - free ${String(free)} is not the ${String(inUse)} pages in use`);
    if (heap.get(hs, HS.surplus) < 0 || heap.get(hs, HS.surplus) > total) wrong.push("surplus out of range");
    if (free < 0) wrong.push("free below zero");
  }
  return wrong;
}
