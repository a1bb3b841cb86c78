/** What the command line asks for. */
import { parseArgs } from "node:util";
import { COMMIT_KERNELS, type KernelId, PLAIN_KERNELS } from "../../engine/index.js";

export const COMMANDS = ["run", "check"] as const;
export type Command = (typeof COMMANDS)[number];
/** Commands of the design that another version brings. */
const LATER_COMMANDS = ["fmt", "explore", "advise", "export", "lsp"];

export const FORMATS = ["text", "json", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];
const LATER_FORMATS = ["junit", "sarif", "github"];

export const COLOURS = ["auto", "always", "never"] as const;
export type Colour = (typeof COLOURS)[number];

export interface Options {
  readonly command: Command;
  readonly files: readonly string[];
  readonly format: Format;
  readonly colour: Colour;
  readonly quiet: boolean;
  readonly maps: boolean;
  /** Empty = those that the files list. */
  readonly kernels: readonly KernelId[];
}

export type Asked =
  { readonly kind: "help" } | { readonly kind: "version" } | { readonly kind: "run"; readonly options: Options };

/** Bad usage: one sentence for the user, exit status 2. */
export class UsageError extends Error {}

/** Reads the arguments after the program's name. Throws UsageError. */
export function readArguments(args: readonly string[]): Asked {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: "help" };
  if (values.version === true) return { kind: "version" };
  const [command, ...files] = positionals;
  if (command === undefined) throw new UsageError("Say what to do: hugetlb run FILE... or hugetlb check FILE...");
  const format = oneOf(values.format ?? "text", FORMATS, LATER_FORMATS, "format");
  const options: Options = {
    command: oneOf(command, COMMANDS, LATER_COMMANDS, "command"),
    files,
    format,
    colour: oneOf(values.color ?? "auto", COLOURS, [], "colour"),
    quiet: values.quiet === true,
    maps: values.maps === true,
    kernels: (values.kernel ?? []).flatMap(kernelsOf),
  };
  if (files.length === 0) throw new UsageError(`Name a file: hugetlb ${command} FILE... (- reads standard input)`);
  return { kind: "run", options };
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

function oneOf<T extends string>(word: string, known: readonly T[], later: readonly string[], what: string): T {
  const found = known.find((candidate) => candidate === word);
  if (found !== undefined) return found;
  if (later.includes(word)) throw new UsageError(`The ${what} ${word} is not in this version.`);
  throw new UsageError(`There is no ${what} ${word}; choose ${known.join(", ")}.`);
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

  -k, --kernel KERNEL      run under this kernel instead of those that the file lists (repeatable; "all")
  --maps                   show which page stands where after every step
  --format FORMAT          text (default), json or ndjson
  --color WHEN             auto (default), always or never; NO_COLOR is obeyed
  -q, --quiet              say only what is wrong
  --version, -h, --help

A FILE of - is standard input. Exit status: 0 all as expected, 1 an error was found,
2 bad usage or unreadable file, 3 a limit was reached.
`;
