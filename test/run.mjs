/** Bundles one TypeScript program and runs it: `node test/run.mjs PROGRAM.ts [ARGUMENTS]`. */
import { build } from "esbuild";
import path from "node:path";
import { pathToFileURL } from "node:url";

const program = process.argv[2];
if (program === undefined) throw new Error("usage: node test/run.mjs PROGRAM.ts [ARGUMENTS]");

const outfile = path.resolve("dist/run", program.replace(/[\\/]/g, "-").replace(/\.ts$/, ".mjs"));
await build({
  entryPoints: [program],
  outfile,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  packages: "external",
  loader: { ".c": "text" },
  sourcemap: "inline",
  logLevel: "warning",
});
process.setSourceMapsEnabled(true);
process.argv.splice(1, 2, path.resolve(program));
await import(pathToFileURL(outfile).href);
