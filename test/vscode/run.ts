/**
 * The editor tests, in real VS Codes: `npm run test:editor [-- NAMES]`, names as in the table at the end.
 * `--desktop` downloads a desktop VS Code where none is installed, and fails where none can run.
 */
import { parseArgs } from "node:util";
import path from "node:path";
import { npm, run } from "./harness/child.js";
import { findDesktop, runDesktop, whyNoWindow } from "./harness/desktop.js";
import { developmentFolder } from "./harness/development.js";
import { EXAMPLES, ROOT } from "./harness/project.js";
import { SERVER_RUNS_HERE, startServer } from "./harness/server.js";
import { runSuite } from "./harness/suite.js";
import { pack } from "./harness/vsix.js";
import { startWeb, type WebBuild } from "./harness/web.js";
import { copyOf } from "./harness/workspace.js";

const SERVER_NOT_HERE = "the VS Code server does not run on this system";

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { desktop: { type: "boolean", default: false } },
});

/** Why a part was not run. */
interface Skipped {
  readonly skipped: string;
}
type Part = readonly [name: string, what: string, test: () => Promise<Skipped | undefined>];

/** Runs only when it is named: what users install, `vsix`, passes the same tests. */
const ON_DEMAND = "ui";

const PARTS: readonly Part[] = [
  ["node", "suites in the Node extension host (VS Code server)", suiteOnServer],
  ["web", "suites in the web extension host, newest VS Code", async () => suiteOnWeb("newest")],
  ["oldest", "suites in the web extension host, oldest VS Code", async () => suiteOnWeb("oldest")],
  ["ui", "what a user sees, extension in development", uiInDevelopment],
  ["vsix", "what a user sees, packed and installed", uiInstalled],
  ["desktop", "suites in a desktop VS Code", suiteOnDesktop],
];

const unknown = wanted.filter((name) => !PARTS.some(([known]) => known === name));
if (unknown.length > 0) {
  console.error(`No such part: ${unknown.join(", ")}. There are: ${PARTS.map(([name]) => name).join(", ")}.`);
  process.exit(2);
}

if ((await npm(["run", "--silent", "build"])) !== 0) process.exit(1);
const results: string[] = [];
const failed: [part: string, why: string][] = [];
for (const [name, what, test] of PARTS) {
  if (wanted.length > 0 ? !wanted.includes(name) : name === ON_DEMAND) continue;
  console.log(`\n== ${name}: ${what}`);
  const begin = performance.now();
  const verdict = await test().then(
    (skipped) => (skipped === undefined ? "passed" : `NOT RUN: ${skipped.skipped}`),
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      failed.push([name, why]);
      console.error(why);
      return "FAILED";
    },
  );
  const seconds = ((performance.now() - begin) / 1000).toFixed(1).padStart(6);
  results.push(`  ${name.padEnd(8)} ${seconds} s  ${what}: ${verdict}`);
}
console.log(`\nEditor tests\n${results.join("\n")}`);
// Once more at the end: of a long run's output often only the end is kept.
for (const [part, why] of failed) console.error(`\n${part}: ${why}`);
// Servers and browsers of a failed part may still hold the process.
process.exit(failed.length === 0 ? 0 : 1);

async function suiteOnServer(): Promise<Skipped | undefined> {
  if (!SERVER_RUNS_HERE) return { skipped: SERVER_NOT_HERE };
  const workspace = await copyOf(EXAMPLES);
  const server = await startServer();
  try {
    const extension = await developmentFolder();
    const tests = path.join(extension, "dist", "test", "node.cjs");
    await runSuite(server.url({ folder: workspace.folder, extension, tests }));
  } finally {
    await server.stop();
    await workspace.remove();
  }
  return undefined;
}

async function suiteOnWeb(build: WebBuild): Promise<undefined> {
  const workspace = await copyOf(EXAMPLES);
  const tests = path.join(ROOT, "dist", "test", "web.js");
  const web = await startWeb({ build, folder: workspace.folder, extension: ROOT, tests });
  try {
    await runSuite(web.url);
  } finally {
    await web.stop();
    await workspace.remove();
  }
}

async function uiInDevelopment(): Promise<Skipped | undefined> {
  if (!SERVER_RUNS_HERE) return { skipped: SERVER_NOT_HERE };
  await ui({});
  return undefined;
}

async function uiInstalled(): Promise<Skipped | undefined> {
  const vsix = await pack();
  if (!SERVER_RUNS_HERE) return { skipped: `${SERVER_NOT_HERE}; it was packed` };
  await ui({ HUGETLB_VSIX: path.resolve(ROOT, vsix) });
  return undefined;
}

async function ui(env: Readonly<Record<string, string>>): Promise<void> {
  const vitest = path.join(ROOT, "node_modules", "vitest", "vitest.mjs");
  const status = await run(process.execPath, [vitest, "run", "--project", "ui"], { env });
  if (status !== 0) throw new Error("The tests of what a user sees did not pass.");
}

async function suiteOnDesktop(): Promise<Skipped | undefined> {
  const program = findDesktop();
  const reason =
    program === undefined && !options.desktop
      ? "no desktop VS Code was found (VSCODE_EXECUTABLE names one, --desktop downloads one)"
      : whyNoWindow();
  if (reason !== undefined) {
    if (options.desktop) throw new Error(`A desktop VS Code was asked for, but ${reason}.`);
    return { skipped: reason };
  }
  const workspace = await copyOf(EXAMPLES);
  try {
    await runDesktop(program, workspace.folder);
  } finally {
    await workspace.remove();
  }
  return undefined;
}
