/** What a story speaks of, under names that C allows: processes, mappings, segments and files. */
import type { Config, FileName } from "../../engine/index.js";

const RENAMED = /[^A-Za-z0-9_]/gu;

/** Numbers everybody in the order in which they come to be; a name that somebody has again is somebody else. */
export class Cast {
  /** Their names, as the story has them. */
  readonly processes: string[] = [];
  readonly mappings: string[] = [];
  readonly segments: string[] = [];
  /** The processes' constants. */
  readonly constants: string[] = [];
  private readonly places: readonly string[];
  private readonly taken = new Set<string>();
  /** How often each constant was asked for. */
  private readonly counts = new Map<string, number>();
  private readonly newest = new Map<string, number>();

  constructor(config: Config) {
    this.places = config.mounts.map(({ path }) => path);
    for (const { name } of config.processes) this.born(name);
  }

  /** Somebody comes to be under that name: his constant. One who `fails` to leaves the name to whoever has it. */
  born(name: string, fails = false): string {
    const number = this.processes.push(name) - 1;
    const first = `P_${name.replaceAll(RENAMED, "_")}`;
    let count = this.counts.get(first) ?? 0;
    let constant = first;
    while (this.taken.has(constant) || count === 0) constant = ++count === 1 ? first : `${first}_${count}`;
    this.counts.set(first, count);
    this.taken.add(constant);
    this.constants.push(constant);
    if (!fails || !this.newest.has(name)) this.newest.set(name, number);
    return constant;
  }

  /** The constant of the process that has that name now; null = nobody. Who never came to be has one, too, and is dead. */
  process(name: string | null): string {
    if (name === null) return "NOBODY";
    const number = this.newest.get(name);
    return number === undefined ? this.born(name) : this.processConstant(number);
  }

  /** The constant of a process by its number. */
  processConstant(number: number): string {
    return this.constants[number] ?? "";
  }

  /** The constant of a mapping's name. */
  mapping(name: string): string {
    return numbered(this.mappings, name, "M_");
  }

  /** The constant of a segment's name. */
  segment(name: string): string {
    return numbered(this.segments, name, "S_");
  }

  /** Where the program puts a mount: a folder of its own. */
  place(mount: string): string {
    return `m${this.places.indexOf(mount)}`;
  }

  /** A file, below the folder of its mount. */
  file({ mount, path }: FileName): string {
    return quoted(`${this.place(mount)}${path.slice(mount.length)}`);
  }
}

function numbered(names: string[], name: string, prefix: string): string {
  if (!names.includes(name)) names.push(name);
  return `${prefix}${name.replaceAll(RENAMED, "_")}`;
}

/** A string of C. */
export function quoted(text: string): string {
  const escaped = text.replace(/[\\"]/gu, "\\$&").replaceAll("??", '?""?');
  return `"${escaped.replace(/\p{Cc}/gu, " ")}"`;
}
