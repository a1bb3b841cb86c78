/** Judges conditions against a machine as it stands. Reads only; says the actual value when a condition does not hold. */
import type { MachineView, SlotStatus } from "../../engine/index.js";
import { DEFAULT_PAGE_SIZE } from "../../engine/index.js";
import type { Condition, PagePlace, Term } from "../compile/program.js";
import { pageLetter } from "../picture/picture.js";
import type { Judgement } from "./run.js";

export type Value = { readonly value: number } | { readonly gone: string };
type Slots =
  { readonly slots: readonly { readonly index: number; readonly slot: SlotStatus }[] } | { readonly gone: string };

type Compare = Extract<Condition, { kind: "compare" }>;

const HOLDS: Judgement = { holds: true };

/** Judges one condition. */
export function judge(machine: MachineView, condition: Condition): Judgement {
  switch (condition.kind) {
    case "compare":
      return judgeCompare(machine, condition);
    case "process":
      return judgeProcess(machine, condition);
    case "page":
      return judgePage(machine, condition);
    case "same":
      return judgeSame(machine, condition);
    case "on-node":
      return judgeNode(machine, condition);
  }
}

function judgeCompare(machine: MachineView, condition: Compare): Judgement {
  const left = evaluate(machine, condition.left);
  const right = evaluate(machine, condition.right);
  if ("gone" in left) return { holds: "gone", what: left.gone };
  if ("gone" in right) return { holds: "gone", what: right.gone };
  return compare(condition.op, left.value, right.value)
    ? HOLDS
    : { holds: false, actual: comparedWords(condition, left.value, right.value) };
}

/** `free is 2 and rsvd is 3`: only what was known only while running. */
function comparedWords(condition: Compare, left: number, right: number): string {
  const said: string[] = [];
  for (const [term, value] of [
    [condition.left, left],
    [condition.right, right],
  ] as const) {
    if (isConstant(term)) continue;
    const words = `${termWords(term)} is ${value}`;
    if (!said.includes(words)) said.push(words);
  }
  return said.length > 0 ? said.join(" and ") : `it is ${left} against ${right}`;
}

/** How it is with a condition that holds, for a `never`. */
export function actually(machine: MachineView, condition: Condition): string {
  switch (condition.kind) {
    case "compare": {
      const left = evaluate(machine, condition.left);
      const right = evaluate(machine, condition.right);
      return "gone" in left || "gone" in right ? "it holds" : comparedWords(condition, left.value, right.value);
    }
    case "process": {
      const process = machine.process(condition.name);
      return process === undefined ? "it holds" : `${condition.name} ${statusWords(process)}`;
    }
    case "page":
    case "on-node": {
      const place = slotsOf(machine, condition.place);
      const first = "gone" in place ? undefined : place.slots[0];
      return first === undefined ? "it holds" : `${slotName(condition.place, first.index)} is ${slotWords(first.slot)}`;
    }
    case "same":
      return condition.same ? "they are the same page" : "they are different pages";
  }
}

function compare(op: Compare["op"], left: number, right: number): boolean {
  switch (op) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

function isConstant(term: Term): boolean {
  return term.kind === "number" || (term.kind === "binary" && isConstant(term.left) && isConstant(term.right));
}

function termWords(term: Term): string {
  switch (term.kind) {
    case "number":
      return String(term.value);
    case "counter": {
      const size = term.pageSize === DEFAULT_PAGE_SIZE ? "" : ` ${term.pageSize}`;
      return term.node === null ? `${term.counter}${size}` : `${term.counter}${size} node ${term.node}`;
    }
    case "cgroup":
      return `cgroup ${term.name} ${term.counter}`;
    case "binary": {
      const side = (inner: Term): string => (inner.kind === "binary" ? `(${termWords(inner)})` : termWords(inner));
      return `${side(term.left)} ${term.op} ${side(term.right)}`;
    }
  }
}

/** The value of a term as the machine stands, or why it has none. */
export function evaluate(machine: MachineView, term: Term): Value {
  switch (term.kind) {
    case "number":
      return { value: term.value };
    case "counter":
      return counter(machine, term);
    case "cgroup": {
      const group = machine.cgroup(term.name);
      return group === undefined ? { gone: `there is no cgroup ${term.name}` } : { value: group[term.counter] };
    }
    case "binary":
      return binary(machine, term);
  }
}

function counter(machine: MachineView, term: Extract<Term, { kind: "counter" }>): Value {
  if (term.node === null) {
    const all = machine.counters(term.pageSize);
    return { value: term.counter === "in_use" ? all.total - all.free : all[term.counter] };
  }
  const node = machine.nodes()[term.node];
  if (node === undefined) return { gone: `there is no node ${term.node}` };
  switch (term.counter) {
    case "in_use":
      return { value: node.total - node.free };
    case "rsvd":
      return { gone: "promises are not counted by node" };
    case "total":
    case "free":
    case "surp":
      return { value: node[term.counter] };
  }
}

function binary(machine: MachineView, term: Extract<Term, { kind: "binary" }>): Value {
  const left = evaluate(machine, term.left);
  if ("gone" in left) return left;
  const right = evaluate(machine, term.right);
  if ("gone" in right) return right;
  switch (term.op) {
    case "+":
      return { value: left.value + right.value };
    case "-":
      return { value: left.value - right.value };
    case "*":
      return { value: left.value * right.value };
    case "/":
      return right.value === 0
        ? { gone: `${termWords(term)} divides by zero` }
        : { value: Math.trunc(left.value / right.value) };
    case "%":
      return right.value === 0 ? { gone: `${termWords(term)} divides by zero` } : { value: left.value % right.value };
  }
}

function judgeProcess(machine: MachineView, condition: Extract<Condition, { kind: "process" }>): Judgement {
  const process = machine.process(condition.name);
  if (process === undefined) return { holds: "gone", what: `${condition.name} never came to be` };
  const right =
    process.status === condition.is &&
    (condition.signal === null || (process.status === "killed" && process.signal === condition.signal));
  if (right) return HOLDS;
  return { holds: false, actual: `${condition.name} ${statusWords(process)}` };
}

/** `is alive`, `has exited`, `is killed by SIGBUS` */
function statusWords(process: NonNullable<ReturnType<MachineView["process"]>>): string {
  switch (process.status) {
    case "killed":
      return `is killed by ${process.signal}`;
    case "exited":
      return "has exited";
    case "alive":
      return "is alive";
    default:
      return process satisfies never;
  }
}

/** The slots of a place, or why one cannot speak of them. */
function slotsOf(machine: MachineView, place: PagePlace): Slots {
  const process = machine.process(place.process);
  if (process === undefined) return { gone: `${place.process} never came to be` };
  if (process.status === "killed") return { gone: `${place.process} is gone: it was killed by ${process.signal}` };
  if (process.status === "exited") return { gone: `${place.process} is gone: it has exited` };
  const mapping = machine.mapping(place.process, place.mapping);
  if (mapping === undefined) return { gone: `${place.process} has no mapping ${place.mapping}` };
  const to = place.to ?? mapping.pages;
  const slots: { index: number; slot: SlotStatus }[] = [];
  for (let index = place.from; index < to; index++) {
    const slot = machine.slot(place.process, place.mapping, index);
    if (slot === undefined)
      return { gone: `${place.process}.${place.mapping} has no page ${index}: it has ${mapping.pages}` };
    slots.push({ index, slot });
  }
  return { slots };
}

function slotName(place: PagePlace, index: number): string {
  return `${place.process}.${place.mapping}[${index}]`;
}

function slotWords(slot: SlotStatus): string {
  switch (slot.status) {
    case "present":
      return `present (page ${pageLetter(slot.page)})`;
    case "absent":
      return "absent";
    case "unmapped":
      return "unmapped";
  }
}

function judgePage(machine: MachineView, condition: Extract<Condition, { kind: "page" }>): Judgement {
  const place = slotsOf(machine, condition.place);
  if ("gone" in place) return { holds: "gone", what: place.gone };
  const other = place.slots.find(({ slot }) => slot.status !== condition.is);
  return other === undefined
    ? HOLDS
    : { holds: false, actual: `${slotName(condition.place, other.index)} is ${slotWords(other.slot)}` };
}

function judgeSame(machine: MachineView, condition: Extract<Condition, { kind: "same" }>): Judgement {
  const left = slotsOf(machine, condition.left);
  if ("gone" in left) return { holds: "gone", what: left.gone };
  const right = slotsOf(machine, condition.right);
  if ("gone" in right) return { holds: "gone", what: right.gone };
  if (left.slots.length !== right.slots.length)
    return { holds: false, actual: `${left.slots.length} pages stand against ${right.slots.length}` };
  for (let i = 0; i < left.slots.length; i++) {
    const a = left.slots[i];
    const b = right.slots[i];
    if (a === undefined || b === undefined) break;
    const present = a.slot.status === "present" && b.slot.status === "present";
    const equal = a.slot.status === "present" && b.slot.status === "present" && a.slot.page === b.slot.page;
    if (present && equal === condition.same) continue;
    const names = [slotName(condition.left, a.index), slotName(condition.right, b.index)] as const;
    return {
      holds: false,
      actual:
        present && equal
          ? `both are page ${pageLetterOf(a.slot)}`
          : `${names[0]} is ${slotWords(a.slot)} and ${names[1]} is ${slotWords(b.slot)}`,
    };
  }
  return HOLDS;
}

function pageLetterOf(slot: SlotStatus): string {
  return slot.status === "present" ? pageLetter(slot.page) : "-";
}

function judgeNode(machine: MachineView, condition: Extract<Condition, { kind: "on-node" }>): Judgement {
  const place = slotsOf(machine, condition.place);
  if ("gone" in place) return { holds: "gone", what: place.gone };
  for (const { index, slot } of place.slots) {
    const name = slotName(condition.place, index);
    if (slot.status !== "present") return { holds: false, actual: `${name} is ${slotWords(slot)}` };
    if (slot.node !== condition.node) return { holds: false, actual: `${name} is on node ${slot.node}` };
  }
  return HOLDS;
}
