/** `hugetlb kernels`: which kernel goes by which rule, and what each changed of the one before it. */
import { type Citation, COMMIT_KERNELS, type KernelId, kernelOf, KERNELS_IN_TIME } from "../../engine/index.js";
import { TRACE_VERSION } from "../export/trace.js";
import type { Paint } from "./paint.js";

/** One form of a rule, and who has it. */
interface Form {
  /** Names the form within its topic: a, b, c ... */
  readonly letter: string;
  readonly rule: string;
  readonly holders: Holder[];
}

interface Holder {
  readonly kernel: KernelId;
  readonly citation: Citation;
}

/** What one kernel does in one topic; null = it has no rule of its own there. */
interface Cell {
  readonly form: Form | null;
  /** It is not what the kernel before it in the table does. */
  readonly changed: boolean;
}

interface Topic {
  readonly name: string;
  readonly forms: readonly Form[];
  /** In the order of the table's kernels. */
  readonly cells: readonly Cell[];
}

const FIRST_LETTER = "a".codePointAt(0) ?? 0;
const GAP = 2;
const NONE = "-";
const CHANGED = "*";

/** The kernels in the order of their time, whatever order they were asked for in. */
export function inTime(kernels: readonly KernelId[]): readonly KernelId[] {
  return KERNELS_IN_TIME.filter((kernel) => kernels.includes(kernel));
}

/** The table to be read: first who goes by which form of a rule, then each rule in words with its function and commit. */
export function kernelsText(kernels: readonly KernelId[], paint: Paint): string {
  const topics = topicsOf(kernels);
  const unnamed = COMMIT_KERNELS.filter((kernel) => !kernels.includes(kernel));
  const legend = [
    `Equal letters in a line: the same rule. ${CHANGED} differs from the kernel before it, ${NONE} told by no rule of its own.`,
    ...(unnamed.length === 0 ? [] : [`By name only (--kernel): ${unnamed.join(", ")}.`]),
  ];
  return `${[...grid(kernels, topics, paint), "", ...legend, ...topics.flatMap((topic) => wordsOf(topic, paint))].join("\n")}\n`;
}

/** The same for programs: each kernel with its rules, and whether the kernel before it in the list has another one. */
export function kernelObjects(kernels: readonly KernelId[]): readonly object[] {
  const topics = topicsOf(kernels);
  return kernels.map((kernel, column) => ({
    id: kernel,
    before: kernels[column - 1] ?? null,
    rules: topics.flatMap(({ name, cells }) => {
      const cell = cells[column];
      const citation = cell?.form?.holders.find((holder) => holder.kernel === kernel)?.citation;
      if (cell === undefined || citation === undefined) return [];
      return [{ topic: name, rule: citation.rule, fn: citation.fn, commit: citation.commit, changed: cell.changed }];
    }),
  }));
}

/** All of `kernelObjects` as one object. */
export function kernelsObject(kernels: readonly KernelId[]): object {
  return { version: TRACE_VERSION, kernels: kernelObjects(kernels) };
}

/** Topics in the order in which the kernels bring them up. */
function topicsOf(kernels: readonly KernelId[]): readonly Topic[] {
  const rules = kernels.map((kernel) => ({ kernel, citations: citationsOf(kernel) }));
  const names = new Set(rules.flatMap(({ citations }) => citations.map(({ topic }) => topic)));
  return [...names].map((name) => {
    const forms: Form[] = [];
    const held = rules.map(({ kernel, citations }) => {
      const citation = citations.find(({ topic }) => topic === name);
      return citation === undefined ? null : formOf(forms, { kernel, citation });
    });
    const cells = held.map((form, column) => ({
      form,
      changed: column > 0 && form !== null && form !== held[column - 1],
    }));
    return { name, forms, cells };
  });
}

function citationsOf(kernel: KernelId): readonly Citation[] {
  const found = kernelOf(kernel);
  if (found === undefined) throw new Error(`the engine has no kernel ${kernel}`);
  return found.rules;
}

/** Finds the form of that rule among those of its topic, or adds it. */
function formOf(forms: Form[], holder: Holder): Form {
  const { rule } = holder.citation;
  let form = forms.find((known) => known.rule === rule);
  if (form === undefined)
    forms.push((form = { letter: String.fromCodePoint(FIRST_LETTER + forms.length), rule, holders: [] }));
  form.holders.push(holder);
  return form;
}

function grid(kernels: readonly KernelId[], topics: readonly Topic[], paint: Paint): readonly string[] {
  const first = Math.max(...topics.map(({ name }) => name.length)) + GAP;
  const column = (kernel: KernelId): number => Math.max(kernel.length, NONE.length + CHANGED.length) + GAP;
  const head = `${" ".repeat(first)}${kernels.map((kernel) => paint("bold", kernel.padEnd(column(kernel)))).join("")}`;
  const lines = topics.map(({ name, cells }) => {
    const row = kernels.map((kernel, index) => {
      const cell = cells[index];
      const mark = (cell?.form?.letter ?? NONE) + (cell?.changed === true ? CHANGED : "");
      const painted = cell?.changed === true ? paint("yellow", mark) : paint("dim", mark);
      return `${painted}${" ".repeat(column(kernel) - mark.length)}`;
    });
    return `${name.padEnd(first)}${row.join("")}`.trimEnd();
  });
  return [head.trimEnd(), ...lines];
}

function wordsOf({ name, forms }: Topic, paint: Paint): readonly string[] {
  const lines = forms.flatMap(({ letter, rule, holders }) => [
    `  ${letter}  ${rule}`,
    `     ${holders.map(({ kernel }) => kernel).join(", ")} ${paint("dim", `(${sourcesOf(holders)})`)}`,
  ]);
  return ["", paint("bold", name), ...lines];
}

/** Function and commit; where the function was renamed, with the kernel that has the new name. */
function sourcesOf(holders: readonly Holder[]): string {
  const told = new Map<string, KernelId>();
  for (const { kernel, citation } of holders) {
    const source = citation.commit === null ? citation.fn : `${citation.fn}, ${citation.commit}`;
    if (!told.has(source)) told.set(source, kernel);
  }
  return [...told].map(([source, kernel], index) => (index === 0 ? source : `since ${kernel}: ${source}`)).join("; ");
}
