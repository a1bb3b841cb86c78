/** Texts that the suites write into files. Line numbers in the comments count from 0, as the editor's do. */

/** The write of line 8 takes a page from the child, whose read of line 9 is its death. */
export const TAKEN = `scenario "taken" {
  kernel  2.6.26+cow, 2.6.27
  pool    2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;

/** The lines of its steps, and those of its deaths and takings under the first kernel. */
export const TAKEN_STEPS = [5, 6, 7, 8, 9];
export const TAKING_LINE = 8;
export const DEATH_LINE = 9;

/** Nobody dies; begins at line 12 when it stands behind TAKEN and an empty line. */
export const FINE = `scenario "fine" {
  kernel  2.6.26+cow
  pool    4
  process p

  p: b = mmap(/dev/hugepages/other, 2, MAP_SHARED)
  p: write b
  expect free == 2
}
`;

/** A file of one scenario with this many steps, which is a story all the way: pages come and go. */
export function longStory(steps: number): string {
  const lines = ['scenario "long" {', "  kernel  2.6.26+cow", "  pool    8", "  process p", ""];
  for (let step = 0; step < steps; step += 4) {
    lines.push(
      "  p: a = mmap(/dev/hugepages/data, 4, MAP_PRIVATE)",
      "  p: write a[0]",
      "  p: read a[1:3]",
      "  p: munmap(a)",
    );
  }
  return [...lines, "}", ""].join("\n");
}
