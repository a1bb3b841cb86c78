/** Long tales for the panel: so many steps of so many processes on a pool of so many pages, and somebody dies at the end. */
import type { Tale } from "../webview/told.js";

export interface Size {
  readonly steps: number;
  readonly processes: number;
  /** Of the pool; everybody maps its share of them. */
  readonly pages: number;
}

/** Pages that one process maps in a round. */
const ROUND_PAGES = 4;
/** The pool is written to by its first process in pieces of this many pages. */
const PIECE = 16_384;

/** What one process does in a round: most of it takes a page from the pool, uses it, or gives it back. */
function round(name: string): readonly string[] {
  return [
    `${name}: b = mmap(/dev/hugepages/${name}, ${ROUND_PAGES}, MAP_PRIVATE)`,
    `${name}: write b[0]`,
    `${name}: read b[0]`,
    `${name}: write b[1]`,
    `${name}: write b[2]`,
    `${name}: read b[1]`,
    `${name}: write b[3]`,
    `${name}: munmap(b)`,
  ];
}

/** Two who share a page, one who writes it on an empty pool, and one who reads what was taken from it. */
function end(pages: number): readonly string[] {
  return [
    `p0: rest = mmap(/dev/hugepages/rest, ${pages}, MAP_PRIVATE)`,
    "p0: write rest",
    "p0: late = fork()",
    "p0: write rest[0]",
    "late: read rest[0]",
  ];
}

export function longTale({ steps, processes, pages }: Size): Tale {
  const names = Array.from({ length: processes }, (_, at) => `p${at}`);
  const busy = processes * ROUND_PAGES;
  const held = Math.max(0, pages - busy);
  const pieces = Array.from({ length: Math.ceil(held / PIECE) }, (_, at) => Math.min(PIECE, held - at * PIECE));
  const start = [
    ...pieces.flatMap((length, at) => [
      `p0: h${at} = mmap(/dev/hugepages/heap${at}, ${length}, MAP_PRIVATE)`,
      `p0: write h${at}[0:${Math.ceil(length / 2)}]`,
    ]),
    ...names.slice(1).map((name) => `p0: ${name} = fork()`),
  ];
  const last = end(busy);
  // Everybody is in another place of its round, so that the pages held rise and fall.
  const rounds = names.map((name) => round(name));
  const middle: string[] = [];
  for (let turn = 0; middle.length < steps - start.length - last.length; turn++) {
    const process = turn % processes;
    const place = Math.floor(turn / processes) - process;
    const line = place < 0 ? `${names[process]!}: read nothing` : rounds[process]![place % rounds[process]!.length]!;
    if (place >= 0) middle.push(line);
  }
  const tidy = names.map((name) => `${name}: munmap(b)`);
  const room = steps - start.length - last.length - tidy.length;
  return {
    scenario: `${steps} steps of ${processes} processes`,
    pool: pages,
    processes: names.slice(0, 1),
    kernels: ["2.6.26+cow"],
    lines: [...start, ...middle.slice(0, room), ...tidy, ...last],
  };
}
