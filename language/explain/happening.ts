/** What happened in a step, in a few words each: `A promised`, `B copied from A`, `takes A from child`. */
import type { Event } from "../../engine/index.js";
import { pageLetter } from "../picture/picture.js";
import type { Chronicle } from "./chronicle.js";
import { count } from "./phrase.js";

/** Happenings of one kind named one by one before the rest is only counted. */
const NAMED = 4;

/** The happenings of a step's events. The chronicle stands at the step; only names are looked up in it. */
export function happeningsOf(events: readonly Event[], chronicle: Chronicle): readonly string[] {
  const groups = new Map<string, string[]>();
  const add = (how: string, what: string): void => {
    const group = groups.get(how);
    if (group === undefined) groups.set(how, [what]);
    else if (!group.includes(what)) group.push(what);
  };
  let promised = 0;
  let givenBack = 0;
  const fork = events.find((event) => event.kind === "fork");
  const allocated = new Set(events.flatMap((event) => (event.kind === "alloc" ? [event.page] : [])));
  const mapped = new Set(events.flatMap((event) => (event.kind === "map" ? [event.page] : [])));
  const taken = new Set(
    events.flatMap((event) => (event.kind === "unmap" && event.why === "taken" ? [event.page] : [])),
  );
  for (const event of events) {
    switch (event.kind) {
      case "reserve":
        add("% promised", "");
        promised += event.pages;
        break;
      case "unreserve":
        add("% promised given back", "");
        givenBack += event.pages;
        break;
      case "alloc":
        add(
          event.from === "reserve"
            ? "% as promised"
            : event.from === "surplus"
              ? "% surplus"
              : event.lucky
                ? "% by luck"
                : "% unpromised",
          pageLetter(event.page),
        );
        break;
      case "map":
        if (fork?.kind === "fork" && event.pid === fork.child) add(`${fork.name} shares %`, pageLetter(event.page));
        else if (!allocated.has(event.page)) add("% mapped", pageLetter(event.page));
        break;
      case "copy":
        add("copies %", `${pageLetter(event.from)} to ${pageLetter(event.to)}`);
        break;
      case "reuse":
        if (!allocated.has(event.page) && !taken.has(event.page)) add("% in place", pageLetter(event.page));
        break;
      case "unmap":
        if (event.why === "taken") add(`takes % from ${chronicle.name(event.pid)}`, pageLetter(event.page));
        else if (event.why === "dontneed") add("% given up", pageLetter(event.page));
        else if (event.why === "punch")
          add(`% taken from ${chronicle.name(event.pid)} by the hole`, pageLetter(event.page));
        break;
      case "cache":
        if (allocated.has(event.page) && !mapped.has(event.page)) add("% put into the file", pageLetter(event.page));
        break;
      case "exec":
        add("%", "every mapping dropped");
        break;
      case "free":
        add(event.to === "free" ? "% free" : "% leaves the pool", pageLetter(event.page));
        break;
      case "truncate":
        add("the file has %", count(event.pages, "page"));
        break;
      case "mmap":
      case "refuse":
      case "uncache":
      case "mark":
      case "vma-gone":
      case "protect":
      case "hit":
      case "fork":
      case "exit":
      case "fail":
      case "kill":
      case "unlink":
      case "resize":
      case "overcommit":
      case "printk":
      case "bug":
      case "hang":
        break;
    }
  }
  const sums = new Map([
    ["% promised", promised],
    ["% promised given back", givenBack],
  ]);
  return [...groups].map(([how, what]) => how.replace("%", () => String(sums.get(how) ?? named(what))));
}

function named(what: readonly string[]): string {
  const more = what.length - NAMED;
  return more > 0 ? `${what.slice(0, NAMED).join(" ")} +${more}` : what.join(" ");
}
