import { cp } from "node:fs/promises";
import path from "node:path";
import { makeTemporary, removeTemporary } from "./temporary.js";

export interface Workspace {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A copy of a folder: tests type into the files. */
export async function copyOf(source: string): Promise<Workspace> {
  const parent = await makeTemporary("folder");
  const folder = path.join(parent, path.basename(source));
  await cp(source, folder, { recursive: true });
  return { folder, remove: () => removeTemporary(parent) };
}
