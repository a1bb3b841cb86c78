/** Opens VS Code on the examples, with the extension as it is in this folder. */
import { spawn } from "node:child_process";
import path from "node:path";
import { parseArgs } from "node:util";
import { npm } from "./harness/child.js";
import { openDesktop, whyNoWindow } from "./harness/desktop.js";
import { developmentFolder } from "./harness/development.js";
import { EXAMPLES, ROOT, TOOLS } from "./harness/project.js";
import { SERVER_RUNS_HERE, startServer } from "./harness/server.js";
import { startWeb } from "./harness/web.js";

const DEFAULT_PORT = "8170";
/** Opened at first: an empty window says nothing to who comes for the first time. */
const FIRST = path.join(EXAMPLES, "until-fork.hugetlb");

const HELP = `npm start                  in the browser, on the VS Code server (its extension host is Node)
npm start -- --web         in the browser alone (its extension host is a web worker)
npm start -- --desktop     in the desktop VS Code
npm start -- --port 8170   the port to use, if it is free
npm start -- --no-open     opens no browser`;

const { values: options } = parseArgs({
  options: {
    desktop: { type: "boolean", default: false },
    web: { type: "boolean", default: !SERVER_RUNS_HERE },
    port: { type: "string", default: DEFAULT_PORT },
    "no-open": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (options.help) {
  console.log(HELP);
  process.exit(0);
}
if ((await npm(["run", "--silent", "build"])) !== 0) process.exit(1);
if (options.desktop) {
  await openDesktop(EXAMPLES);
} else {
  const url = options.web ? await onWeb() : await onServer();
  console.log(`\nVS Code with the HugeTLB extension is at\n\n  ${url}\n\nCtrl+C stops it.`);
  if (!options["no-open"] && whyNoWindow() === undefined) show(url);
  // A keyboard that never speaks keeps the process alive; only a signal ends it.
  setInterval(() => undefined, 2 ** 30);
}

async function onServer(): Promise<string> {
  const server = await startServer({ port: Number(options.port), data: path.join(TOOLS, "user") });
  return server.url({ folder: EXAMPLES, extension: await developmentFolder(), file: FIRST });
}

async function onWeb(): Promise<string> {
  const web = await startWeb({ build: "newest", folder: EXAMPLES, extension: ROOT, port: Number(options.port) });
  return web.url;
}

/** Opens the system's browser; where that fails, the address is on the screen. */
function show(url: string): void {
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", url]
      : process.platform === "win32"
        ? ["rundll32", "url.dll,FileProtocolHandler", url]
        : ["xdg-open", url];
  spawn(command, args, { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}
