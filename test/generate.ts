import { execFileSync } from "node:child_process";

/** The parser is made from its grammar before any test loads it. */
export function setup(): void {
  execFileSync(process.execPath, ["language/grammar/generate.mjs"], { stdio: "inherit" });
}
