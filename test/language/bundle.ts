/** Builds one entry of the product for a test, as the release does. */
import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

export interface Bundle {
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/** Bundles an entry file into a temporary folder. */
export async function bundle(
  entry: string,
  format: "cjs" | "esm" | "iife",
  platform: "node" | "browser" = "node",
): Promise<Bundle> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "hugetlb-test-"));
  const file = path.join(folder, format === "cjs" ? "bundle.cjs" : format === "esm" ? "bundle.mjs" : "bundle.js");
  const banner =
    'import { createRequire as createRequireHere } from "node:module"; const require = createRequireHere(import.meta.url);';
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    loader: { ".c": "text" },
    format,
    platform,
    target: "es2022",
    logLevel: "silent",
    ...(format === "esm" ? { banner: { js: banner } } : {}),
  });
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}
