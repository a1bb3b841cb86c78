/** Stories to begin with. Each runs as it stands; test/vscode-free tests hold that. */

export interface Template {
  readonly id: string;
  readonly text: string;
}

/** The story of the walkthrough: under 2.6.26 the parent dies, later its child, and with a page more nobody. */
const FORK = `# A parent forks and writes. Who dies depends on the kernel, and on one page more.
scenario "the parent writes after a fork" {
  kernel  2.6.26, 2.6.26+cow, 6.12
  pool    2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
}
`;

const EMPTY = `scenario "what this story shows" {
  kernel  6.12
  pool    4
  process p

  p: a = mmap(/dev/hugepages/data, 2, MAP_SHARED)
  p: write a
  expect free == 2
}
`;

const TWO = `# Two programs ask for more than there is. Before the patchset both heard yes.
scenario "the second program is told no" {
  kernel  6.12, 2.6.26
  pool    3
  process first, second

  first:  a = mmap(/dev/hugepages/one, 2, MAP_PRIVATE)
  second: b = mmap(/dev/hugepages/two, 2, MAP_PRIVATE)  -> ENOMEM since 2.6.26+reserve; ok otherwise
  first:  write a
  second: write b  -> unreached since 2.6.26+reserve; SIGKILL otherwise
}
`;

const WORKERS = `# A server starts workers that share its pages until one writes. How many pages are enough?
scenario "every worker writes its own page" {
  kernel  6.12
  let     N = 3
  pool    2 * N
  process server

  server: a = mmap(/dev/hugepages/heap, N, MAP_PRIVATE)
  server: write a
  for i in 0:N {
    server: worker[i] = fork()
    worker[i]: write a[i]
  }
  expect free == 0
}
`;

const RACE = `# Two processes reach for the last page. Every order of their steps is looked at.
scenario "the last page" {
  kernel  6.12
  pool    1
  process p, q

  p: a = mmap(/dev/hugepages/p, 1, MAP_PRIVATE | MAP_NORESERVE)
  q: b = mmap(/dev/hugepages/q, 1, MAP_PRIVATE | MAP_NORESERVE)
  concurrent {
    p: write a
    q: write b
  }
}
`;

export const TEMPLATES: readonly Template[] = [
  { id: "fork", text: FORK },
  { id: "two", text: TWO },
  { id: "workers", text: WORKERS },
  { id: "race", text: RACE },
  { id: "empty", text: EMPTY },
];
