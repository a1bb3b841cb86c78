import { createHash } from "node:crypto";
import { cp, mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { ROOT, TOOLS } from "./project.js";

/** What an extension's folder holds; the rest of the project is no part of it. */
const LINKED = ["package.json", "extension", "examples", "docs", "package.nls.json", "package.nls.de.json"];
/** What runs is copied: VS Code knows an extension by the folder that its code really lies in, and gives the debugger's part of its API to no other. */
const COPIED = "dist";

/**
 * The folder of the extension in development, for the VS Code server: the project's parts as they are now.
 *
 * It is not the project itself, because the server lies inside that: a theme below the folder of an extension in
 * development counts as the one being developed, and wins over the theme of the settings.
 */
export async function developmentFolder(): Promise<string> {
  // Several checkouts may share one folder of tools; each has its own extension.
  const folder = path.join(TOOLS, `development-${createHash("sha256").update(ROOT).digest("hex").slice(0, 12)}`);
  await mkdir(folder, { recursive: true });
  for (const part of LINKED) {
    await symlink(path.join(ROOT, part), path.join(folder, part)).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
  }
  await rm(path.join(folder, COPIED), { recursive: true, force: true });
  await cp(path.join(ROOT, COPIED), path.join(folder, COPIED), { recursive: true });
  return folder;
}
