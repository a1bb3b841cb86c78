/** The files that the command line names, and those that they include. */
import { readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath, pathToFileURL } from "node:url";
import { getSystemErrorMap } from "node:util";
import type { CheckOptions, Included } from "../check/index.js";
import { MAX_INCLUDED_BYTES } from "../limits.js";
import { parse } from "../syntax/index.js";

export interface Source {
  /** As named on the command line. */
  readonly name: string;
  readonly uri: string;
  readonly text: string;
}

/** A file that cannot be read: one sentence for the user, exit status 2. */
export class UnreadableError extends Error {}

/** Reads a file, or standard input for `-`. Throws UnreadableError. */
export async function readSource(name: string, stdin: Readable): Promise<Source> {
  try {
    if (name === "-")
      return {
        name,
        uri: pathToFileURL(path.resolve("standard-input.hugetlb")).href,
        text: (await readBytes(stdin)).toString("utf8"),
      };
    return { name, uri: pathToFileURL(path.resolve(name)).href, text: await readFile(name, "utf8") };
  } catch (error) {
    throw new UnreadableError(`cannot read ${name}: ${errorWords(error)}`);
  }
}

/** Everything that comes in on a stream. */
export async function readBytes(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** Finds included files on the disk; each is read once. */
export function includeFromDisk(): CheckOptions["include"] {
  const known = new Map<string, Included>();
  return (relative, from) => {
    const uri = pathToFileURL(path.resolve(path.dirname(fileURLToPath(from)), relative)).href;
    let included = known.get(uri);
    if (included === undefined) known.set(uri, (included = readIncluded(uri)));
    return included;
  };
}

function readIncluded(uri: string): Included {
  const file = fileURLToPath(uri);
  try {
    const found = statSync(file);
    // A device may have no end.
    if (!found.isFile()) return { state: "missing", reason: "it is no file" };
    if (found.size > MAX_INCLUDED_BYTES)
      return {
        state: "missing",
        reason: `it has ${found.size} bytes, more than the ${MAX_INCLUDED_BYTES} that are read`,
      };
    return { state: "loaded", document: { uri, tree: parse(readFileSync(file, "utf8")) } };
  } catch (error) {
    return { state: "missing", reason: errorWords(error) };
  }
}

/** An error of the system in its own words, without the call that met it. */
export function errorWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // A folder with scenarios would stand for them.
  if ("code" in error && error.code === "EISDIR") return "it is a folder without a .hugetlb file";
  const errno = "errno" in error && typeof error.errno === "number" ? getSystemErrorMap().get(error.errno) : undefined;
  return errno?.[1] ?? error.message;
}
