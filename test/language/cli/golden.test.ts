import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { run } from "./command.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const FOLDER = "test/golden";
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".hugetlb"));

/** What the command prints of each scenario file stands beside it; UPDATE_GOLDEN=1 writes it anew. */
test.each(files)("%s", async (name) => {
  const { stdout } = await run(["run", "--maps", name], { cwd: FOLDER });
  const golden = path.join(FOLDER, name.replace(/\.hugetlb$/, ".txt"));
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(golden, stdout);
  expect(stdout).toBe(readFileSync(golden, "utf8"));
});
