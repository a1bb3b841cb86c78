/** What stands on the life lines in one step's column: one glyph a process, the worst event wins. */
import type { Event, PageId, Pid } from "../../engine/index.js";
import type { PictureStep } from "../../language/picture/picture.js";

export type Glyph =
  | "bug"
  | "hang"
  | "kill"
  | "announced"
  | "taking"
  | "fail"
  | "copy"
  | "reuse"
  | "surplus"
  | "fault"
  | "lucky"
  | "cached"
  | "mmap"
  | "fork"
  | "exec"
  | "exit"
  | "munmap"
  | "access"
  | "never"
  | "sysctl";

export interface Mark {
  /** null = nobody's: it stands on the row of the pages. */
  readonly pid: Pid | null;
  readonly glyph: Glyph;
  readonly page: PageId | null;
  /** The signal of a death. */
  readonly word: string | null;
}

/** Worst first. */
const RANK: readonly Glyph[] = [
  "bug",
  "hang",
  "kill",
  "announced",
  "taking",
  "fail",
  "copy",
  "reuse",
  "surplus",
  "lucky",
  "fault",
  "cached",
  "mmap",
  "fork",
  "exec",
  "exit",
  "munmap",
  "sysctl",
  "never",
  "access",
];

const NOT_RUN: ReadonlySet<string> = new Set(["dead", "nomap", "noshm", "blocked"]);

/** Lower is worse. */
export function rank(glyph: Glyph): number {
  return RANK.indexOf(glyph);
}

/** The marks of a step; `actor` is the pid whose lane the step belongs to. */
export function marksOf(step: PictureStep, actor: Pid | null): Mark[] {
  if (NOT_RUN.has(step.result)) return actor === null ? [] : [{ pid: actor, glyph: "never", page: null, word: null }];
  const worst = new Map<Pid | null, Mark>();
  const put = (pid: Pid | null, glyph: Glyph, page: PageId | null = null, word: string | null = null): void => {
    const old = worst.get(pid);
    if (old === undefined || rank(glyph) < rank(old.glyph)) worst.set(pid, { pid, glyph, page, word });
  };
  put(actor, actor === null ? "sysctl" : plainGlyph(step));
  const fresh = freshPages(step.events);
  const forks = step.events.some((event) => event.kind === "fork");
  for (const event of step.events) {
    const found = glyphOf(event, step, actor, fresh, forks);
    if (found !== null) put(found.pid, found.glyph, found.page, found.word);
  }
  if (/^E[A-Z]/.test(step.result)) put(actor, "fail", null, step.result);
  return [...worst.values()];
}

/** The pages that the step took from the pool, each with the glyph of how it was had. */
function freshPages(events: readonly Event[]): ReadonlyMap<PageId, Glyph> {
  const found = new Map<PageId, Glyph>();
  for (const event of events)
    if (event.kind === "alloc")
      found.set(event.page, event.from === "surplus" ? "surplus" : event.lucky ? "lucky" : "fault");
  return found;
}

/** What a step looks like when nothing happens inside it. */
function plainGlyph(step: PictureStep): Glyph {
  if (/^(?:munmap|shmdt)\b/.test(step.text)) return "munmap";
  return "access";
}

function glyphOf(
  event: Event,
  step: PictureStep,
  actor: Pid | null,
  fresh: ReadonlyMap<PageId, Glyph>,
  forks: boolean,
): Mark | null {
  const mark = (pid: Pid | null, glyph: Glyph, page: PageId | null = null, word: string | null = null): Mark => ({
    pid,
    glyph,
    page,
    word,
  });
  switch (event.kind) {
    case "bug":
      return mark(event.pid, "bug", null, "BUG");
    case "hang":
      return mark(event.pid, "hang", null, "HANG");
    case "kill":
      return mark(event.pid, step.announced || event.cause.why === "kill" ? "announced" : "kill", null, event.signal);
    case "unmap":
      if (event.why === "taken") return mark(event.by ?? actor, "taking", event.page);
      return event.why === "munmap" ? mark(event.pid, "munmap") : null;
    case "fail":
      return mark(event.pid ?? actor, "fail", null, event.errno);
    case "copy":
      return mark(event.pid, "copy", event.to);
    case "reuse":
      // A first write maps its new page read-only and opens it in the same fault: that is no copy-on-write to a reader.
      return fresh.has(event.page) ? null : mark(event.pid, "reuse", event.page);
    case "map":
      return forks || event.pid !== actor ? null : mark(event.pid, fresh.get(event.page) ?? "cached", event.page);
    case "alloc":
      return event.from === "surplus" && event.pid === null ? mark(actor, "surplus") : null;
    case "mmap":
      return mark(event.pid, "mmap");
    case "vma-gone":
      return mark(event.pid, "munmap");
    case "fork":
      return mark(event.parent, "fork");
    case "exec":
      return mark(event.pid, "exec");
    case "exit":
      return mark(event.pid, "exit");
    case "resize":
    case "overcommit":
    case "reserve":
    case "unreserve":
    case "refuse":
    case "cache":
    case "uncache":
    case "mark":
    case "protect":
    case "hit":
    case "free":
    case "truncate":
    case "unlink":
    case "printk":
      return null;
    default:
      return event satisfies never;
  }
}
