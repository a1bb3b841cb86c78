import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export interface Workspace {
  readonly folder: string;
  remove(): Promise<void>;
}

/** A copy of a folder: tests type into the files. */
export async function copyOf(source: string): Promise<Workspace> {
  const parent = await mkdtemp(path.join(os.tmpdir(), "hugetlb-folder-"));
  const folder = path.join(parent, path.basename(source));
  await cp(source, folder, { recursive: true });
  return { folder, remove: async () => rm(parent, { recursive: true, force: true, maxRetries: 5 }) };
}
