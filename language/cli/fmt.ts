/** `hugetlb fmt`: files brought into their layout, in place. */
import { randomUUID } from "node:crypto";
import { access, constants, open, readFile, realpath, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { formatText } from "../format/index.js";
import { EXIT_ERROR, EXIT_OK, EXIT_USAGE } from "./findings.js";
import type { Output } from "./output.js";
import { errorWords, readBytes } from "./source.js";

export interface FmtOptions {
  readonly files: readonly string[];
  /** Only tell which files are not in their layout. */
  readonly check: boolean;
  readonly quiet: boolean;
}

export interface FmtWorld {
  readonly stdin: Readable;
  readonly out: Output;
  readonly err: Output;
}

/** Formats the files; the exit status. A file that cannot be read or written is told, and left as it is. */
export async function formatFiles({ files, check, quiet }: FmtOptions, world: FmtWorld): Promise<number> {
  let status = EXIT_OK;
  for (const name of files) {
    try {
      const text = decoded(name === "-" ? await readBytes(world.stdin) : await readFile(name));
      const formatted = formatText(text);
      if (check) {
        if (formatted === text) continue;
        status = Math.max(status, EXIT_ERROR);
        if (!quiet) await world.out.show(`${name}\n`);
      } else if (name === "-") await world.out.write(formatted);
      else if (formatted !== text) {
        await replace(name, formatted);
        if (!quiet) await world.out.show(`${name}: formatted\n`);
      }
    } catch (error) {
      status = EXIT_USAGE;
      await world.err.show(`hugetlb: cannot format ${name}: ${errorWords(error)}\n`);
    }
  }
  return status;
}

/** The text of a file. What is no UTF-8 is refused: written back it would be something else. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error("it is not UTF-8");
  }
}

/** Puts a new text in a file's place in one go: whoever reads meanwhile sees the old one or the new one, never a part. */
async function replace(name: string, text: string): Promise<void> {
  const file = await realpath(name);
  // A file that may not be written is not replaced, either.
  await access(file, constants.W_OK);
  const { mode } = await stat(file);
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.tmp`);
  try {
    const handle = await open(draft, "wx", mode);
    try {
      await handle.writeFile(text);
      await handle.chmod(mode);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
