/** put_page: one user less; the last one frees it. */
import type { Core } from "../core.js";
import type { Ref } from "../state/heap.js";
import { PAGE } from "../state/page.js";

export function putPage(core: Core, page: Ref): void {
  core.heap.add(page, PAGE.count, -1);
  if (core.heap.get(page, PAGE.count) === 0) core.kernel.freePage(core, page);
}
