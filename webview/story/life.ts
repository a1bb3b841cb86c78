/** The life of one page: who had it when, told from the events that name it. */
import type { Event, MappingId, PageId, Pid } from "../../engine/index.js";
import type { Phrase, Piece } from "../../language/picture/picture.js";
import { fileName } from "../memory/names.js";
import type { Story } from "./story.js";

/** A longer life is told by its beginning and its end. */
const MOST_TOLD = 6;

interface Moment {
  readonly step: number;
  readonly phrase: Phrase;
}

export interface Life {
  readonly page: PageId;
  /** The steps in which something happened to it, in order. */
  readonly steps: readonly number[];
  /** One sentence without its full stop. */
  readonly phrase: Phrase;
}

/** Reads the whole run once. */
export function lifeOf(story: Story, page: PageId): Life {
  const teller = new Teller(story);
  const steps: number[] = [];
  let number = 0;
  for (const { events } of story.run.steps) {
    number++;
    const own = events.filter((event) => concerns(event, page));
    if (own.length === 0) continue;
    steps.push(number);
    teller.step(number, own, page);
  }
  return { page, steps, phrase: sentence(teller.moments) };
}

function concerns(event: Event, page: PageId): boolean {
  switch (event.kind) {
    case "alloc":
    case "cache":
    case "uncache":
    case "map":
    case "unmap":
    case "reuse":
    case "free":
      return event.page === page;
    case "copy":
      return event.from === page || event.to === page;
    default:
      return false;
  }
}

/** Follows who has the page, and says what changed. */
class Teller {
  readonly moments: Moment[] = [];
  readonly #story: Story;
  readonly #maps = new Map<MappingId, Pid>();
  #cached = false;
  #before: ReadonlySet<Pid> = new Set();
  #cachedBefore = false;

  constructor(story: Story) {
    this.#story = story;
  }

  step(number: number, events: readonly Event[], page: PageId): void {
    const taken: Pid[] = [];
    let file: number | null = null;
    for (const event of events) {
      if (event.kind === "map" || (event.kind === "copy" && event.to === page))
        this.#maps.set(event.mapping, event.pid);
      else if (event.kind === "unmap" || event.kind === "copy") this.#maps.delete(event.mapping);
      else if (event.kind === "free") this.#maps.clear();
      else if (event.kind === "cache" || event.kind === "uncache") {
        this.#cached = event.kind === "cache";
        file = event.inode;
      }
      if (event.kind === "unmap" && event.why === "taken") taken.push(event.pid);
    }
    const now = new Set(this.#maps.values());
    const words = this.#words(now, taken, file, number);
    if (words !== null) this.moments.push({ step: number, phrase: [...words, { step: number }] });
    this.#before = now;
    this.#cachedBefore = this.#cached;
  }

  #words(now: ReadonlySet<Pid>, taken: readonly Pid[], file: number | null, step: number): Phrase | null {
    const before = this.#before;
    const held = before.size > 0 || this.#cachedBefore;
    const come = [...now].filter((pid) => !before.has(pid));
    const gone = [...before].filter((pid) => !now.has(pid));
    if (taken.length > 0) return ["taken from ", ...this.#names(taken), ...this.#alone(now), " at "];
    if (!held && come.length > 0) return [...this.#names(come), "’s since "];
    if (!held && this.#cached) return ["in file ", { name: this.#file(file, step) }, " since "];
    if (now.size === 0 && !this.#cached) return held ? ["free since "] : null;
    if (now.size === 0) return gone.length > 0 ? ["only in its file since "] : null;
    if (come.length > 0) return [before.size === 0 ? "mapped by " : "shared with ", ...this.#names(come), " from "];
    if (gone.length > 0)
      return now.size === 1
        ? [...this.#names([...now]), "’s alone since "]
        : ["left by ", ...this.#names(gone), " at "];
    return null;
  }

  #alone(now: ReadonlySet<Pid>): Phrase {
    return now.size === 1 ? [" and ", ...this.#names([...now]), "’s alone"] : [];
  }

  #names(pids: readonly Pid[]): Piece[] {
    const names = [...new Set(pids.map((pid) => this.#story.name(pid)))];
    const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} others`] : names;
    return shown.flatMap((name, at): Piece[] => [
      ...(at === 0 ? [] : [at === shown.length - 1 ? " and " : ", "]),
      { name },
    ]);
  }

  #file(inode: number | null, step: number): string {
    return fileName(inode === null ? null : (this.#story.at(step).files.get(inode)?.path ?? null));
  }
}

function sentence(moments: readonly Moment[]): Phrase {
  if (moments.length === 0) return ["never in use"];
  const half = MOST_TOLD / 2;
  const told = moments.length <= MOST_TOLD ? moments : [...moments.slice(0, half), null, ...moments.slice(-half)];
  return told.flatMap((moment, at): Phrase => {
    const comma = at === 0 ? [] : [", "];
    return moment === null ? [...comma, "…"] : [...comma, ...moment.phrase];
  });
}
