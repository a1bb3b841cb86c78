/** One condition of an expectation: names and numbers looked up, counters left for the run. */
import { DEFAULT_PAGE_SIZE, type KernelId } from "../../engine/index.js";
import type { Condition, PagePlace, Term } from "../compile/program.js";
import { didYouMean } from "../syntax/nearest.js";
import type { ConditionNode, Expression, PlaceRef } from "../syntax/tree.js";
import { useFeature } from "./availability.js";
import { COUNTERS, GROUP_COUNTERS } from "./constants.js";
import { kernelHas, type Feature, type FeatureUse } from "./features.js";
import { checkSignal } from "./outcomes.js";
import { pageSizeOf } from "./page-sizes.js";
import { sliceOf } from "./slices.js";
import type { SourceLine } from "./source-line.js";
import type { Story } from "./story.js";
import { count, evaluate } from "./values.js";

export interface LoweredCondition {
  readonly condition: Condition;
  readonly existsUnder: (kernel: KernelId) => boolean;
}

export class Conditions {
  private needed: Feature[] = [];

  constructor(
    private readonly story: Story,
    private readonly uses: FeatureUse[],
  ) {}

  /** The condition for the run, or null when it has an error (told). */
  lower(node: ConditionNode, line: SourceLine): LoweredCondition | null {
    this.needed = [];
    const condition = this.condition(node, line);
    if (condition === null || line.failed || line.poisoned) return null;
    const needed = this.needed;
    return { condition, existsUnder: (kernel) => needed.every((feature) => kernelHas(feature, kernel)) };
  }

  private condition(node: ConditionNode, line: SourceLine): Condition | null {
    switch (node.kind) {
      case "compare": {
        const left = this.term(node.left, line);
        const right = this.term(node.right, line);
        return left === null || right === null ? null : { kind: "compare", op: node.op, left, right };
      }
      case "process": {
        const process = this.story.process(node.process, line);
        if (node.signal !== null) checkSignal(node.signal, line);
        return process === null
          ? null
          : { kind: "process", name: process.name, is: node.is, signal: node.signal?.text ?? null };
      }
      case "page": {
        const place = this.place(node.place, line);
        return place === null ? null : { kind: "page", place, is: node.is };
      }
      case "same": {
        const left = this.place(node.left, line);
        const right = this.place(node.right, line);
        return left === null || right === null ? null : { kind: "same", left, right, same: node.same };
      }
      case "on-node": {
        const place = this.place(node.place, line);
        const number = count(node.node, "a node", this.story.numbers(line));
        this.use("nodes", node.node, line);
        if (place === null || number === null) return null;
        return { kind: "on-node", place, node: number };
      }
    }
  }

  private use(feature: Feature, { span }: Expression, line: SourceLine): void {
    this.needed.push(feature);
    useFeature(this.uses, feature, line, span);
  }

  private place({ process, mapping }: PlaceRef, line: SourceLine): PagePlace | null {
    const owner = this.story.process(process, line);
    if (owner === null) return null;
    const found = this.story.mapping(owner, mapping, line);
    const slice = sliceOf(mapping, found?.facts ?? null, this.story.numbers(line), line);
    if (found === null || slice === null) return null;
    return { process: owner.name, mapping: mapping.name.text, from: slice.from, to: slice.to };
  }

  private term(expression: Expression, line: SourceLine): Term | null {
    switch (expression.kind) {
      case "counter": {
        const counter = COUNTERS.get(expression.counter.text);
        const size = pageSizeOf(expression.size, this.uses, line);
        if (size === null) return null;
        if (size !== DEFAULT_PAGE_SIZE) this.needed.push("1G");
        const node = expression.node === null ? null : count(expression.node, "a node", this.story.numbers(line));
        if (expression.node !== null) this.use("nodes", expression, line);
        return counter === undefined ? null : { kind: "counter", counter, pageSize: size, node };
      }
      case "cgroup": {
        const { group, counter } = expression;
        const known = GROUP_COUNTERS.get(counter.text);
        if (known === undefined) {
          line.report({
            code: "unknown-name",
            message: `a cgroup has no counter \`${counter.text}\`${didYouMean(counter.text, GROUP_COUNTERS.keys())}`,
            span: counter.span,
          });
        }
        if (
          !this.story.settings.cgroups.has(group.text) &&
          !this.story.maybe.has(group.text) &&
          !this.story.settings.open
        ) {
          const hint = didYouMean(group.text, this.story.settings.cgroups.keys());
          line.report({
            code: "unknown-name",
            message: `there is no \`cgroup ${group.text}\`${hint}`,
            span: group.span,
          });
        }
        this.use("cgroups", expression, line);
        if (known === undefined) return null;
        return { kind: "cgroup", name: group.text, counter: known };
      }
      case "negate": {
        const operand = this.term(expression.operand, line);
        return operand === null
          ? null
          : { kind: "binary", op: "-", left: { kind: "number", value: 0 }, right: operand };
      }
      case "binary": {
        const left = this.term(expression.left, line);
        const right = this.term(expression.right, line);
        return left === null || right === null ? null : { kind: "binary", op: expression.op, left, right };
      }
      default: {
        if (expression.kind === "name" && this.isMisspeltCounter(expression.name, line, expression)) return null;
        const value = evaluate(expression, this.story.numbers(line));
        if (value === null) return null;
        if (value.unit === "bytes") {
          line.report({
            code: "wrong-kind",
            message: "counters count pages: they are not compared with a size in bytes",
            span: expression.span,
          });
          return null;
        }
        return { kind: "number", value: value.amount };
      }
    }
  }

  /** A name that is nothing else is probably a counter with a slip of the pen. */
  private isMisspeltCounter(name: string, line: SourceLine, { span }: Expression): boolean {
    const { story } = this;
    const { settings } = story;
    if (
      story.loops.has(name) ||
      settings.lets.has(name) ||
      story.processes.has(name) ||
      story.maybe.has(name) ||
      settings.open
    )
      return false;
    const hint = didYouMean(name, [...COUNTERS.keys(), ...settings.lets.keys(), ...story.loops.keys()]);
    if (hint === "") return false;
    line.report({ code: "unknown-name", message: `there is no counter or number \`${name}\`${hint}`, span });
    return true;
  }
}
