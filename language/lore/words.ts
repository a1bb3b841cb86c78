/** The words of the language itself: settings, blocks, expectations, conditions, and what limits them to kernels. */
import type { Feature } from "../check/features.js";
import type { BLOCK_WORDS, EXPECTATION_WORDS, SETTING_WORDS } from "../syntax/keywords.js";

export interface WordLore {
  /** How it is written. */
  readonly form: string;
  readonly about: string;
  readonly feature: Feature | null;
}

const word = (form: string, about: string, feature: Feature | null = null): WordLore => ({ form, about, feature });

/** By the first word of a line. */
export const STATEMENTS: Readonly<
  Record<
    (typeof SETTING_WORDS)[number] | (typeof BLOCK_WORDS)[number] | (typeof EXPECTATION_WORDS)[number] | "sysctl",
    WordLore
  >
> = {
  kernel: word(
    "kernel ID, ID | all",
    "The kernels to run under. The first is the one that the editor shows; the newest when no line names any.",
  ),
  pool: word("pool N [x SIZE]", "Huge pages at the start: `vm.nr_hugepages`. One line a page size."),
  overcommit: word(
    "overcommit N [x SIZE]",
    "How many surplus pages may be made when the pool has no page left: `vm.nr_overcommit_hugepages`. 0 when left out.",
  ),
  mount: word(
    "mount PATH [size=N] [min_size=N] [pagesize=SIZE]",
    "A hugetlbfs mount. `/dev/hugepages` (2M, no limits) is there unless declared otherwise.",
  ),
  process: word(
    "process NAME, NAME [in cgroup NAME] [on node N]",
    "Processes alive at the start. Several lines add up.",
  ),
  let: word("let NAME = N", "A number under a name, to be used wherever a number may stand."),
  node: word("node N pool N", "The pool of one NUMA node, one line a node, instead of `pool`.", "nodes"),
  cgroup: word(
    "cgroup NAME [limit=N] [rsvd=N]",
    "A control group of the hugetlb controller. `limit=` counts pages when they are touched, `rsvd=` when they are promised. Left out = unlimited, 0 = none.",
    "cgroups",
  ),
  include: word('include "FILE"', "Settings and `let` of another file, relative to this one."),
  scenario: word(
    'scenario "NAME" {',
    "A story: its settings, then steps from top to bottom. What it does not set it has from the file.",
  ),
  concurrent: word(
    "concurrent {",
    "Steps of one actor keep their order, those of different actors interleave in every possible way.",
  ),
  for: word("for NAME in FROM:TO {", "One round for each number from FROM up to TO, which is not included."),
  repeat: word("repeat N {", "The same steps, N times."),
  expect: word(
    "expect [sometimes] [since ID:] CONDITION, CONDITION",
    "What must hold here. A comma means *and*. `sometimes`: in at least one interleaving.",
  ),
  always: word(
    "always CONDITION, CONDITION",
    "What must hold before the first step and after every one, wherever the line stands.",
  ),
  never: word("never CONDITION", "What must not hold, before the first step and after every one."),
  sysctl: word(
    "sysctl NAME = N [x SIZE] [on node N]",
    "The administrator changes the pool: more or fewer pages, another limit of surplus pages.",
  ),
};

/** Words inside a line. */
export const WORDS: ReadonlyMap<string, WordLore> = new Map([
  ["all", word("kernel all", "Every kernel without `@`, in order.")],
  ["since", word("since ID", "Under that kernel and every later one.")],
  ["before", word("before ID", "Under every kernel before that one.")],
  ["on", word("on ID, ID | on node N", "Under these kernels only; or on that node.")],
  ["otherwise", word("otherwise", "Under every kernel that no alternative before it names. It stands last.")],
  ["sometimes", word("expect sometimes CONDITION", "Holds in at least one interleaving of the `concurrent` blocks.")],
  ["alive", word("PROCESS alive", "The process has not come to its end.")],
  ["exited", word("PROCESS exited", "The process ended by itself.")],
  ["killed", word("PROCESS killed [SIGNAL]", "The process was killed, by that signal if one is named.")],
  ["present", word("PROCESS.a[0] present", "A page is mapped there. A range holds for every page.")],
  [
    "absent",
    word("PROCESS.a[0] absent", "The mapping is there, the page is not: never touched, dropped, or taken away."),
  ],
  ["unmapped", word("PROCESS.a[0] unmapped", "Nothing is mapped there any more: a touch is SIGSEGV.")],
  ["same", word("PROCESS.a[0] same as PROCESS.a[0]", "Both have the same physical page.")],
  ["differs", word("PROCESS.a[0] differs from PROCESS.a[0]", "Both have a page, and not the same one.")],
  ["size", word("size=N", "The most pages that the mount's files may have, promised ones counted.")],
  [
    "min_size",
    word(
      "min_size=N",
      "Pages that are promised to the mount from the start on. Its mappings use these first and give them back.",
      "min_size",
    ),
  ],
  ["pagesize", word("pagesize=SIZE", "`2M` or `1G`.")],
  ["offset", word("offset=N", "The first page of the file that is mapped.")],
  ["prot", word("prot=PROT_READ | PROT_WRITE", "What may be done with the pages.")],
  ["limit", word("limit=N", "The most pages that the group may have in use. Beyond it a touch is SIGBUS.", "cgroups")],
  ["in", word("in cgroup NAME", "The group that the process belongs to; its children too.", "cgroups")],
]);

export const SYSCTLS: ReadonlyMap<string, WordLore> = new Map([
  [
    "vm.nr_hugepages",
    word(
      "sysctl vm.nr_hugepages = N",
      "The pool's size. Larger: surplus pages become normal ones first. Smaller: free pages leave, but none that is promised; what is in use beyond it becomes surplus and leaves when it is freed.",
    ),
  ],
  [
    "vm.nr_overcommit_hugepages",
    word(
      "sysctl vm.nr_overcommit_hugepages = N",
      "How many surplus pages there may be. Only the limit moves, nothing is taken back.",
    ),
  ],
]);
