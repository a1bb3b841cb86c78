import { execFileSync } from "node:child_process";

const SERVER = /dist[\\/]server[\\/]node\.cjs/;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Ends, without a word, the language server of the editor that this process has started. Unix only, as that editor is. */
export function killLanguageServer(): void {
  const servers = descendants(process.pid).filter(({ command }) => SERVER.test(command));
  if (servers.length === 0) throw new Error("No language server runs.");
  for (const { pid } of servers) process.kill(pid, "SIGKILL");
}

function descendants(of: number): Process[] {
  const all = execFileSync("ps", ["-axo", "pid=,ppid=,command="], { encoding: "utf8" })
    .split("\n")
    .flatMap((line): Process[] => {
      const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
    });
  const below = (parent: number): Process[] =>
    all.filter((each) => each.parent === parent).flatMap((each) => [each, ...below(each.pid)]);
  return below(of);
}
