import { createHash } from "node:crypto";
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { ROOT, TOOLS } from "./project.js";

/** What an extension's folder holds; the rest of the project is no part of it. */
const PARTS = ["package.json", "dist", "extension", "examples", "docs"];

/**
 * The folder of the extension in development, for the VS Code server: links to the project's parts.
 *
 * It is not the project itself, because the server lies inside that: a theme below the folder of an extension in
 * development counts as the one being developed, and wins over the theme of the settings.
 */
export async function developmentFolder(): Promise<string> {
  // Several checkouts may share one folder of tools; each has its own extension.
  const folder = path.join(TOOLS, `development-${createHash("sha256").update(ROOT).digest("hex").slice(0, 12)}`);
  await mkdir(folder, { recursive: true });
  for (const part of PARTS) {
    await symlink(path.join(ROOT, part), path.join(folder, part)).catch((error: unknown) => {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    });
  }
  return folder;
}
