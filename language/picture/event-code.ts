/** Events as numbers and texts: what each kind has to say, in the order in which it is written. */
import type { Event, EventKind } from "../../engine/index.js";
import { DamagedError } from "./vlq.js";
import type { VlqReader, VlqWriter } from "./vlq.js";

type Code = "flag" | "number" | "number or null" | "text" | "text or null" | "json";
type CodeOf<T> = [T] extends [boolean]
  ? "flag"
  : [T] extends [number]
    ? "number"
    : [T] extends [string]
      ? "text"
      : [T] extends [number | null]
        ? "number or null"
        : [T] extends [string | null]
          ? "text or null"
          : "json";
type EventOf<K extends EventKind> = Extract<Event, { readonly kind: K }>;
type FieldsOf<K extends EventKind> = {
  readonly [F in Exclude<keyof EventOf<K>, "kind" | "fn" | "commit">]-?: CodeOf<EventOf<K>[F]>;
};

const PAGE_OF_MAPPING = { pid: "number", mapping: "number", index: "number", page: "number" } as const;

/** A field that the engine adds to an event must be added here: the compiler says so. */
const FIELDS: { readonly [K in EventKind]: FieldsOf<K> } = {
  mmap: {
    pid: "number",
    mapping: "number",
    name: "text",
    file: "text or null",
    inode: "number",
    pages: "number",
    offset: "number",
    share: "text",
    protection: "text",
    pageSize: "text",
    noreserve: "flag",
    owner: "flag",
  },
  reserve: { pages: "number", mapping: "number or null", inode: "number", pageSize: "text" },
  unreserve: { pages: "number", mapping: "number or null", inode: "number or null", pageSize: "text" },
  refuse: { pid: "number or null", shortage: "json", pageSize: "text" },
  alloc: {
    page: "number",
    from: "text",
    lucky: "flag",
    node: "number",
    pageSize: "text",
    pid: "number or null",
  },
  cache: { inode: "number", index: "number", page: "number" },
  uncache: { inode: "number", index: "number", page: "number" },
  map: { ...PAGE_OF_MAPPING, writable: "flag" },
  unmap: { ...PAGE_OF_MAPPING, why: "text", by: "number or null" },
  mark: { pid: "number", mapping: "number", from: "number", to: "number", by: "number" },
  "vma-gone": { pid: "number", mapping: "number", from: "number", to: "number" },
  protect: { pid: "number", mapping: "number", from: "number", to: "number", protection: "text" },
  copy: { pid: "number", mapping: "number", index: "number", from: "number", to: "number" },
  reuse: PAGE_OF_MAPPING,
  hit: { ...PAGE_OF_MAPPING, access: "text" },
  free: { page: "number", to: "text", pageSize: "text" },
  fork: { parent: "number", child: "number", name: "text", vfork: "flag", maps: "json" },
  exec: { pid: "number" },
  exit: { pid: "number" },
  kill: { pid: "number", signal: "text", cause: "json", mapping: "number or null", index: "number or null" },
  fail: { pid: "number or null", errno: "text", shortage: "json" },
  truncate: { inode: "number", pages: "number" },
  unlink: { inode: "number" },
  resize: { pageSize: "text", total: "number", surplus: "number" },
  overcommit: { pageSize: "text", limit: "number" },
  printk: { text: "text" },
  bug: { pid: "number", mapping: "number", index: "number", what: "text", fixed: "text or null" },
  hang: { pid: "number", mapping: "number", index: "number", what: "text", fixed: "text or null", killable: "flag" },
};

const KINDS = Object.keys(FIELDS) as readonly EventKind[];
const ORDER: Readonly<Record<string, readonly (readonly [field: string, code: Code])[]>> = Object.fromEntries(
  Object.entries(FIELDS).map(([kind, fields]) => [kind, Object.entries<Code>(fields)]),
);

/** Texts by number: written once, then pointed at. */
export interface Texts {
  readonly add: (text: string) => number;
}

/** Writes an event; its kind, function and commit stand in `heads`. */
export class EventWriter {
  readonly #codes: VlqWriter;
  readonly #texts: Texts;
  readonly #heads = new Map<string, number>();

  constructor(codes: VlqWriter, texts: Texts) {
    this.#codes = codes;
    this.#texts = texts;
  }

  put(event: Event): void {
    this.#head(event);
    const values: Readonly<Record<string, unknown>> = { ...event };
    for (const [field, code] of ORDER[event.kind] ?? []) this.#value(code, values[field]);
  }

  /** A head that is new is written out where it is first used. */
  #head({ kind, fn, commit }: Event): void {
    const key = `${kind} ${fn} ${commit ?? ""}`;
    const known = this.#heads.get(key);
    this.#codes.put(known ?? this.#heads.size);
    if (known !== undefined) return;
    this.#heads.set(key, this.#heads.size);
    this.#codes.put(KINDS.indexOf(kind));
    this.#codes.put(this.#texts.add(fn));
    this.#codes.put(commit === undefined ? 0 : this.#texts.add(commit) + 1);
  }

  #value(code: Code, value: unknown): void {
    switch (code) {
      case "flag":
        this.#codes.put(value === true ? 1 : 0);
        return;
      case "number":
        this.#codes.put(Number(value));
        return;
      case "number or null":
        this.#codes.put(value === null ? 0 : 1);
        if (value !== null) this.#codes.put(Number(value));
        return;
      case "text":
        this.#codes.put(this.#texts.add(value as string));
        return;
      case "text or null":
        this.#codes.put(value === null ? 0 : this.#texts.add(value as string) + 1);
        return;
      case "json":
        this.#codes.put(this.#texts.add(JSON.stringify(value)));
        return;
      default:
        code satisfies never;
    }
  }
}

interface Head {
  readonly kind: EventKind;
  readonly fn: string;
  readonly commit: string | null;
  readonly order: readonly (readonly [field: string, code: Code])[];
}

/** Reads what an EventWriter wrote. Everything read is checked: a number that points nowhere throws DamagedError. */
export class EventReader {
  readonly #codes: VlqReader;
  readonly #texts: readonly string[];
  readonly #heads: Head[] = [];

  constructor(codes: VlqReader, texts: readonly string[]) {
    this.#codes = codes;
    this.#texts = texts;
  }

  next(): Event {
    const { kind, fn, commit, order } = this.#head();
    const values: Record<string, unknown> = commit === null ? { kind, fn } : { kind, fn, commit };
    for (const [field, code] of order) values[field] = this.#value(code);
    // The fields are those that FIELDS has for the kind, each read as what it is.
    return values as unknown as Event;
  }

  #head(): Head {
    const at = this.#codes.next();
    const known = this.#heads[at];
    if (known !== undefined) return known;
    if (at !== this.#heads.length) throw new DamagedError("an event of no kind");
    const kind = KINDS[this.#codes.next()];
    if (kind === undefined) throw new DamagedError("an event of a kind that is not known");
    const fn = this.#text(this.#codes.next());
    const commit = this.#codes.next();
    const head = { kind, fn, commit: commit === 0 ? null : this.#text(commit - 1), order: ORDER[kind] ?? [] };
    this.#heads.push(head);
    return head;
  }

  #value(code: Code): unknown {
    const number = this.#codes.next();
    switch (code) {
      case "flag":
        return number === 1;
      case "number":
        return number;
      case "number or null":
        return number === 0 ? null : this.#codes.next();
      case "text":
        return this.#text(number);
      case "text or null":
        return number === 0 ? null : this.#text(number - 1);
      case "json":
        return parsed(this.#text(number));
      default:
        return code satisfies never;
    }
  }

  #text(at: number): string {
    const text = this.#texts[at];
    if (text === undefined) throw new DamagedError("a text that is not there");
    return text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DamagedError("a text that is no JSON");
  }
}
