/** The event of a page had for an access. */
import type { Core } from "../core.js";
import type { PageSource } from "../event.js";
import type { Ref } from "../state/heap.js";
import { PAGE } from "../state/page.js";
import { pageSizeOf } from "./of.js";

/** `guaranteed`: without it the owner would have taken a page from its children. */
export function tellAlloc(
  core: Core,
  page: Ref,
  from: PageSource,
  guaranteed: boolean,
  at: { readonly fn: string; readonly commit?: string },
): void {
  const { heap } = core;
  core.events?.push({
    kind: "alloc",
    page: heap.get(page, PAGE.id),
    from,
    lucky: from === "free" && !guaranteed,
    node: heap.get(page, PAGE.node),
    pageSize: pageSizeOf(core, heap.get(page, PAGE.hstate)),
    pid: core.currentPid,
    ...at,
  });
}
