import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The project's root: these programs also run as bundles from dist/, so it is looked for and not counted. */
export const ROOT = findRoot(path.dirname(fileURLToPath(import.meta.url)));
export const EXAMPLES = path.join(ROOT, "examples");
/** VS Code builds and other tools, installed at first use; ignored by git. */
export const TOOLS = path.join(ROOT, ".vscode-test");
export const SCREENSHOTS = path.join(ROOT, "test-results", "screenshots");
export const VSIX = path.join(ROOT, "dist", "hugetlb.vsix");

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, "esbuild.mjs"))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error("The project's root was not found.");
  return findRoot(parent);
}
