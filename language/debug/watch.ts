/** Expressions in the language of `expect`, and what they come to as a machine stands. */
import { mappingsOf, processesOf, type MachineView, type MappingView, type ProcessView } from "../../engine/index.js";
import type { CheckedScenario } from "../check/index.js";
import { Conditions } from "../check/conditions.js";
import { guardNames } from "../check/kernels.js";
import { Problems } from "../check/problems.js";
import { sliceOf } from "../check/slices.js";
import { SourceLine } from "../check/source-line.js";
import { Story } from "../check/story.js";
import type { Condition, Round } from "../compile/program.js";
import { count } from "../explain/index.js";
import { evaluate, judge } from "../run/index.js";
import { parseWatch } from "../syntax/index.js";
import type { ConditionNode, Expression, PlaceRef, Watch } from "../syntax/tree.js";
import { pageWords, processWords } from "./words.js";

/** Where an expression is read: whose mappings `a[0]` alone means, and what the loops' names stand for. */
export interface Standpoint {
  readonly process: string | null;
  readonly rounds: readonly Round[];
}

/** Pages of a mapping. */
export interface Pages {
  readonly process: ProcessView;
  readonly mapping: MappingView;
  readonly from: number;
  readonly to: number;
}

export type Answer = { readonly text: string } & (
  | { readonly kind: "truth"; readonly holds: boolean }
  | { readonly kind: "number" }
  | { readonly kind: "process"; readonly process: ProcessView }
  | { readonly kind: "pages"; readonly pages: Pages }
  /** It speaks of what is not there. */
  | { readonly kind: "nothing" }
);

/** The expression means nothing: a sentence says why. */
export class WatchError extends Error {}

/** A line of an expression that is in no file. */
const NO_LINE = 0;
/** Pages named one by one before the rest is only counted. */
const NAMED_PAGES = 16;

export class Expressions {
  readonly #scenario: CheckedScenario;

  constructor(scenario: CheckedScenario) {
    this.#scenario = scenario;
  }

  /** Reads an expression; throws WatchError when it is none. */
  read(text: string): Watch {
    const watch = parseWatch(text.trim());
    if ("message" in watch) throw new WatchError(watch.message);
    return watch;
  }

  /** What an expression comes to; throws WatchError when it means nothing here. */
  answer(watch: Watch, machine: MachineView, at: Standpoint): Answer {
    switch (watch.kind) {
      case "conditions":
        return this.#truth(watch.conditions, machine, at);
      case "place":
        return this.#place(watch.place, machine, at);
      case "term":
        return watch.term.kind === "name" ? this.#name(watch.term, machine, at) : this.#number(watch.term, machine, at);
      case "mapping": {
        const { mapping } = watch;
        const process = { name: { text: at.process ?? "", span: mapping.span }, index: null, span: mapping.span };
        const indexed =
          mapping.slice?.kind === "page" ? this.#indexed(mapping.name.text, mapping.slice.page, machine, at) : null;
        return indexed ?? this.#place({ process, mapping, span: mapping.span }, machine, at);
      }
    }
  }

  /** Whether conditions hold; a number holds when it is not zero, a page when it is present, a process while it lives. */
  holds(watch: Watch, machine: MachineView, at: Standpoint): boolean {
    const answer = this.answer(watch, machine, at);
    switch (answer.kind) {
      case "truth":
        return answer.holds;
      case "number":
        return answer.text !== "0";
      case "process":
        return answer.process.state === "alive";
      case "pages": {
        const { mapping, from, to } = answer.pages;
        return Array.from({ length: to - from }, (_, i) => mapping.page(from + i)).every(({ is }) => is === "present");
      }
      case "nothing":
        return false;
    }
  }

  #truth(nodes: readonly ConditionNode[], machine: MachineView, at: Standpoint): Answer {
    const { kernel } = machine.config;
    for (const node of nodes) {
      if (!guardNames(node.guard, kernel)) continue;
      const judgement = judge(machine, this.#condition(node, at));
      if (judgement.holds === true) continue;
      const text = judgement.holds === "gone" ? judgement.what : `false: ${judgement.actual}`;
      return judgement.holds === "gone" ? { kind: "nothing", text } : { kind: "truth", holds: false, text };
    }
    return { kind: "truth", holds: true, text: "true" };
  }

  #number(term: Expression, machine: MachineView, at: Standpoint): Answer {
    const condition = this.#condition(
      {
        kind: "compare",
        op: "==",
        left: term,
        right: { kind: "number", value: 0, span: term.span },
        guard: null,
        span: term.span,
      },
      at,
    );
    const value = condition.kind === "compare" ? evaluate(machine, condition.left) : { gone: "it is no number" };
    return "gone" in value ? { kind: "nothing", text: value.gone } : { kind: "number", text: String(value.value) };
  }

  /** A name alone: a number of the text, a process, or a mapping of the process at hand. */
  #name(term: Expression & { readonly kind: "name" }, machine: MachineView, at: Standpoint): Answer {
    const { name, span } = term;
    const isNumber = this.#scenario.settings.lets.has(name) || at.rounds.some(({ binds }) => binds?.name === name);
    if (isNumber) return this.#number(term, machine, at);
    const process = newest(machine, name);
    if (process !== undefined) return { kind: "process", process, text: processWords(process) };
    const word = { text: name, span };
    return this.#place(
      {
        process: { name: { text: at.process ?? "", span }, index: null, span },
        mapping: { name: word, slice: null, span },
        span,
      },
      machine,
      at,
    );
  }

  /** `worker[2]`, when there is such a process. */
  #indexed(name: string, index: Expression, machine: MachineView, at: Standpoint): Answer | null {
    const number = this.#number(index, machine, at);
    const process = newest(machine, `${name}[${number.text}]`);
    return process === undefined ? null : { kind: "process", process, text: processWords(process) };
  }

  #place({ process: owner, mapping: ref }: PlaceRef, machine: MachineView, at: Standpoint): Answer {
    const line = this.#line(at);
    const name = line.story.nameOf(owner, line.source);
    const process = name === null || name === "" ? undefined : newest(machine, name);
    const wanted = ref.name.text;
    if (process === undefined) {
      const what =
        name === "" ? `there is no process or number ${wanted} here` : `there is no process ${name ?? owner.name.text}`;
      return { kind: "nothing", text: line.error ?? what };
    }
    const mapping = mappingsOf(machine, process.pid).findLast((each) => each.name === wanted);
    if (mapping === undefined) {
      const gone =
        process.state === "alive"
          ? `${process.name} has no mapping ${wanted}`
          : `${process.name} is gone: ${processWords(process)}`;
      return { kind: "nothing", text: gone };
    }
    const facts = {
      name: wanted,
      place: line.source.place(ref.span),
      pages: mapping.pages,
      pageSize: "2M",
      gone: false,
    } as const;
    const slice = sliceOf(ref, facts, line.story.numbers(line.source), line.source);
    if (slice === null) throw new WatchError(line.error ?? `${wanted} has no such pages`);
    const pages = { process, mapping, from: slice.from, to: slice.to ?? mapping.pages };
    return { kind: "pages", pages, text: pagesWords(pages) };
  }

  #condition(node: ConditionNode, at: Standpoint): Condition {
    const line = this.#line(at);
    const lowered = new Conditions(line.story, []).lower(node, line.source);
    if (lowered === null)
      throw new WatchError(line.error ?? "this names a number, a process or a mapping that is not there");
    return lowered.condition;
  }

  /** A line on which every name may exist: which do is for the machine to say. */
  #line(at: Standpoint): { readonly story: Story; readonly source: SourceLine; readonly error: string | null } {
    const problems = new Problems();
    const story = new Story({ ...this.#scenario.settings, open: true }, new Map());
    for (const { binds } of at.rounds) if (binds !== null) story.loops.set(binds.name, binds.value);
    return {
      story,
      source: new SourceLine(problems, this.#scenario.uri, NO_LINE),
      get error() {
        return problems.all[0]?.message ?? null;
      },
    };
  }
}

/** The newest process of a name. */
export function newest(machine: MachineView, name: string): ProcessView | undefined {
  return processesOf(machine).findLast((process) => process.name === name);
}

/** `present A`, or the pages of a range one after another. */
export function pagesWords({ mapping, from, to }: Pages): string {
  if (to - from === 1) return pageWords(mapping.page(from));
  const named = Array.from({ length: Math.min(to - from, NAMED_PAGES) }, (_, i) =>
    pageWords(mapping.page(from + i), "short"),
  );
  const more = to - from - named.length;
  return more > 0 ? `${named.join(" ")} and ${count(more, "more page")}` : named.join(" ");
}
