/** The guest's own part: the C program of guest/, compiled, and packed with the scenes into an initramfs. */
import { mkdir, readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { NotPossible, run } from "./child.js";
import type { ArchivedFile } from "./cpio.js";
import { FOLDER, REGULAR, cpio } from "./cpio.js";
import { CACHE } from "./image.js";

const SOURCES = path.resolve("test/kernel/guest");
const COMPILE_MS = 120_000;
const EXECUTABLE = 0o755;
const READABLE = 0o644;

/** The compiled program; made anew when its sources are younger. Throws NotPossible. */
export async function ensureGuest(): Promise<Buffer> {
  await mkdir(CACHE, { recursive: true });
  const program = path.join(CACHE, "init");
  const sources = (await readdir(SOURCES)).map((name) => path.join(SOURCES, name));
  const times = await Promise.all(sources.map(async (file) => (await stat(file)).mtimeMs));
  const made = await stat(program).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (Math.max(...times) > made) {
    const args = ["-std=gnu11", "-static", "-O1", "-Wall", "-Wextra", "-o", program];
    const { status, text } = await run(
      "gcc",
      [...args, ...sources.filter((name) => name.endsWith(".c"))],
      ".",
      COMPILE_MS,
    );
    if (status === null)
      throw new NotPossible("There is no gcc. Please install it (Debian: apt-get install gcc libc6-dev).");
    if (status !== 0) throw new NotPossible(`The guest does not compile:\n${text}`);
  }
  return readFile(program);
}

/** What the kernel unpacks as its root. */
export function initramfs(program: Buffer, scenes: string): Buffer {
  const files: ArchivedFile[] = [
    { path: "dev", mode: FOLDER | EXECUTABLE, content: new Uint8Array() },
    { path: "init", mode: REGULAR | EXECUTABLE, content: program },
    { path: "scenarios", mode: REGULAR | READABLE, content: Buffer.from(scenes) },
  ];
  return cpio(files);
}
