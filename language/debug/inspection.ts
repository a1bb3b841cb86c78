/** What one looks at while stopped: scopes, variables, expressions. Its references are good until the next move. */
import type { DebugProtocol } from "@vscode/debugprotocol";
import { mappingsOf, processesOf, type Machine, type ProcessView } from "../../engine/index.js";
import { COUNTERS } from "../check/constants.js";
import { happeningsOf } from "../explain/happening.js";
import { Chronicle } from "../explain/index.js";
import type { Frame } from "./frames.js";
import { fileItems, type Below, type Item, named, pagesBelow, poolItems, processItems, stepItems } from "./items.js";
import { RequestError, StaleError } from "./protocol.js";
import type { Place, Replay } from "./replay.js";
import { Expressions, newest, WatchError, type Answer } from "./watch.js";

/** Rows given of a list when the editor names no number. */
const ALL_ROWS = 100_000;
/** Words of conditions that completion offers beside names. */
const STATES = ["alive", "exited", "killed", "present", "absent", "unmapped", "same as", "differs from"];

export class Inspection {
  readonly #replay: Replay;
  readonly #place: Place;
  readonly #expressions: Expressions;
  readonly #below: Below[] = [];

  constructor(replay: Replay, place: Place) {
    this.#replay = replay;
    this.#place = place;
    this.#expressions = new Expressions(replay.scenario);
  }

  scopes(frame: Frame): DebugProtocol.Scope[] {
    const machine = this.#machine();
    const process = frame.pid === null ? undefined : this.#process(machine, frame.pid);
    const last = this.#replay.run.steps[this.#replay.taken(this.#place) - 1];
    return [
      ...(process === undefined
        ? []
        : [
            this.#scope(
              `Process ${process.name}`,
              named(() => processItems(machine, process)),
              "locals",
            ),
          ]),
      this.#scope(
        "Pool",
        named(() => poolItems(machine)),
      ),
      this.#scope(
        "Files",
        named(() => fileItems(machine)),
      ),
      ...(last === undefined
        ? []
        : [
            this.#scope(
              "Last Step",
              named(() => stepItems(last, this.#happenings())),
            ),
          ]),
    ];
  }

  variables({
    variablesReference,
    filter,
    start = 0,
    count,
  }: DebugProtocol.VariablesArguments): DebugProtocol.Variable[] {
    const below = this.#below[variablesReference - 1];
    if (below === undefined) throw new StaleError("That value is of an earlier stop.");
    if (filter === "named" && below.indexed > 0) return [];
    if (filter === "indexed" && below.indexed === 0) return [];
    const wanted = count === undefined || count === 0 ? ALL_ROWS : count;
    return below.items(start, wanted).map((item) => this.#variable(item));
  }

  /** The expression of a row, for a breakpoint on its changes; null when it has none. */
  expressionOf(variablesReference: number, name: string): string | null {
    const below = this.#below[variablesReference - 1];
    return below?.items(0, ALL_ROWS).find((item) => item.name === name)?.expression ?? null;
  }

  evaluate(text: string, frame: Frame | null): Answer {
    try {
      const at = { process: this.#nameOf(frame), rounds: frame?.rounds ?? [] };
      return this.#expressions.answer(this.#expressions.read(text), this.#machine(), at);
    } catch (error) {
      throw error instanceof WatchError ? new RequestError(error.message) : error;
    }
  }

  /** The answer as the editor shows it, with what unfolds below it. */
  shown(answer: Answer): {
    readonly result: string;
    readonly type: string;
    readonly variablesReference: number;
    readonly indexedVariables?: number;
  } {
    const result = { result: answer.text, type: answer.kind, variablesReference: 0 };
    switch (answer.kind) {
      case "pages": {
        const { from, to } = answer.pages;
        return to - from === 1 ? result : { ...result, ...this.#reference(pagesBelow(answer.pages)) };
      }
      case "process": {
        const { process } = answer;
        return { ...result, ...this.#reference(named(() => processItems(this.#machine(), process))) };
      }
      case "truth":
      case "number":
      case "nothing":
        return result;
    }
  }

  completions(text: string, column: number): DebugProtocol.CompletionItem[] {
    const before = text.slice(0, column - 1);
    const word = /[\w.[\]]*$/u.exec(before)?.[0] ?? "";
    const machine = this.#machine();
    const dot = word.lastIndexOf(".");
    const start = before.length - word.length;
    if (dot >= 0) {
      const process = newest(machine, word.slice(0, dot));
      const mappings = process === undefined ? [] : mappingsOf(machine, process.pid);
      return mappings.map(({ name }) => ({
        label: name,
        type: "variable",
        start: start + dot + 1,
        length: word.length - dot - 1,
      }));
    }
    const item =
      (type: DebugProtocol.CompletionItemType) =>
      (label: string): DebugProtocol.CompletionItem => ({ label, type, start, length: word.length });
    return [
      ...[...COUNTERS.keys()].filter((name) => !name.startsWith("HugePages")).map(item("value")),
      ...machine.config.cgroups.map(({ name }) => `cgroup ${name} usage`).map(item("value")),
      ...new Set(processesOf(machine).map(({ name }) => name)),
      ...STATES,
    ].map((each) => (typeof each === "string" ? item(STATES.includes(each) ? "keyword" : "class")(each) : each));
  }

  #scope(name: string, below: Below, hint?: "locals"): DebugProtocol.Scope {
    return { name, expensive: false, ...this.#reference(below), ...(hint !== undefined && { presentationHint: hint }) };
  }

  #variable({ name, value, type, expression, below }: Item): DebugProtocol.Variable {
    return {
      name,
      value,
      ...(type !== undefined && { type }),
      ...(expression !== undefined && { evaluateName: expression }),
      ...(below === undefined ? { variablesReference: 0 } : this.#reference(below)),
      presentationHint: { attributes: ["readOnly"], ...(expression !== undefined && { kind: "data" }) },
    };
  }

  #reference(below: Below): { readonly variablesReference: number; readonly indexedVariables?: number } {
    const variablesReference = this.#below.push(below);
    return below.indexed > 0 ? { variablesReference, indexedVariables: below.indexed } : { variablesReference };
  }

  #machine(): Machine {
    const machine = this.#replay.machine(this.#place);
    if (machine === null) throw new RequestError("The machine could not be booted.");
    return machine;
  }

  #process(machine: Machine, pid: number): ProcessView | undefined {
    return processesOf(machine).find((process) => process.pid === pid);
  }

  #nameOf(frame: Frame | null): string | null {
    return frame?.pid == null ? null : (this.#process(this.#machine(), frame.pid)?.name ?? null);
  }

  /** What happened in the last step taken, in words. */
  #happenings(): readonly string[] {
    const { run } = this.#replay;
    const step = run.steps[this.#replay.taken(this.#place) - 1];
    if (step === undefined) return [];
    const chronicle = Chronicle.before(run, step.number);
    for (const event of step.trace.events) chronicle.apply(event, step.number);
    return happeningsOf(step.trace.events, chronicle);
  }
}
