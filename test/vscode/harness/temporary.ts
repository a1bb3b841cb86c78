import { rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

const RETRY = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

const folders = new Set<string>();

// Also when the process is stopped half-way.
process.on("exit", () => {
  for (const folder of folders) {
    try {
      rmSync(folder, RETRY);
    } catch {
      // A server that is just ending still writes into it: the system's own cleaning takes it.
    }
  }
});

/** An empty folder of the system's temporary place, gone when this process ends at the latest. */
export async function makeTemporary(what: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), `hugetlb-${what}-`));
  folders.add(folder);
  return folder;
}

export async function removeTemporary(folder: string): Promise<void> {
  await rm(folder, RETRY);
  folders.delete(folder);
}
