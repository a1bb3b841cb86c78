/** Folders on the command line stand for the scenario files in them. */
import { readdir, stat } from "node:fs/promises";
import path from "node:path";

const ENDING = ".hugetlb";
/** Folders that are somebody else's. */
const LEFT_OUT = /^(?:\..*|node_modules)$/u;

/** The files of the names, each folder's in order. A folder without any stays as it is, and is told as what cannot be read. */
export async function filesOf(names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const found = (await isFolder(name)) ? await filesIn(name) : [];
    files.push(...(found.length === 0 ? [name] : found));
  }
  return files;
}

async function isFolder(name: string): Promise<boolean> {
  return name !== "-" && (await stat(name).catch(() => null))?.isDirectory() === true;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory() && !LEFT_OUT.test(entry.name)) files.push(...(await filesIn(file)));
    else if (entry.isFile() && entry.name.endsWith(ENDING)) files.push(file);
  }
  return files;
}
