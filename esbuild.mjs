/**
 * Builds everything that runs: the extension, its language server, the panel, the command line and the suites for the
 * editor tests. `--watch` keeps building, `--production` is what a release contains.
 */
import { context } from "esbuild";
import { chmod, rm } from "node:fs/promises";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** @type {import("esbuild").BuildOptions} */
const shared = {
  bundle: true,
  target: "es2022",
  minify: production,
  sourcemap: production ? false : "linked",
  sourcesContent: false,
  legalComments: "none",
  logLevel: "info",
};

/** @type {import("esbuild").BuildOptions} */
const forNode = { ...shared, platform: "node", target: "node20" };

/** @type {import("esbuild").BuildOptions} */
const forBrowser = { ...shared, platform: "browser", define: { global: "globalThis" } };

/** @type {import("esbuild").BuildOptions[]} */
const product = [
  {
    ...forNode,
    entryPoints: ["extension/node.ts"],
    outfile: "dist/extension/node.cjs",
    format: "cjs",
    external: ["vscode"],
  },
  {
    ...forBrowser,
    entryPoints: ["extension/web.ts"],
    outfile: "dist/extension/web.js",
    format: "cjs",
    external: ["vscode"],
  },
  {
    ...forNode,
    entryPoints: ["language/server/node.ts"],
    outfile: "dist/server/node.cjs",
    format: "cjs",
    loader: { ".c": "text" },
  },
  {
    ...forNode,
    entryPoints: ["language/server/explorer/node.ts"],
    outfile: "dist/server/explorer.cjs",
    format: "cjs",
  },
  {
    ...forBrowser,
    entryPoints: ["language/server/explorer/web.ts"],
    outfile: "dist/server/explorer.js",
    format: "iife",
  },
  {
    ...forBrowser,
    entryPoints: ["language/server/web.ts"],
    outfile: "dist/server/web.js",
    format: "iife",
    loader: { ".c": "text" },
  },
  {
    ...forBrowser,
    entryPoints: { panel: "webview/main.ts", standalone: "webview/standalone.ts" },
    outdir: "dist/webview",
    format: "iife",
    loader: { ".svg": "text" },
  },
  {
    ...forBrowser,
    entryPoints: { panel: "webview/panel.css", standalone: "webview/standalone.css" },
    outdir: "dist/webview",
  },
  {
    ...forNode,
    entryPoints: ["language/cli/main.ts"],
    outfile: "dist/cli.js",
    format: "cjs",
    loader: { ".c": "text" },
    banner: { js: "#!/usr/bin/env node" },
    plugins: [{ name: "executable", setup: makeExecutable }],
  },
];

/** @type {import("esbuild").BuildOptions[]} */
const suites = [
  {
    ...forNode,
    entryPoints: ["test/vscode/suite/index.node.ts"],
    outfile: "dist/test/node.cjs",
    format: "cjs",
    external: ["vscode", "mocha"],
  },
  {
    ...forBrowser,
    entryPoints: ["test/vscode/suite/index.web.ts"],
    outfile: "dist/test/web.js",
    format: "cjs",
    external: ["vscode"],
  },
];

/** @param {import("esbuild").PluginBuild} build */
function makeExecutable(build) {
  build.onEnd(async (result) => {
    if (result.errors.length === 0) await chmod("dist/cli.js", 0o755);
  });
}

if (production) {
  // What is packed is new from end to end; what the tests have in dist/ beside it stays.
  const packed = ["dist/extension", "dist/server", "dist/webview", "dist/cli.js", "dist/cli.js.map"];
  await Promise.all(packed.map((place) => rm(place, { recursive: true, force: true })));
}
const builds = await Promise.all((production ? product : [...product, ...suites]).map((options) => context(options)));
if (watch) {
  await Promise.all(builds.map((build) => build.watch()));
} else {
  const results = await Promise.allSettled(builds.map((build) => build.rebuild()));
  await Promise.all(builds.map((build) => build.dispose()));
  if (results.some((result) => result.status === "rejected")) process.exitCode = 1;
}
