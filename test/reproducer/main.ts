/**
 * `npm run test:reproducer [-- FILES.hugetlb or folders]`: makes a C program of every scenario, compiles it and plays it on the
 * kernel that runs here, which it compares with the model of the newest one. As root; the pool is set, and put back.
 */
import { access, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { filesOf } from "../../language/cli/folders.js";
import { includeFromDisk, readSource } from "../../language/cli/source.js";
import { HugetlbDocument } from "../../language/document.js";
import { reproducerOf } from "../../language/reproducer/index.js";
import { NotPossible, run } from "../kernel/child.js";

const COMPILE_MS = 60_000;
const PLAY_MS = 120_000;
const NOT_PLAYED = 2;
const EXIT_DIFFERS = 1;
const EXIT_NOT_POSSIBLE = 3;
const PLACES = ["test/reproducer", "examples"];

interface Program {
  readonly name: string;
  readonly text: string;
}

async function programsOf(file: string): Promise<readonly Program[]> {
  const { uri, text } = await readSource(file, process.stdin);
  const document = new HugetlbDocument(uri, { include: includeFromDisk(), kernels: ["6.12"] });
  document.update(text, 1);
  return document.analyse().scenarios.flatMap(({ runs }) =>
    runs
      .filter(({ run: { steps } }) => steps.length > 0)
      .map(({ run: played }) => ({
        name: `${file}: ${played.scenario}`,
        text: reproducerOf(played, { file, text, program: "story", otherwise: "" }),
      })),
  );
}

async function ensurePossible(): Promise<void> {
  if (process.getuid?.() !== 0) throw new NotPossible("Only root may set the pool: sudo npm run test:reproducer.");
  if ((await run("gcc", ["--version"], ".", COMPILE_MS)).status === null)
    throw new NotPossible("There is no gcc. Please install it (Debian: apt-get install gcc libc6-dev).");
  const pool = "/sys/kernel/mm/hugepages/hugepages-2048kB";
  if (
    await access(pool).then(
      () => false,
      () => true,
    )
  )
    throw new NotPossible(`This kernel has no huge pages of 2 MiB (${pool}).`);
}

async function main(): Promise<number> {
  await ensurePossible();
  const names = process.argv.slice(2);
  const folder = await mkdtemp(path.join(os.tmpdir(), "hugetlb-reproducer-"));
  const count = { alike: 0, different: 0, "not played": 0 };
  try {
    for (const file of await filesOf(names.length === 0 ? PLACES : names)) {
      for (const { name, text } of await programsOf(file)) {
        const [source, program] = [path.join(folder, "story.c"), path.join(folder, "story")];
        await writeFile(source, text);
        const options = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror", "-o", program];
        const compiled = await run("gcc", [...options, source], ".", COMPILE_MS);
        const played = compiled.status === 0 ? await run(program, [], ".", PLAY_MS) : compiled;
        const outcome =
          played.status === 0
            ? "alike"
            : compiled.status === 0 && played.status === NOT_PLAYED
              ? "not played"
              : "different";
        count[outcome]++;
        if (outcome !== "alike") console.log(`${name}: ${outcome}\n${played.text}`);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  console.log(
    `${String(count.alike)} alike, ${String(count.different)} different, ${String(count["not played"])} not played`,
  );
  return count.different > 0 ? EXIT_DIFFERS : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof NotPossible)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_NOT_POSSIBLE;
}
