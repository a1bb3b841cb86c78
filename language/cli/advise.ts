/** `hugetlb advise`: how many pages are enough, told as a table or as JSON (docs/advice.schema.json). */
import type { Answer } from "../../engine/advise/index.js";
import { DEFAULT_PAGE_SIZE } from "../../engine/index.js";
import { type Advice, harmWords, type SizeAdvice } from "../advise/index.js";
import type { CheckedScenario } from "../check/index.js";
import type { Paint } from "./paint.js";
import type { Source } from "./source.js";

/** What is advised on one scenario, kernel by kernel. */
export interface ScenarioAdvice {
  readonly source: Source;
  readonly scenario: CheckedScenario;
  readonly advice: readonly Advice[];
}

const COLUMNS = ["kernel", "pages", "pool", "overcommit", "without luck"] as const;
const GAP = 2;

/** One scenario's table, and what there is to say about a number. */
export function adviceText({ source, scenario, advice }: ScenarioAdvice, paint: Paint): string {
  const head = `${source.name}:${scenario.line + 1}: ${paint("bold", scenario.name)}`;
  const notes: string[] = [];
  const rows = advice.flatMap((one) => one.sizes.map((size) => row(one, size, notes)));
  const several = advice.some(({ sizes }) => sizes.length > 1);
  const columns = COLUMNS.flatMap((name, column) => (name === "pages" && !several ? [] : [column]));
  const widths = columns.map((column) =>
    Math.max(COLUMNS[column]?.length ?? 0, ...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, at) => {
        const width = widths[at] ?? 0;
        const cell = cells[column] ?? "";
        return at === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  const lines = [`  ${paint("dim", line(COLUMNS))}`, ...rows.map((cells) => `  ${line(cells)}`)];
  const told = [...new Set(notes)].map((note) => `  ${paint("dim", note)}`);
  return `${[head, ...lines, ...told].join("\n")}\n\n`;
}

function row({ scenario, kernel }: Advice, size: SizeAdvice, notes: string[]): readonly string[] {
  const { pageSize, pool, overcommit, withoutLuck } = size;
  notes.push(...notesOf(pool, scenario, "pool"));
  if (overcommit !== null && (overcommit.size !== null || pool.size !== null))
    notes.push(...notesOf(overcommit, scenario, "overcommit"));
  return [kernel, pageSize, cell(pool), overcommit === null ? "-" : cell(overcommit), number(withoutLuck)];
}

function cell(answer: Answer): string {
  return answer.partial && answer.size === null
    ? "?"
    : `${number(answer.size)}${answer.monotonic === false ? " *" : ""}`;
}

function number(pages: number | null): string {
  return pages === null ? "none" : String(pages);
}

function notesOf(answer: Answer, scenario: CheckedScenario, what: string): readonly string[] {
  const { size, worse, harm, partial } = answer;
  const notes: string[] = [];
  if (worse.length > 0)
    notes.push(`* more is not always better: with ${what} ${sizesWords(worse)} somebody comes to harm again`);
  if (size === null && !partial && harm !== null)
    notes.push(`none: whatever the ${what}, ${harmWords(harm, scenario)}`);
  if (partial) notes.push(`?: the limit of work was reached before the ${what} was known in full`);
  return notes;
}

/** `5`, `1 to 3, 7 and more` */
function sizesWords(sizes: Answer["worse"]): string {
  return sizes
    .map(({ from, to }) =>
      to === Infinity ? `${from} and more` : to - from === 1 ? String(from) : `${from} to ${to - 1}`,
    )
    .join(", ");
}

/** One entry of `advice` for each kernel. */
export function adviceObjects({ source, scenario, advice }: ScenarioAdvice): readonly object[] {
  return advice.map(({ kernel, sizes }) => {
    const [first, ...others] = sizes;
    return {
      file: source.name,
      scenario: scenario.name,
      kernel,
      ...(first === undefined ? {} : sizeObject(first, scenario)),
      ...(others.length === 0
        ? {}
        : { sizes: Object.fromEntries(others.map((size) => [size.pageSize, sizeObject(size, scenario)])) }),
    };
  });
}

function sizeObject({ pageSize, pool, overcommit, withoutLuck }: SizeAdvice, scenario: CheckedScenario): object {
  return {
    pool: pool.size,
    ...(pageSize === DEFAULT_PAGE_SIZE ? { overcommit: overcommit?.size ?? null } : {}),
    poolWithoutLuck: withoutLuck,
    monotonic: pool.monotonic,
    worse: pool.worse.map(({ from, to }) => ({ from, to: to === Infinity ? null : to })),
    harm: pool.harm === null ? null : harmWords(pool.harm, scenario),
    partial: pool.partial || overcommit?.partial === true,
  };
}

/** Whether an answer was not found for want of work. */
export function isPartial({ sizes }: Advice): boolean {
  return sizes.some(({ pool, overcommit }) => pool.partial || overcommit?.partial === true);
}
