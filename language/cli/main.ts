/** The program `hugetlb`. */
import process from "node:process";
import { runCommand } from "./program.js";

const { argv, env, stdin, stdout, stderr } = process;
// The status is set and not exited with: what is still in a pipe's buffer has to leave first.
void runCommand({ args: argv.slice(2), stdin, stdout, stderr, environment: env }).then((status) => {
  process.exitCode = status;
});
