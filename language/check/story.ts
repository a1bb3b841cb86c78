/**
 * Who and what there is at each point of a scenario, as far as that is known without running it: processes, their
 * mappings, and the numbers of `let` and `for`. What only a run can tell (a call that fails, a process that is
 * killed) is kept as "may be".
 */
import type { PageSize } from "../../engine/index.js";
import { didYouMean } from "../syntax/nearest.js";
import type { MappingRef, ProcessRef, Span, Word } from "../syntax/tree.js";
import type { Place } from "./problems.js";
import { processName, type Settings } from "./settings.js";
import type { SourceLine } from "./source-line.js";
import { count, type Numbers } from "./values.js";

export interface MappingFacts {
  readonly name: string;
  readonly place: Place;
  /** As first made; null = not known. */
  readonly pages: number | null;
  readonly pageSize: PageSize;
  /** All of it was unmapped, or its process execed: the name may be bound again. */
  gone: boolean;
}

export interface ProcessFacts {
  readonly name: string;
  readonly place: Place;
  /** It certainly has come to its end. */
  dead: boolean;
  mappings: Map<string, MappingFacts>;
}

/** A name that some line of the scenario makes, wherever it stands. */
export interface Maker {
  readonly kind: "process" | "mapping" | "segment";
  readonly place: Place;
}

export class Story {
  readonly processes = new Map<string, ProcessFacts>();
  readonly segments = new Map<string, Place>();
  readonly loops = new Map<string, number>();
  readonly maybe: Set<string>;

  constructor(
    readonly settings: Settings,
    /** Names by the first line that makes them, for messages about names used too early. */
    private readonly makers: ReadonlyMap<string, Maker>,
  ) {
    this.maybe = new Set(settings.maybe);
    for (const { value, place } of settings.processes.values()) this.addProcess(value.name, place, new Map());
  }

  addProcess(name: string, place: Place, mappings: Map<string, MappingFacts>): ProcessFacts {
    const facts = { name, place, dead: false, mappings };
    this.processes.set(name, facts);
    return facts;
  }

  /** A child starts with its parent's names; what becomes of them afterwards is its own. */
  copyOf(mappings: ReadonlyMap<string, MappingFacts>): Map<string, MappingFacts> {
    return new Map([...mappings].map(([name, facts]) => [name, { ...facts }]));
  }

  /** Numbers as a line sees them. */
  numbers(line: SourceLine): Numbers {
    return {
      lookup: (name) => {
        const looped = this.loops.get(name);
        if (looped !== undefined) return { amount: looped, unit: "count" };
        const entry = this.settings.lets.get(name);
        if (entry === undefined) return undefined;
        if (entry.value === null) line.poisoned = true;
        return entry.value;
      },
      unknown: (name, span) => {
        this.unknownNumber(name, span, line);
      },
      report: (error) => {
        line.report(error);
      },
    };
  }

  private unknownNumber(name: string, span: Span, line: SourceLine): void {
    line.poisoned = true;
    const maker = this.makers.get(name);
    if (this.processes.has(name) || maker !== undefined) {
      const kind = maker?.kind ?? "process";
      line.report({ code: "wrong-kind", message: `\`${name}\` is a ${kind}, not a number`, span });
      return;
    }
    if (this.maybe.has(name) || this.settings.open) return;
    const known = [...this.loops.keys(), ...this.settings.lets.keys()];
    line.report({
      code: "unknown-name",
      message: `\`${name}\` is no number here: no \`let\` or \`for\` makes it${didYouMean(name, known)}`,
      span,
    });
  }

  /** The full name of a process; null when its index has no value. */
  nameOf(ref: ProcessRef, line: SourceLine): string | null {
    if (ref.index === null) return ref.name.text;
    const index = count(ref.index, "a process's index", this.numbers(line));
    return index === null ? null : processName(ref, index);
  }

  /** The process of a name; null when there is none, which is told unless a line with an error may have made it. */
  process(ref: ProcessRef, line: SourceLine): { readonly name: string; readonly facts: ProcessFacts | null } | null {
    const name = this.nameOf(ref, line);
    if (name === null) return null;
    const facts = this.processes.get(name);
    if (facts !== undefined) return { name, facts };
    if (this.maybe.has(ref.name.text) || this.settings.open) return { name, facts: null };
    this.unknownProcess(name, ref, line);
    return null;
  }

  private unknownProcess(name: string, ref: ProcessRef, line: SourceLine): void {
    const maker = this.makers.get(ref.name.text);
    const at = ref.span;
    if (maker?.kind === "mapping" || maker?.kind === "segment") {
      line.report({ code: "wrong-kind", message: `\`${name}\` is a ${maker.kind}, not a process`, span: at }, [
        { ...maker.place, message: `\`${name}\` is made here` },
      ]);
      return;
    }
    if (this.settings.lets.has(name) || this.loops.has(name)) {
      line.report({ code: "wrong-kind", message: `\`${name}\` is a number, not a process`, span: at });
      return;
    }
    const sameBase = [...this.processes.keys()].filter(
      (other) => other === ref.name.text || other.startsWith(`${ref.name.text}[`),
    );
    if (sameBase.length > 0) {
      const one = sameBase[0] ?? "";
      line.report({
        code: "unknown-name",
        message: `there is no process \`${name}\` here, but \`${one}\`${sameBase.length > 1 ? " and others" : ""}`,
        span: at,
      });
      return;
    }
    if (maker !== undefined) {
      line.report(
        { code: "unknown-name", message: `there is no process \`${name}\` yet: it is forked further down`, span: at },
        [{ ...maker.place, message: `\`${name}\` is forked here` }],
      );
      return;
    }
    const hint = didYouMean(name, this.processes.keys());
    line.report({
      code: "unknown-name",
      message: `there is no process \`${name}\`${hint === "" ? ": a `process` line or a `fork()` makes one" : hint}`,
      span: at,
    });
  }

  /** The mapping of a process; null when it has none of that name (told unless a line with an error may have made it). */
  mapping(
    owner: { readonly name: string; readonly facts: ProcessFacts | null },
    ref: MappingRef,
    line: SourceLine,
  ): { readonly facts: MappingFacts | null } | null {
    const name = ref.name.text;
    const facts = owner.facts?.mappings.get(name);
    if (facts !== undefined) return { facts };
    if (owner.facts === null || this.maybe.has(name) || this.settings.open) return { facts: null };
    this.unknownMapping(owner.facts, ref.name, line);
    return null;
  }

  private unknownMapping(owner: ProcessFacts, { text: name, span }: Word, line: SourceLine): void {
    if (this.processes.has(name)) {
      line.report({
        code: "wrong-kind",
        message: `\`${name}\` is a process, not a mapping of \`${owner.name}\``,
        span,
      });
      return;
    }
    if (this.settings.lets.has(name) || this.loops.has(name)) {
      line.report({ code: "wrong-kind", message: `\`${name}\` is a number, not a mapping`, span });
      return;
    }
    const other = [...this.processes.values()].find(({ mappings }) => mappings.has(name));
    const made = other?.mappings.get(name);
    if (other !== undefined && made !== undefined) {
      line.report(
        {
          code: "unknown-name",
          message: `\`${owner.name}\` has no mapping \`${name}\`: it belongs to \`${other.name}\`, and \`${owner.name}\` did not inherit it`,
          span,
        },
        [{ ...made.place, message: `\`${other.name}\` makes \`${name}\` here` }],
      );
      return;
    }
    const maker = this.makers.get(name);
    if (maker !== undefined) {
      line.report(
        {
          code: "unknown-name",
          message: `\`${owner.name}\` has no mapping \`${name}\` yet: it is made further down`,
          span,
        },
        [{ ...maker.place, message: `\`${name}\` is made here` }],
      );
      return;
    }
    const hint = didYouMean(name, owner.mappings.keys());
    line.report({ code: "unknown-name", message: `\`${owner.name}\` has no mapping \`${name}\`${hint}`, span });
  }
}
