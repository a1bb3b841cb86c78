/** The factories that the grammar's actions call: each makes one node of the tree. Those of calls stand apart. */
import { span, type Range } from "./span.js";
import { StatementError } from "./statement-error.js";
import type * as Tree from "./tree.js";

type BareCondition = Tree.ConditionNode extends infer C
  ? C extends unknown
    ? Omit<C, "span" | "guard">
    : never
  : never;

export function word(text: string, range: Range): Tree.Word {
  return { text, span: span(range) };
}

export function string(text: string, range: Range): Tree.Word {
  return { text: text.includes("\\") ? text.replace(/\\(.)/gu, "$1") : text, span: span(range) };
}

// ---- numbers

export function quantity(digits: string, unit: Tree.Unit | null, range: Range): Tree.Expression {
  const value = Number(digits);
  return unit === null
    ? { kind: "number", value, span: span(range) }
    : { kind: "size", value, unit, span: span(range) };
}

export function name(text: string, range: Range): Tree.Expression {
  return { kind: "name", name: text, span: span(range) };
}

export function negate(operand: Tree.Expression, range: Range): Tree.Expression {
  return { kind: "negate", operand, span: span(range) };
}

/** The expression again, its span with the parentheses. */
export function group(inner: Tree.Expression, range: Range): Tree.Expression {
  return { ...inner, span: span(range) };
}

type Tail = readonly (readonly [unknown, Tree.ArithmeticOperator, unknown, Tree.Expression])[];

export function chain(head: Tree.Expression, tail: Tail): Tree.Expression {
  let left = head;
  for (const [, op, , right] of tail) {
    left = { kind: "binary", op, left, right, span: { start: left.span.start, end: right.span.end } };
  }
  return left;
}

export function counter(
  of: Tree.Word,
  size: Tree.Word | null,
  node: Tree.Expression | null,
  range: Range,
): Tree.Expression {
  return { kind: "counter", counter: of, size, node, span: span(range) };
}

export function cgroupCounter(group: Tree.Word, of: Tree.Word, range: Range): Tree.Expression {
  return { kind: "cgroup", group, counter: of, span: span(range) };
}

// ---- places

export function processRef(of: Tree.Word, index: Tree.Expression | null, range: Range): Tree.ProcessRef {
  return { name: of, index, span: span(range) };
}

export function mappingRef(of: Tree.Word, slice: Tree.SliceRef | null, range: Range): Tree.MappingRef {
  return { name: of, slice, span: span(range) };
}

export function range(from: Tree.Expression | null, to: Tree.Expression | null, at: Range): Tree.SliceRef {
  return { kind: "range", from, to, span: span(at) };
}

export function slicePage(page: Tree.Expression, at: Range): Tree.SliceRef {
  return { kind: "page", page, span: span(at) };
}

export function place(process: Tree.ProcessRef, mapping: Tree.MappingRef, at: Range): Tree.PlaceRef {
  return { process, mapping, span: span(at) };
}

export function path(parts: readonly Tree.PathPart[], at: Range): Tree.FilePath {
  return { parts, span: span(at) };
}

export function pathText(text: string): Tree.PathPart {
  return { kind: "text", text };
}

export function pathValue(value: Tree.Expression): Tree.PathPart {
  return { kind: "value", value };
}

// ---- settings

export function amount(pages: Tree.Expression, size: Tree.Word | null, at: Range): Tree.Amount {
  return { pages, size, span: span(at) };
}

export function kernel(kernels: readonly Tree.Word[], at: Range): Tree.Statement {
  return { kind: "kernel", kernels, span: span(at) };
}

export function pool(kind: "pool" | "overcommit", of: Tree.Amount, at: Range): Tree.Statement {
  return { kind, amount: of, span: span(at) };
}

export function mount(at: Tree.FilePath, options: readonly Tree.MountOption[], within: Range): Tree.Statement {
  return { kind: "mount", path: at, options, span: span(within) };
}

export function mountAmount(key: "size" | "min_size", value: Tree.Expression, at: Range): Tree.MountOption {
  return { key, value, span: span(at) };
}

export function mountPageSize(value: Tree.Word, at: Range): Tree.MountOption {
  return { key: "pagesize", value, span: span(at) };
}

function processStatement(
  processes: readonly Tree.ProcessRef[],
  cgroup: Tree.Word | null,
  node: Tree.Expression | null,
  at: Range,
): Tree.Statement {
  return { kind: "process", processes, cgroup, node, span: span(at) };
}

function letStatement(of: Tree.Word, value: Tree.Expression, at: Range): Tree.Statement {
  return { kind: "let", name: of, value, span: span(at) };
}

export function node(of: Tree.Expression, pages: Tree.Amount, at: Range): Tree.Statement {
  return { kind: "node", node: of, amount: pages, span: span(at) };
}

export function cgroup(of: Tree.Word, options: readonly Tree.CgroupOption[], at: Range): Tree.Statement {
  return { kind: "cgroup", name: of, options, span: span(at) };
}

export function cgroupOption(key: "limit" | "rsvd", of: Tree.Amount, at: Range): Tree.CgroupOption {
  return { key, amount: of, span: span(at) };
}

export function include(of: Tree.Word, at: Range): Tree.Statement {
  return { kind: "include", path: of, span: span(at) };
}

// ---- blocks

export function scenario(of: Tree.Word, at: Range): Tree.Statement {
  return { kind: "scenario", name: of, span: span(at) };
}

export function concurrent(at: Range): Tree.Statement {
  return { kind: "concurrent", span: span(at) };
}

function forStatement(of: Tree.Word, from: Tree.Expression, to: Tree.Expression, at: Range): Tree.Statement {
  return { kind: "for", name: of, from, to, span: span(at) };
}

export function repeat(times: Tree.Expression, at: Range): Tree.Statement {
  return { kind: "repeat", times, span: span(at) };
}

export function close(at: Range): Tree.Statement {
  return { kind: "close", span: span(at) };
}

// ---- steps

export function step(
  actor: Tree.ProcessRef,
  action: Tree.Action,
  outcome: Tree.Outcome | null,
  at: Range,
): Tree.Statement {
  return { kind: "step", actor, action, outcome, span: span(at) };
}

export function sysctl(
  of: Tree.Word,
  value: Tree.Amount,
  onNodeOf: Tree.Expression | null,
  outcome: Tree.Outcome | null,
  at: Range,
): Tree.Statement {
  return { kind: "sysctl", name: of, amount: value, node: onNodeOf, outcome, span: span(at) };
}

export function access(verb: Tree.Word, target: Tree.MappingRef, at: Range): Tree.Action {
  return { call: verb.text === "read" ? "read" : "write", word: verb, target, span: span(at) };
}

// ---- outcomes and expectations

export function outcome(alternatives: readonly Tree.Alternative[], at: Range): Tree.Outcome {
  for (const [position, { guard, span: where }] of alternatives.entries()) {
    const last = position === alternatives.length - 1;
    if (!last && (guard === null || guard.kind === "otherwise")) {
      throw new StatementError(
        guard === null
          ? "an outcome without a kernel holds under all of them: nothing can stand after it"
          : "`otherwise` must be the last alternative",
        guard?.span ?? where,
      );
    }
  }
  const start = alternatives[0]?.span.start ?? at.start;
  return { alternatives, span: { start, end: at.end } };
}

export function alternative(anyOf: readonly Tree.Word[], guard: Tree.Guard | null, at: Range): Tree.Alternative {
  return { anyOf, guard, span: span(at) };
}

export function on(kernels: readonly Tree.Word[], at: Range): Tree.Guard {
  return { kind: "on", kernels, span: span(at) };
}

export function from(kind: "since" | "before", of: Tree.Word, at: Range): Tree.Guard {
  return { kind, kernel: of, span: span(at) };
}

export function otherwise(at: Range): Tree.Guard {
  return { kind: "otherwise", span: span(at) };
}

export function expect(
  sometimes: boolean,
  guard: Tree.Guard | null,
  conditions: readonly Tree.ConditionNode[],
  at: Range,
): Tree.Statement {
  return { kind: "expect", sometimes, guard, conditions, span: span(at) };
}

export function invariant(
  kind: "always" | "never",
  guard: Tree.Guard | null,
  conditions: readonly Tree.ConditionNode[],
  at: Range,
): Tree.Statement {
  return { kind, guard, conditions, span: span(at) };
}

export function claim(condition: BareCondition, at: Range): Tree.ConditionNode {
  return { ...condition, guard: null, span: span(at) };
}

/** The span stays that of the condition alone, without the kernels that it is limited to. */
export function guarded(condition: Tree.ConditionNode, guard: Tree.Guard | null): Tree.ConditionNode {
  return guard === null ? condition : { ...condition, guard };
}

export function page(of: Tree.PlaceRef, is: "present" | "absent" | "unmapped"): BareCondition {
  return { kind: "page", place: of, is };
}

export function same(left: Tree.PlaceRef, right: Tree.PlaceRef, isSame: boolean): BareCondition {
  return { kind: "same", left, right, same: isSame };
}

export function onNode(of: Tree.PlaceRef, nodeOf: Tree.Expression): BareCondition {
  return { kind: "on-node", place: of, node: nodeOf };
}

export function ofProcess(
  process: Tree.ProcessRef,
  is: "alive" | "exited" | "killed",
  signal: Tree.Word | null,
): BareCondition {
  if (signal !== null && is !== "killed") {
    throw new StatementError(`only \`killed\` takes a signal, not \`${is}\``, signal.span);
  }
  return { kind: "process", process, is, signal };
}

export function compare(op: Tree.ComparisonOperator, left: Tree.Expression, right: Tree.Expression): BareCondition {
  return { kind: "compare", op, left, right };
}

// ---- what a debugger is asked

export function watchConditions(conditions: readonly Tree.ConditionNode[]): Tree.Watch {
  return { kind: "conditions", conditions };
}

export function watchTerm(term: Tree.Expression): Tree.Watch {
  return { kind: "term", term };
}

export function watchPlace(of: Tree.PlaceRef): Tree.Watch {
  return { kind: "place", place: of };
}

export function watchMapping(mapping: Tree.MappingRef): Tree.Watch {
  return { kind: "mapping", mapping };
}

export { processStatement as process, letStatement as let, forStatement as for };
export * from "./call-nodes.js";
