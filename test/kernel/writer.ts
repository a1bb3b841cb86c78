/** Writes one operation after another, about what is there: processes, their mappings, files and segments. */
import type { PageSize } from "../../engine/index.js";
import type { CorpusScenario, Operation } from "../corpora/corpus.js";
import type { Dice } from "./dice.js";
import type { Kind, Profile } from "./profiles.js";

const FILES = ["f0", "f1", "f2"] as const;
const SEGMENTS = ["s0", "s1"] as const;
const MODES = ["BIND", "PREFERRED", "INTERLEAVE", "DEFAULT"] as const;
const ADVICE = ["DONTNEED", "DONTNEED", "DONTNEED", "DONTFORK", "DOFORK"] as const;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const MOST_PROCESSES = 8;
const GIGANTIC = 0.6;
const LONGEST = 5;
const SIGNALS = ["KILL", "KILL", "TERM"] as const;

interface Known {
  readonly pages: number;
  readonly size: PageSize;
}

export class Writer {
  readonly #profile: Profile;
  readonly #dice: Dice;
  readonly #world: CorpusScenario;
  readonly #processes = new Map<string, Map<string, Known>>();
  readonly #segments = new Map<string, number>();
  #mappings = 0;
  #children = 0;

  constructor(profile: Profile, world: CorpusScenario, dice: Dice) {
    this.#profile = profile;
    this.#world = world;
    this.#dice = dice;
    for (const name of world.procs) this.#processes.set(name, new Map());
  }

  next(): Operation {
    for (;;) {
      const found = this.#write(this.#dice.weighted<Kind>(this.#profile.calls));
      if (found !== null) return found;
    }
  }

  /** The operation does not go into the scenario: its new names are free again. */
  drop({ op }: Operation): void {
    if (op === "mmap" || op === "shmat") this.#mappings--;
    if (op === "fork" || op === "vfork") this.#children--;
  }

  /** What came of the operation. */
  learn(operation: Operation, result: string): void {
    const { op, p = "", m = "", c = "" } = operation;
    const own = this.#processes.get(p) ?? new Map<string, Known>();
    if (result.startsWith("SIG")) {
      this.#processes.delete(p);
      return;
    }
    if (result !== "ok") return;
    switch (op) {
      case "mmap":
        own.set(m, { pages: operation.len ?? 0, size: operation.pagesize ?? "2M" });
        return;
      case "shmget":
        this.#segments.set(operation.s ?? "", operation.len ?? 0);
        return;
      case "shmat":
        own.set(m, { pages: this.#segments.get(operation.s ?? "") ?? 1, size: "2M" });
        return;
      case "fork":
        this.#processes.set(c, new Map(own));
        return;
      case "vfork":
        this.#processes.set(c, own);
        return;
      case "exec":
        this.#processes.set(p, new Map());
        return;
      case "exit":
        this.#processes.delete(p);
        return;
      case "kill":
        this.#processes.delete(c);
        return;
      default:
        return;
    }
  }

  /** null: that call has nothing to be made on. */
  #write(op: Kind): Operation | null {
    const dice = this.#dice;
    if (op === "sysctl") return this.#sysctl();
    const p = dice.pick([...this.#processes.keys(), ...(this.#processes.size === 0 ? this.#world.procs : [])]);
    switch (op) {
      case "mmap":
        return this.#mmap(p);
      case "ftruncate":
      case "fallocate":
      case "unlink":
        return this.#onFile(op, p);
      case "fork":
      case "vfork":
        if (this.#processes.size >= MOST_PROCESSES) return null;
        return { p, op, c: `c${String(this.#children++)}` };
      case "exit":
      case "exec":
        return { p, op };
      case "kill":
        return { op, c: p, sig: dice.pick(SIGNALS) };
      case "shmget":
        return { p, op, s: dice.pick(SEGMENTS), len: dice.number(1, 4), flags: dice.chance(0.25) ? ["noreserve"] : [] };
      case "shmat":
        return { p, op, s: dice.pick(SEGMENTS), m: this.#newMapping(), ...(dice.chance(0.15) && { prot: "r" }) };
      case "shmrm":
        return { p, op, s: dice.pick(SEGMENTS) };
      case "set_mempolicy":
        return { p, op, ...this.#policy() };
      default:
        return this.#onMapping(op, p);
    }
  }

  #newMapping(): string {
    const n = this.#mappings++;
    const round = Math.floor(n / LETTERS.length);
    return `${LETTERS[n % LETTERS.length] ?? ""}${round === 0 ? "" : String(round)}`;
  }

  #size(): { pagesize?: PageSize } {
    return this.#profile.gigantic && this.#dice.chance(GIGANTIC) ? { pagesize: "1G" } : {};
  }

  #mmap(p: string): Operation {
    const dice = this.#dice;
    const profile = this.#profile;
    const file = dice.chance(profile.anonymous) ? null : dice.pick(FILES);
    const flags = (["noreserve", "populate", "locked"] as const).filter((name) =>
      dice.chance(name === "noreserve" ? profile.noreserve : profile.populate),
    );
    const size = this.#size();
    return {
      p,
      op: "mmap",
      m: this.#newMapping(),
      file,
      share: dice.chance(0.35) ? "shared" : "private",
      flags,
      len: dice.number(1, size.pagesize === undefined ? LONGEST : 2),
      off: file !== null && size.pagesize === undefined && dice.chance(0.25) ? dice.number(1, 3) : 0,
      prot: dice.chance(profile.readonly) ? "r" : "rw",
      ...size,
    };
  }

  #onFile(op: "ftruncate" | "fallocate" | "unlink", p: string): Operation {
    const dice = this.#dice;
    const file = dice.pick(FILES);
    const size = this.#size();
    const most = size.pagesize === undefined ? 6 : 2;
    switch (op) {
      case "ftruncate":
        return { p, op, file, len: dice.number(0, most), ...size };
      case "fallocate": {
        const from = dice.number(0, most - 1);
        const mode = dice.chance(0.5) ? "alloc" : "punch";
        return { p, op, file, mode, from, to: dice.number(from + 1, most), ...size };
      }
      case "unlink":
        return { p, op, file, ...size };
    }
  }

  #onMapping(op: Kind, p: string): Operation | null {
    const dice = this.#dice;
    const own = [...(this.#processes.get(p) ?? [])];
    if (own.length === 0) return null;
    const [m, { pages }] = dice.pick(own);
    if (op === "read" || op === "write") return { p, op, m, pg: dice.number(0, pages - 1) };
    if (op === "shmdt") return { p, op, m };
    if (op === "mremap") return { p, op, m, len: dice.number(1, pages + 1), ...(dice.chance(0.5) && { move: true }) };
    const whole = dice.chance(0.5);
    const from = whole ? 0 : dice.number(0, pages - 1);
    const slice = { m, from, to: whole ? pages : dice.number(from + 1, pages) };
    switch (op) {
      case "mprotect":
        return { p, op, ...slice, prot: dice.pick(["r", "rw", "none"] as const) };
      case "madvise":
        return { p, op, ...slice, advice: dice.pick(ADVICE) };
      case "mbind":
        return { p, op, ...slice, ...this.#policy() };
      default:
        return { p, op, ...slice };
    }
  }

  #policy(): Pick<Operation, "mode" | "nodes"> {
    const mode = this.#dice.pick(MODES);
    return { mode, nodes: mode === "DEFAULT" ? [] : this.#dice.pick([[0], [1], [0, 1]]) };
  }

  #sysctl(): Operation {
    const dice = this.#dice;
    const { nodes } = this.#world;
    if (this.#profile.gigantic && dice.chance(0.5))
      return { op: "sysctl", name: "nr_hugepages", value: dice.number(0, 2), pagesize: "1G" };
    if (dice.chance(0.35)) return { op: "sysctl", name: "nr_overcommit_hugepages", value: dice.number(0, 4) };
    const node = nodes !== undefined && dice.chance(0.5) ? { node: dice.number(0, 1) } : {};
    return { op: "sysctl", name: "nr_hugepages", value: dice.number(0, 8), ...node };
  }
}
