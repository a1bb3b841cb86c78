import { mkdir } from "node:fs/promises";
import path from "node:path";
import { run } from "./child.js";
import { ROOT, VSIX } from "./project.js";
import { install } from "./tool.js";

/**
 * Packs the extension as it is released.
 *
 * @returns the path of the .vsix file
 * @throws Error when vsce or the build before it fails; their messages are shown
 */
export async function pack(): Promise<string> {
  const vsce = path.join(await install("vsce"), "@vscode", "vsce", "vsce");
  await mkdir(path.dirname(VSIX), { recursive: true });
  const status = await run(process.execPath, [
    ...[vsce, "package", "--no-dependencies", "--out", VSIX],
    // The project has no public home yet, so links in the README stay as they are.
    ...["--allow-missing-repository", "--no-rewrite-relative-links"],
  ]);
  if (status !== 0) throw new Error("The extension could not be packed.");
  return path.relative(ROOT, VSIX);
}
