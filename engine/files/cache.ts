/** The page cache of a file, with the events that tell of it. */
import type { Core } from "../core.js";
import { putPage } from "../pool/put-page.js";
import type { Ref } from "../state/heap.js";
import { NIL } from "../state/heap.js";
import { INODE, cachedPage, setCachedPage } from "../state/inode.js";
import { PAGE } from "../state/page.js";

/** add_to_page_cache: the cache takes a reference of its own. */
export function addCached(core: Core, inode: Ref, index: number, page: Ref): void {
  const { heap } = core;
  heap.add(page, PAGE.count, 1);
  setCachedPage(heap, inode, index, page);
  core.events?.push({
    kind: "cache",
    inode: heap.get(inode, INODE.id),
    index,
    page: heap.get(page, PAGE.id),
    fn: "add_to_page_cache",
  });
}

/** truncate_huge_page: false when there was no page. */
export function dropCached(core: Core, inode: Ref, index: number): boolean {
  const { heap } = core;
  const page = cachedPage(heap, inode, index);
  if (page === NIL) return false;
  setCachedPage(heap, inode, index, NIL);
  core.events?.push({
    kind: "uncache",
    inode: heap.get(inode, INODE.id),
    index,
    page: heap.get(page, PAGE.id),
    fn: "truncate_huge_page",
  });
  putPage(core, page);
  return true;
}
