/** How a debugger puts what it shows. */
import type { FileView, MappingView, PageView, ProcessView } from "../../engine/index.js";
import { count } from "../explain/index.js";
import { pageLetter } from "../picture/picture.js";

/** `present A`, `absent, promised`, `taken: its next touch kills`; in short `A`, `·`. */
export function pageWords(page: PageView, length: "long" | "short" = "long"): string {
  const short = length === "short";
  switch (page.is) {
    case "present": {
      const letter = pageLetter(page.page);
      return short ? letter : `present ${letter}${page.writable ? "" : ", read-only"}`;
    }
    case "absent":
      if (page.taken) return short ? "taken" : "taken: its next touch kills";
      if (page.promised) return short ? "promised" : "absent, promised";
      return short ? "-" : "absent";
    case "unmapped":
      return short ? "." : "unmapped";
  }
}

export function processWords({ state, signal }: ProcessView): string {
  return state === "killed" ? `killed by ${signal ?? "a signal"}` : state;
}

/** `private /dev/hugepages/data, owner` */
export function mappingWords({ file, share, owner, pages, reserve }: MappingView): string {
  const parts = [`${share} ${file === "" ? "anonymous memory" : file}`, count(pages, "page")];
  if (share === "private") parts.push(owner ? "owner" : "inherited");
  if (reserve > 0) parts.push(`${String(reserve)} promised`);
  return parts.join(", ");
}

export function fileWords({ pages, cached, linked }: FileView): string {
  return [count(pages, "page"), `${String(cached.length)} cached`, ...(linked ? [] : ["unlinked"])].join(", ");
}
