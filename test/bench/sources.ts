/** Scenario files of any length for the benchmarks. No two steps are written alike: nothing is won by a memory of lines. */

/** Lines of one scenario of `manyScenarios`, the blank line behind it counted in. */
const LINES_A_SCENARIO = 20;

function scenario(number: number): readonly string[] {
  const p = `parent${number}`;
  const c = `child${number}`;
  const a = `a${number}`;
  return [
    `scenario "story ${number}" {   # one of many`,
    `  kernel  2.6.26+cow`,
    `  pool    ${3 + (number % 4)}`,
    `  process ${p}, other${number}`,
    ``,
    `  ${p}: ${a} = mmap(/dev/hugepages/file${number}, 3, MAP_PRIVATE)`,
    `  ${p}: write ${a}[0:2]   -> ok`,
    `  ${p}: ${c} = fork()`,
    `  ${c}: read ${a}[0]`,
    `  ${c}: write ${a}[1]   -> ok | SIGKILL`,
    `  ${p}: write ${a}[0]   -> ok since 2.6.26+cow; ok | SIGKILL otherwise`,
    `  other${number}: b = mmap(/dev/hugepages/other${number}, 1, MAP_SHARED)   -> ok | ENOMEM`,
    `  other${number}: write b[0]   -> ok | unreached`,
    `  ${p}: write ${a}[2]   -> ok`,
    `  ${c}: read ${a}[0]   -> ok | SIGBUS | unreached`,
    `  ${c}: exit()   -> ok | unreached`,
    `  expect ${p} alive, free >= rsvd`,
    `  always free >= rsvd`,
    `}`,
    ``,
  ];
}

/** A file of so many scenarios. */
export function manyScenarios(count: number): string {
  return Array.from({ length: count }, (_, number) => scenario(number).join("\n")).join("\n");
}

/** A file of about so many lines, in scenarios of twenty lines each. */
export function linesInScenarios(lines: number): string {
  return manyScenarios(Math.round(lines / LINES_A_SCENARIO));
}

/** A file of exactly so many lines with one scenario: workers of one parent, which read and write in turn; nobody dies of it. */
export function oneScenario(lines: number): string {
  const workers = 16;
  const pages = 8;
  const head = [
    `scenario "one long story" {`,
    `  kernel  2.6.26+cow`,
    `  pool    ${pages * (workers + 1)}`,
    `  process parent`,
    `  parent: a = mmap(/dev/hugepages/data, ${pages}, MAP_PRIVATE)`,
    `  parent: write a`,
    ...Array.from({ length: workers }, (_, worker) => `  parent: worker${worker} = fork()`),
  ];
  const tail = [`  expect parent alive`, `}`];
  const body = Array.from({ length: lines - head.length - tail.length }, (_, step) => {
    const actor = step % 5 === 0 ? "parent" : `worker${(step * 7) % workers}`;
    const verb = step % 3 === 0 ? "write" : "read";
    return `  ${actor}: ${verb} a[${(step * 3) % pages}]   # step ${step}`;
  });
  return [...head, ...body, ...tail].join("\n") + "\n";
}
