/** The verbs and system calls: what each takes and what it does to huge pages. */
import type { Feature } from "../check/features.js";
import type { ACCESS_WORDS, CALL_WORDS } from "../syntax/keywords.js";

export type ActionWord = (typeof ACCESS_WORDS)[number] | (typeof CALL_WORDS)[number];

export interface Parameter {
  /** As it stands in the signature. */
  readonly label: string;
  readonly about: string;
  /** required: at its place. optional: may be left out. option: `name=`, in any order behind the others. rest: any number of them. */
  readonly is: "required" | "optional" | "option" | "rest";
}

export interface ActionLore {
  readonly parameters: readonly Parameter[];
  /** What the call makes, for the name on the left of `=`; null = nothing. */
  readonly makes: "mapping" | "process" | "segment" | null;
  readonly about: string;
  /** What not every kernel has; null = all have it. */
  readonly feature: Feature | null;
}

const required = (label: string, about: string): Parameter => ({ label, about, is: "required" });
const optional = (label: string, about: string): Parameter => ({ label, about, is: "optional" });
const option = (label: string, about: string): Parameter => ({ label, about, is: "option" });

const WHOLE_OR_PART = "A mapping of this process, or a slice of it: `a`, `a[0]`, `a[0:2]`.";
const FILE = required("FILE", "An absolute path on a hugetlbfs mount. The file is made if it is not there.");
const SEGMENT = required("SEGMENT", "The name of a segment. Segment names are global, like keys.");
const NODES: Parameter = { label: "NODE, ...", about: "Numbers of nodes: `0` or `0, 1`.", is: "rest" };
const POLICY = required("MODE", "`MPOL_BIND`, `MPOL_PREFERRED`, `MPOL_INTERLEAVE` or `MPOL_DEFAULT`.");

const call = (
  about: string,
  parameters: readonly Parameter[] = [],
  more: { readonly makes?: ActionLore["makes"]; readonly feature?: Feature } = {},
): ActionLore => ({ parameters, makes: more.makes ?? null, about, feature: more.feature ?? null });

export const ACTIONS: Readonly<Record<ActionWord, ActionLore>> = {
  read: call(
    "Reads from each page, in ascending order, and stops at the first that kills. A page that is not there is brought in: the file's own page if it has one, else a new one of zeros. A shared page stays shared.",
    [required("MAPPING", WHOLE_OR_PART)],
  ),
  write: call(
    "Writes to each page, in ascending order, and stops at the first that kills. A page that is not there is brought in. A private page that somebody else has too is copied first (copy-on-write), and the copy needs a page of its own.",
    [required("MAPPING", WHOLE_OR_PART)],
  ),
  mmap: call(
    "Maps huge pages. No page is taken yet: pages are only promised (`rsvd`), and taken at the first touch. If they cannot be promised, the call answers ENOMEM. A private mapping's promise belongs to the process that called mmap; what fork makes of it is promised nothing.",
    [
      required("FILE | anon", "A file on a hugetlbfs mount, or `anon` for memory without a file."),
      required("LENGTH", "In pages, or in bytes with a unit: `2`, `4M`."),
      required(
        "FLAGS",
        "`MAP_SHARED` or `MAP_PRIVATE`, and with `|` others: `MAP_NORESERVE`, `MAP_POPULATE`, `MAP_LOCKED`.",
      ),
      option("offset=N", "The first page of the file that is mapped; 0 when left out."),
      option("prot=PROT", "`PROT_READ`, `PROT_WRITE` or both with `|`, or `PROT_NONE`; both when left out."),
      option("pagesize=SIZE", "`2M` or `1G`; for a file its mount says it."),
    ],
    { makes: "mapping" },
  ),
  munmap: call(
    "Unmaps. The process's hold on the pages ends, and what was promised for untouched pages is given back. A page nobody has any more is free again. A file keeps its pages and its promise.",
    [required("MAPPING", WHOLE_OR_PART)],
  ),
  mlock: call(
    "Brings in every page, as a write would. When a page cannot be had it answers an errno and kills nobody; what it got so far stays.",
    [required("MAPPING", WHOLE_OR_PART)],
  ),
  munlock: call("Ends mlock. No page and no counter moves.", [required("MAPPING", WHOLE_OR_PART)]),
  mprotect: call(
    "Changes what may be done with the pages. Pages and promises stay; an access that is not allowed is SIGSEGV.",
    [
      required("MAPPING", WHOLE_OR_PART),
      required("PROT", "`PROT_READ`, `PROT_WRITE` or both with `|`, or `PROT_NONE`."),
    ],
  ),
  madvise: call(
    "Tells the kernel what to do with the pages: `MADV_DONTNEED` drops them, `MADV_DONTFORK` leaves them out of the next fork, `MADV_DOFORK` takes them in again.",
    [required("MAPPING", WHOLE_OR_PART), required("ADVICE", "`MADV_DONTNEED`, `MADV_DONTFORK` or `MADV_DOFORK`.")],
  ),
  mremap: call(
    "Shrinks or moves a mapping; it never grows (EINVAL). Shrinking is munmap of the rest. A move changes no counter: pages and promises go along.",
    [
      required("MAPPING", "A whole mapping of this process."),
      required("LENGTH", "The new length, in pages or in bytes with a unit."),
      optional("MREMAP_FIXED", "Move it to a fresh address."),
    ],
    { feature: "mremap" },
  ),
  ftruncate: call(
    "Sets the file's length. Pages and promises beyond it go, the pages of private mappings there too; touching there is SIGBUS. Growing promises nothing.",
    [FILE, required("LENGTH", "In pages, or in bytes with a unit.")],
  ),
  fallocate: call(
    "Gives the file pages now, from its own promise first, then from what is available; ENOSPC when there is none, and what it got stays. With `FALLOC_FL_PUNCH_HOLE` it takes the pages out instead, from everybody who maps them.",
    [
      FILE,
      required("FROM:TO", "Pages of the file, or bytes with a unit; the end is not included."),
      optional("FALLOC_FL_PUNCH_HOLE", "Make a hole instead."),
    ],
    { feature: "fallocate" },
  ),
  unlink: call(
    "Takes the file's name away at once. Its pages and promises go when the last mapping of it is gone. From now on the name means a new file.",
    [FILE],
  ),
  fork: call(
    "Makes a child with a copy of every mapping. Nothing is copied yet: parent and child share the pages until one of them writes. Nothing is promised to the child, so its copies and first touches take what happens to be available.",
    [],
    { makes: "process" },
  ),
  vfork: call(
    "Makes a child that runs in its parent's memory. Nothing is copied, and the parent waits until the child execs or ends.",
    [],
    { makes: "process" },
  ),
  exec: call(
    "Starts another program: every mapping is dropped, as at exit. The names of the mappings are SIGSEGV from then on.",
  ),
  exit: call(
    "Ends the process. Its mappings go: pages nobody else has are free again, its promises are given back. A file keeps its own.",
  ),
  kill: call("Sends a signal. A process that dies of it is torn down as by exit, in the same step.", [
    required("PROCESS", "The process to be killed."),
    required("SIGNAL", "Such as `SIGKILL` or `SIGTERM`."),
  ]),
  wait: call(
    "Waits for a child to end. While the child lives the step is blocked; in a `concurrent` block it waits its turn.",
    [required("PROCESS", "The child.")],
  ),
  shmget: call(
    "Makes a System V segment of huge pages, or finds the one of that name. The whole length is promised here (ENOMEM), never at shmat.",
    [
      required("LENGTH", "In pages, or in bytes with a unit."),
      required("FLAGS", "`SHM_HUGETLB`, and with `|` `SHM_NORESERVE`."),
    ],
    { makes: "segment" },
  ),
  shmat: call(
    "Attaches a segment: a shared mapping of its pages. It promises nothing of its own.",
    [SEGMENT, optional("SHM_RDONLY", "For reading only.")],
    { makes: "mapping" },
  ),
  shmdt: call("Detaches a segment. Its pages and its promise stay until it is removed.", [
    required("MAPPING", "A whole mapping that shmat made."),
  ]),
  shmctl: call(
    "With `IPC_RMID` it removes the segment: its pages and its promise go when the last process has detached it.",
    [SEGMENT, required("IPC_RMID", "Remove it.")],
  ),
  mbind: call(
    "Says on which nodes the pages of this mapping may lie. Pages that are there stay where they are. A promise counts pages anywhere, so under `MPOL_BIND` a promised page can still be SIGBUS.",
    [required("MAPPING", WHOLE_OR_PART), POLICY, NODES],
    { feature: "nodes" },
  ),
  set_mempolicy: call(
    "Says on which nodes this process takes its pages. fork inherits it, exec keeps it. mmap looks at it: under `MPOL_BIND` it promises no more than those nodes have free.",
    [POLICY, NODES],
    { feature: "nodes" },
  ),
};

/** The call of that name. */
export function actionOf(word: string): ActionLore | undefined {
  return Object.entries(ACTIONS).find(([name]) => name === word)?.[1];
}

/** `mmap(FILE | anon, LENGTH, FLAGS [, offset=N])`, and where each parameter stands in it. */
export function signatureOf(word: ActionWord): {
  readonly label: string;
  readonly spans: readonly (readonly [number, number])[];
} {
  const { parameters, makes } = ACTIONS[word];
  if (word === "read" || word === "write") {
    const [target] = parameters;
    const start = word.length + 1;
    return { label: `${word} ${target?.label ?? ""}`, spans: [[start, start + (target?.label.length ?? 0)]] };
  }
  let label = `${makes === null ? "" : `${makes} = `}${word}(`;
  const spans: [number, number][] = [];
  for (const [at, parameter] of parameters.entries()) {
    const comma = at === 0 ? "" : ", ";
    const isOptional = parameter.is === "optional" || parameter.is === "option";
    label += isOptional ? ` [${comma}` : comma;
    spans.push([label.length, label.length + parameter.label.length]);
    label += parameter.label + (isOptional ? "]" : "");
  }
  return { label: `${label})`, spans };
}
