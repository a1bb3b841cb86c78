/** The words of the command line. */
import { parseArgs } from "node:util";
import { REAL_KERNELS } from "./image.js";
import type { RealKernel } from "./image.js";

export const USAGE =
  "usage: npm run test:kernel -- --kernel 6.1|6.12 [FILES.hugetlb ... | --random N [--seed S] | --profile P] [--limit N]";

export class UsageError extends Error {}

export interface Options {
  readonly kernel: RealKernel;
  readonly files: readonly string[];
  /** How many fresh scenarios; null = none. */
  readonly random: number | null;
  readonly seed: number;
  /** A profile of the recorded corpora, or of the fresh ones with `random`. */
  readonly profile: string | null;
  /** The most scenarios taken from the profile. */
  readonly limit: number | null;
}

const DAY_MS = 86_400_000;

/** Throws UsageError. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parsed(args);
  const kernel = REAL_KERNELS.find((known) => known === values.kernel);
  if (kernel === undefined) throw new UsageError(`--kernel must be one of ${REAL_KERNELS.join(", ")}.`);
  const random = count("--random", values.random);
  const options = {
    kernel,
    files: positionals,
    random,
    // A seed of the day, printed with the result.
    seed: count("--seed", values.seed) ?? Math.floor(Date.now() / DAY_MS),
    profile: values.profile ?? null,
    limit: count("--limit", values.limit),
  };
  if (positionals.length === 0 && random === null && options.profile === null)
    throw new UsageError("Nothing to play: name files, --random N, or --profile P.");
  if (positionals.length > 0 && (random !== null || options.profile !== null))
    throw new UsageError("Files are played alone, without --random and --profile.");
  return options;
}

function parsed(args: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { kernel: text, random: text, seed: text, profile: text, limit: text },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function count(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^\d+$/.test(text)) throw new UsageError(`${name} must be a whole number.`);
  return Number(text);
}
