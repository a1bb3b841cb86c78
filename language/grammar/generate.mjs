/** Makes the parser from its grammar; does nothing when the parser is newer than both the grammar and this file. */
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Rules by which a parse may start; `*` is all of them. */
const START_RULES = ["Line", "Lines", "Watch"];

/** Types of what the rules return, for the parser's declarations: rule -> TypeScript type. */
const RETURN_TYPES = {
  Line: 'import("../../syntax/tree.js").Statement',
  Watch: 'import("../../syntax/tree.js").Watch',
  Lines: '(import("../../syntax/tree.js").Statement | null)[]',
};

const here = path.dirname(fileURLToPath(import.meta.url));
const grammar = path.join(here, "hugetlb.peggy");
const folder = path.join(here, "generated");
const files = ["hugetlb.js", "hugetlb.d.ts"];

/** @param {string} file */
async function changed(file) {
  try {
    return (await stat(file)).mtimeMs;
  } catch {
    return 0;
  }
}

const made = await Promise.all(files.map((file) => changed(path.join(folder, file))));
const sources = await Promise.all([grammar, fileURLToPath(import.meta.url)].map(changed));
if (Math.min(...made) <= Math.max(...sources)) {
  await mkdir(folder, { recursive: true });
  // Several programs may generate at the same time: nobody may ever load half a file.
  const draft = await mkdtemp(path.join(folder, "draft-"));
  try {
    await promisify(execFile)(process.execPath, [
      path.join(path.dirname(createRequire(import.meta.url).resolve("peggy/package.json")), "bin", "peggy.js"),
      ...["--format", "es"],
      ...["--allowed-start-rules", START_RULES.join(",")],
      ...["--dts", "--return-types", JSON.stringify(RETURN_TYPES)],
      ...["--output", path.join(draft, "hugetlb.js")],
      grammar,
    ]);
    for (const file of files) await rename(path.join(draft, file), path.join(folder, file));
  } catch (error) {
    process.stderr.write(error instanceof Error && "stderr" in error ? String(error.stderr) : String(error));
    process.exitCode = 1;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
