/** `hugetlb size`: a sizing question in, a scenario with its answer out. */
import type { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { count } from "../explain/index.js";
import {
  type Entry,
  KEYS,
  type Plan,
  PlanError,
  readLines,
  readPlan,
  type Sized,
  type Sizing,
  sizeOf,
} from "../size/index.js";
import { EXIT_LIMIT, EXIT_OK } from "./findings.js";
import { TRACE_VERSION } from "../export/trace.js";
import { UsageError } from "./usage-error.js";
import { readSource, UnreadableError } from "./source.js";

/** On the command line it needs no `yes`. */
const SWITCH = "noreserve";

export const SIZE_HELP = `hugetlb size: how large a pool must be for a server that forks

  hugetlb size --workers 8 --parent 1024 --dirty 30% --shared 512
  hugetlb size FILE        the same words as lines of a file, without the dashes; - is standard input

${Object.entries(KEYS)
  .map(([key, words]) => `  --${key.padEnd(14)} ${key === SWITCH ? words.replace(/^yes: /u, "") : words}`)
  .join("\n")}
  --format FORMAT  text (default: a scenario that runs, with the answer in its comments) or json

A number counts huge pages; a size (2G) is rounded up to pages; a part (30%) is one of the parent's pages.
`;

export interface SizeAnswer {
  readonly text: string;
  readonly status: number;
}

/** Answers the arguments after \`size\`. Throws UsageError. */
export async function sizeCommand(args: readonly string[], stdin: Readable): Promise<SizeAnswer> {
  const { values, positionals } = parse(args);
  if (values.help === true) return { text: SIZE_HELP, status: EXIT_OK };
  const format = values.format ?? "text";
  if (format !== "text" && format !== "json")
    throw new UsageError(`There is no format ${String(format)} of size; choose text, json.`);
  try {
    const plan = readPlan([...(await fileEntries(positionals, stdin)), ...optionEntries(values)]);
    const sizing = finished(sizeOf(plan));
    const partial = sizing.sized.some((sized) => sized.partial);
    return {
      text: format === "json" ? `${JSON.stringify(sizingObject(sizing))}\n` : sizingText(plan, sizing),
      status: partial ? EXIT_LIMIT : EXIT_OK,
    };
  } catch (error) {
    if (error instanceof PlanError || error instanceof UnreadableError) throw new UsageError(error.message);
    throw error;
  }
}

type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

function parse(args: readonly string[]): { readonly values: Values; readonly positionals: readonly string[] } {
  const asked = Object.fromEntries(
    Object.keys(KEYS).map((key) => [
      key,
      key === SWITCH ? { type: "boolean" as const } : { type: "string" as const, multiple: true as const },
    ]),
  );
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...asked, format: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
  } catch (error) {
    const message =
      error instanceof Error ? error.message.replace(/\. To specify a positional.*$/s, ".") : String(error);
    const sentence = message.endsWith(".") ? message : `${message}.`;
    throw new UsageError(`${sentence} hugetlb size --help tells what there is.`);
  }
}

function optionEntries(values: Values): readonly Entry[] {
  return Object.keys(KEYS).flatMap((key): readonly Entry[] => {
    const value = values[key];
    const where = `--${key}`;
    if (value === undefined || value === false) return [];
    if (value === true) return [{ key, value: "yes", where }];
    return [value].flat().map((one) => ({ key, value: String(one), where }));
  });
}

async function fileEntries(files: readonly string[], stdin: Readable): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (const name of files) {
    const { text } = await readSource(name, stdin);
    entries.push(...readLines(text).map((entry) => ({ ...entry, where: `${name}, ${entry.where}` })));
  }
  return entries;
}

function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const next = work.next();
    if (next.done === true) return next.value;
  }
}

/** A scenario that runs, and above it the answer in comments. */
function sizingText(plan: Plan, { text, factor, sized }: Sizing): string {
  const width = Math.max(...sized.map(({ kernel }) => kernel.length));
  const scale =
    factor === 1
      ? []
      : [
          `#`,
          `# Every page of this scenario stands for ${factor} pages: all its sizes are multiples of that, so the answer is`,
          `# ${factor} times the scenario's, to the page.`,
        ];
  return [
    `# ${questionWords(plan)}`,
    "#",
    ...sized.map((one) => `# ${one.kernel.padEnd(width)}  ${answerWords(one)}`),
    ...scale,
    "",
    text,
  ].join("\n");
}

/** `pool 3484: nobody dies and every mapping is made. In any order, whoever comes first: pool 9216.` */
function answerWords({ pool, poolWithoutLuck, monotonic, harm, partial, spent }: Sized): string {
  if (pool === null)
    return partial ? "not found within the limit of work" : `no pool is enough: ${harm ?? "it is not known why"}`;
  const more = monotonic === false ? " More is not always better: see hugetlb advise." : "";
  const luck =
    poolWithoutLuck === null
      ? ""
      : poolWithoutLuck === pool
        ? " No access depends on who comes first."
        : ` With pool ${poolWithoutLuck} no access depends on who comes first.`;
  const unknown =
    poolWithoutLuck === null && spent
      ? " From which pool on none depends on who comes first was not found within the limit of work."
      : "";
  return `pool ${pool}: nobody dies, and every mapping is made.${luck}${unknown}${more}`;
}

function questionWords(plan: Plan): string {
  const { workers, parent, dirty, parentDirty, shared, own, noreserve, pageSize } = plan;
  const parts = [
    count(workers, "worker"),
    `${count(parent, "page")} of the parent${noreserve ? " (no promise)" : ""}`,
    ...(dirty > 0 ? [`${dirty} written by each worker`] : []),
    ...(parentDirty > 0 ? [`${parentDirty} written again by the parent`] : []),
    ...(shared > 0 ? [`${shared} shared`] : []),
    ...(own > 0 ? [`${own} more of each worker's own`] : []),
  ];
  return `${parts.join(", ")}; pages of ${pageSize}`;
}

function sizingObject({ text, factor, sized }: Sizing): object {
  return { version: TRACE_VERSION, factor, scenario: text, sizes: sized };
}
