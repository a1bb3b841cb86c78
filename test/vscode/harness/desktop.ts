import { downloadAndUnzipVSCode, runTests } from "@vscode/test-electron";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { run } from "./child.js";
import { ROOT } from "./project.js";

/** Where desktop VS Codes are, beside the ones that PATH leads to. */
const PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["/Applications/Visual Studio Code.app/Contents/MacOS/Electron"],
  linux: ["/usr/share/code/code", "/usr/share/codium/codium", "/usr/lib/code/code"],
  win32: ["LocalAppData", "ProgramFiles"].flatMap((folder) => {
    const base = process.env[folder];
    return base === undefined ? [] : [path.join(base, "Programs", "Microsoft VS Code", "Code.exe")];
  }),
};

/** The program of a desktop VS Code: the one of VSCODE_EXECUTABLE or an installed one. */
export function findDesktop(): string | undefined {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named !== undefined) {
    if (existsSync(named)) return named;
    throw new Error(`VSCODE_EXECUTABLE is set to ${named}, but there is no such file.`);
  }
  return [...(PLACES[process.platform] ?? []), ...besideCommand()].find((file) => existsSync(file));
}

/** The command `code` is a script in bin/, the program lies beside that folder. */
function besideCommand(): string[] {
  const command = findCommand();
  if (command === undefined) return [];
  const folder = path.dirname(path.dirname(realpathSync(command)));
  return [path.join(folder, "code"), path.join(folder, "codium"), path.join(folder, "Code.exe")];
}

/** The command that opens a desktop VS Code. */
export function findCommand(): string | undefined {
  const names = process.platform === "win32" ? ["code.cmd"] : ["code", "codium"];
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find((file) => existsSync(file));
}

/** Why a desktop program cannot run here; undefined when it can. */
export function whyNoWindow(): string | undefined {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== "linux" || DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined) return undefined;
  return "there is no display (run it under xvfb-run)";
}

/** Runs the suites in a desktop VS Code; downloads one when there is no program. Throws when a test fails. */
export async function runDesktop(program: string | undefined, folder: string): Promise<void> {
  const vscodeExecutablePath = program ?? (await downloadAndUnzipVSCode("stable"));
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: ROOT,
    extensionTestsPath: path.join(ROOT, "dist", "test", "node.cjs"),
    launchArgs: [
      folder,
      "--disable-workspace-trust",
      "--disable-extensions",
      // As root, which containers are, it does not start otherwise.
      ...(process.getuid?.() === 0
        ? ["--no-sandbox", `--user-data-dir=${path.join(ROOT, ".vscode-test", "user")}`]
        : []),
    ],
  });
}

/** Opens a desktop VS Code on a folder, with the extension in development; it is left to its user. */
export async function openDesktop(folder: string): Promise<void> {
  const command = findCommand();
  if (command === undefined) {
    throw new Error(
      "The command `code` is not on the PATH. In VS Code: Shell Command: Install 'code' command in PATH.",
    );
  }
  const args = [`--extensionDevelopmentPath=${ROOT}`, folder];
  const status = await (process.platform === "win32" ? run("cmd.exe", ["/c", command, ...args]) : run(command, args));
  if (status !== 0) throw new Error(`${command} ended with status ${status}.`);
}
