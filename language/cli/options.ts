/** What the command line asks for. */
import { parseArgs } from "node:util";
import type { ExportOptions } from "./export.js";
import type { FmtOptions } from "./fmt.js";
import { REPORT_FORMATS } from "./formats/index.js";
import { COMMIT_KERNELS, type KernelId, PLAIN_KERNELS } from "../../engine/index.js";
import { type Colour, COLOURS } from "./paint.js";
import { UsageError } from "./usage-error.js";

/** Commands that take files. */
const FILE_COMMANDS = ["run", "check", "advise"] as const;
type FileCommand = (typeof FILE_COMMANDS)[number];
const COMMANDS = [...FILE_COMMANDS, "explore", "export", "fmt", "kernels", "lsp"] as const;

export const FORMATS = ["text", "json", "ndjson", ...REPORT_FORMATS] as const;
export type Format = (typeof FORMATS)[number];
/** The table of kernels and advice are no findings: there is nothing to report. */
const TABLE_FORMATS = ["text", "json", "ndjson"] as const;

export interface Options {
  readonly command: FileCommand;
  readonly files: readonly string[];
  readonly format: Format;
  readonly colour: Colour;
  readonly quiet: boolean;
  readonly maps: boolean;
  /** Empty = those that the files list. */
  readonly kernels: readonly KernelId[];
  /** Who takes the steps of `concurrent` blocks; null = written order. */
  readonly schedule: string | null;
}

/** What `hugetlb explore` is asked for. Limits: null = the default, and no limit of time. */
export interface ExploreOptions {
  readonly files: readonly string[];
  readonly format: Format;
  readonly colour: Colour;
  readonly quiet: boolean;
  readonly kernels: readonly KernelId[];
  readonly states: number | null;
  readonly megabytes: number | null;
  readonly seconds: number | null;
}

/** What `hugetlb explore --random` is asked for. */
export interface FuzzOptions {
  readonly seed: number;
  readonly count: number;
  readonly quiet: boolean;
}

/** What `hugetlb kernels` shows. */
export interface TableOptions {
  readonly format: (typeof TABLE_FORMATS)[number];
  readonly colour: Colour;
  readonly kernels: readonly KernelId[];
}

export type Asked =
  | { readonly kind: "help" }
  | { readonly kind: "version" }
  | { readonly kind: "fmt"; readonly options: FmtOptions }
  | { readonly kind: "kernels"; readonly options: TableOptions }
  | { readonly kind: "lsp" }
  /** `hugetlb size` has options of its own. */
  | { readonly kind: "size"; readonly args: readonly string[] }
  | { readonly kind: "explore"; readonly options: ExploreOptions }
  | { readonly kind: "export"; readonly options: ExportOptions }
  | { readonly kind: "fuzz"; readonly options: FuzzOptions }
  | { readonly kind: "run"; readonly options: Options };

/** Reads the arguments after the program's name. Throws UsageError. */
export function readArguments(args: readonly string[]): Asked {
  if (args[0] === "size") return { kind: "size", args: args.slice(1) };
  if (args[0] === "help") return { kind: "help" };
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const [command, ...files] = positionals;
  if (command === undefined)
    throw new UsageError(
      `Say what to do: hugetlb ${[...COMMANDS, "size"].join(", ")}. hugetlb --help tells what each is for.`,
    );
  const colour = oneOf(values.color ?? "auto", COLOURS, "colour");
  const kernels = (values.kernel ?? []).flatMap(kernelsOf);
  const known = oneOf(command, COMMANDS, "command", ["size", "help"]);
  const written = values.format ?? "text";
  const schedule = values.schedule ?? null;
  if (schedule !== null && known !== "run" && known !== "export")
    throw new UsageError("--schedule is for hugetlb run and hugetlb export.");
  if (values.scenario !== undefined && known !== "export") throw new UsageError("--scenario is for hugetlb export.");
  if (known === "lsp") {
    if (files.length > 0) throw new UsageError("hugetlb lsp takes no file: the editor sends it the texts.");
    if (values.stdio !== true) throw new UsageError("hugetlb lsp speaks over standard input and output: add --stdio.");
    return { kind: "lsp" };
  }
  if (known === "kernels") {
    if (files.length > 0) throw new UsageError("hugetlb kernels takes no file; --kernel chooses what it shows.");
    const format = oneOf(written, TABLE_FORMATS, "format");
    return { kind: "kernels", options: { format, colour, kernels: kernels.length === 0 ? PLAIN_KERNELS : kernels } };
  }
  const quiet = values.quiet === true;
  if (values.random === true) {
    if (known !== "explore" || files.length > 0)
      throw new UsageError("--random is for hugetlb explore, without a file.");
    const options = {
      seed: number(values.seed ?? "1", "seed", 0),
      count: number(values.count ?? "100", "count", 1),
      quiet,
    };
    return { kind: "fuzz", options };
  }
  if (files.length === 0) throw new UsageError(`Name a file: hugetlb ${command} FILE... (- reads standard input)`);
  const check = values.check === true;
  if (known === "fmt") {
    if (written !== "text") throw new UsageError("hugetlb fmt has no other format than text.");
    return { kind: "fmt", options: { files, check, quiet } };
  }
  if (known === "export") {
    const [file, ...others] = files;
    if (file === undefined || others.length > 0) throw new UsageError("hugetlb export takes one file.");
    if (written !== "text") throw new UsageError("hugetlb export writes C, in no other format.");
    return { kind: "export", options: { file, scenario: values.scenario ?? null, kernels, schedule } };
  }
  if (check) throw new UsageError("--check goes with hugetlb fmt; hugetlb check looks for errors.");
  if (known === "explore") {
    const format = oneOf(written, FORMATS, "format");
    const limit = (value: string | undefined, what: string): number | null =>
      value === undefined ? null : number(value, what, 1);
    return {
      kind: "explore",
      options: {
        files,
        format,
        colour,
        quiet,
        kernels,
        states: limit(values["max-states"], "max-states"),
        megabytes: limit(values["max-memory"], "max-memory"),
        seconds: limit(values["max-seconds"], "max-seconds"),
      },
    };
  }
  const format = oneOf(written, known === "advise" ? TABLE_FORMATS : FORMATS, "format");
  const maps = values.maps === true;
  return { kind: "run", options: { command: known, files, format, colour, quiet, maps, kernels, schedule } };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: "string" },
        color: { type: "string" },
        quiet: { type: "boolean", short: "q" },
        maps: { type: "boolean" },
        check: { type: "boolean" },
        stdio: { type: "boolean" },
        schedule: { type: "string" },
        scenario: { type: "string" },
        random: { type: "boolean" },
        seed: { type: "string" },
        count: { type: "string" },
        "max-states": { type: "string" },
        "max-memory": { type: "string" },
        "max-seconds": { type: "string" },
        kernel: { type: "string", multiple: true, short: "k" },
        version: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? error.message.replace(/\. To specify a positional.*$/s, ".") : String(error),
    );
  }
}

/** `others`: words that are known, too, but not here. */
function oneOf<T extends string>(word: string, known: readonly T[], what: string, others: readonly string[] = []): T {
  const found = known.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  throw new UsageError(`There is no ${what} ${word}; choose ${[...known, ...others].join(", ")}.`);
}

function number(word: string, what: string, least: number): number {
  const value = Number(word);
  if (!/^\d+$/u.test(word) || !Number.isSafeInteger(value) || value < least)
    throw new UsageError(`--${what} takes a whole number from ${least} on, not ${word}.`);
  return value;
}

function kernelsOf(word: string): readonly KernelId[] {
  if (word === "all") return PLAIN_KERNELS;
  const kernel = [...PLAIN_KERNELS, ...COMMIT_KERNELS].find((candidate) => candidate === word);
  if (kernel === undefined)
    throw new UsageError(
      `There is no kernel ${word}; choose all, ${[...PLAIN_KERNELS, ...COMMIT_KERNELS].join(", ")}.`,
    );
  return [kernel];
}

export const HELP = `hugetlb: who dies in a pool of huge pages, where and why, under which kernel

  hugetlb run FILE...      run the scenarios of the files
  hugetlb check FILE...    parse and check without running
  hugetlb fmt FILE...      bring the files into their layout, in place; - goes to standard output
  hugetlb advise FILE...   the smallest pool and overcommit with which nobody dies, per kernel
  hugetlb size             the pool for a server that forks (hugetlb size --help)
  hugetlb explore FILE...  every interleaving of \`concurrent\` blocks, and the shortest bad one
  hugetlb export FILE      a scenario as a C program that plays it on the kernel that runs
  hugetlb kernels          which kernel goes by which rule, and what each changed
  hugetlb lsp --stdio      the language server, for any editor

  -k, --kernel KERNEL      run under this kernel instead of those that the file lists (repeatable; "all");
                           with kernels: show only these
  --check                  with fmt: only name the files that are not in their layout; exit status 1 if there are any
  --schedule "NAME ..."    run, export: who takes each step of the \`concurrent\` blocks
  --scenario NAME          export: which of a file's scenarios
  --max-states N, --max-memory MB, --max-seconds S
                           explore: when to stop (2,000,000 states, 1024 MB, no limit of time)
  --random --seed N --count N
                           explore: random scenarios instead of a file, the engine recounted in every state
  --maps                   show which page stands where after every step
  --format FORMAT          text (default), json, ndjson; for build servers junit, sarif or github
  --color WHEN             auto (default), always or never; NO_COLOR is obeyed
  -q, --quiet              say only what is wrong
  --version, -h, --help

A FILE of - is standard input. Exit status: 0 all as expected, 1 an error was found,
2 bad usage or unreadable file, 3 a limit was reached.
`;
