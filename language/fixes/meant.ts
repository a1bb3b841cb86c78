/** What somebody means who has not read the language's page: a line of strace, of C, of a shell or of a report, as a line of a scenario. */
import { DEFAULT_PAGE_SIZE, PAGE_BYTES } from "../../engine/index.js";
import { replace, textOf } from "../edit/lines.js";
import { fix, type FixMaker } from "./fix.js";

type Rewrite = (text: string) => string;

/** Sizes from which a plain number can only be bytes: nobody maps as many pages. */
const SURELY_BYTES = 2 ** 20;
const UNITS = [
  ["G", 2 ** 30],
  ["M", 2 ** 20],
  ["K", 2 ** 10],
] as const;

const into =
  (pattern: RegExp, words: string): Rewrite =>
  (text) =>
    text.replace(pattern, words);

/** Steps of everyday English, then what is the same in every line. All are taken one after the other. */
const REWRITES: readonly Rewrite[] = [
  into(/[;.]$/u, ""),
  into(/\s*(?:=>|→)\s*/gu, " -> "),
  into(/-> (?:dies|dead|is killed)$/u, "-> killed"),
  into(/-> (?:alive|works|succeeds|success|fine)$/u, "-> ok"),
  into(/-> killed (?:by |with )/u, "-> "),
  // Settings.
  into(/^(pool|overcommit)\s*[:=]\s*/u, "$1 "),
  into(/^(pool|overcommit) (\d+) (?:huge ?)?pages?$/u, "$1 $2"),
  into(/^process (["'])(\w+)\1/u, "process $2"),
  into(/^(process .* in) (?!cgroup\b)(\w+)/u, "$1 cgroup $2"),
  into(/^(cgroup .*\b(?:limit|rsvd)) (?=\d)/u, "$1="),
  into(/\bkernel (?:linux|v)\s*/iu, "kernel "),
  into(/(?<=^kernel .*)(6\.\d+)\.\d+/gu, "$1"),
  // Sizes: 4GB, 4 GiB, 4g.
  (text) =>
    text.replace(
      /(?<=[\s(,=+*])(\d+) ?([kmg])(?:i?b)?\b/giu,
      (_, count: string, unit: string) => count + unit.toUpperCase(),
    ),
  into(/(?<=\bin )(\w+)\.\.(\w+)/u, "$1:$2"),
  into(/\[(\w*)\.\.(\w*)\]/gu, "[$1:$2]"),
  // Steps.
  into(/^(\w+) forks (\w+)$/u, "$1: $2 = fork()"),
  into(/^(\w+) (exits|execs|reads|writes|touches)\b/u, "$1: $2"),
  into(/: (?:writes|touch(?:es)?|stores?|memset|dirt(?:y|ies))\b/u, ": write"),
  into(/: (?:reads|loads?)\b/u, ": read"),
  into(/: (read|write)\s*\(\s*(\w+(?:\[[^\]]*\])?)\s*\)/u, ": $1 $2"),
  into(/: (read|write) (\w+) (\d+)$/u, ": $1 $2[$3]"),
  into(/: (exit|exec)s?$/u, ": $1()"),
  into(/= (v?fork)$/u, "= $1()"),
  into(/: (v?fork\(\))$/u, ": child = $1"),
  into(/: wait (\w+)$/u, ": wait($1)"),
  into(/: kill[ (](\w+)\)?$/u, ": kill($1, SIGKILL)"),
  into(/: (mmap\()/u, ": a = $1"),
  into(/(?<=[(,|]\s*)(SHARED|PRIVATE)\b/gu, "MAP_$1"),
  mmapOfC,
  // Whether it may move changes nothing here: only MREMAP_FIXED does move it.
  into(/(?<=\bmremap\(.*)\bMREMAP_MAYMOVE ?\| ?/u, ""),
  into(/(?<=\bmremap\(.*)(?:,| ?\|) ?MREMAP_MAYMOVE(?=\))/u, ""),
  // Expectations.
  into(/(?<=^(?:expect|always|never)\b.*)\s*(?<![=!<>])=(?!=)\s*/gu, " == "),
  into(/^(expect|always|never) ([A-Za-z_]+) (\d+)$/u, "$1 $2 == $3"),
  into(/(?<=^(?:expect|never)\b.* )(?:is |gets |was )?(?:dead|dies|died|killed by|killed)\b/gu, "killed"),
  into(/(?<=^(?:expect|always)\b.* )(?:is alive|lives|survives)\b/gu, "alive"),
];

/** The pool's size and limit, as the administrator names them: a setting, and the act of changing them later. */
const KNOB =
  /^(?:sysctl (?:-w )?)?(?:vm\.|\/proc\/sys\/vm\/)?(nr_hugepages|nr_overcommit_hugepages|HugePages_Total|hugepages)\s*[:=]?\s*(\d+)$/iu;
const ECHO = /^echo (\d+) ?> ?\/proc\/sys\/vm\/(nr_\w+)$/u;

export const meant: FixMaker = ({ tree, message, line, statement }) => {
  if (message.includes("did you mean") || statement.kind === "scenario") return [];
  const { span } = statement;
  const text = textOf(tree, line, span);
  return meanings(text)
    .filter((words) => words !== text)
    .map((words, at) => fix(`Change to \`${words}\``, replace(line, span, words), at === 0));
};

/** What a line may mean, the likeliest first. */
function meanings(text: string): readonly string[] {
  const [, name, pages] = KNOB.exec(text.replace(ECHO, "$2 $1")) ?? [];
  if (name !== undefined && pages !== undefined) {
    const isLimit = name.includes("overcommit");
    const act = `sysctl vm.nr_${isLimit ? "overcommit_" : ""}hugepages = ${pages}`;
    const setting = `${isLimit ? "overcommit" : "pool"} ${pages}`;
    return /^(?:echo|sysctl)/u.test(text) ? [act, setting] : [setting, act];
  }
  return [inPages(REWRITES.reduce((words, rewrite) => rewrite(words), text.replace(/\s+/gu, " ")))];
}

/** `pool 4G` is a number of pages all the same. */
function inPages(text: string): string {
  return text.replace(/^(pool|overcommit) (\d+)([KMG])$/u, (whole, setting: string, count: string, unit: string) => {
    const bytes = Number(count) * (UNITS.find(([name]) => name === unit)?.[1] ?? 1);
    const pages = bytes / PAGE_BYTES[DEFAULT_PAGE_SIZE];
    return Number.isInteger(pages) ? `${setting} ${pages}` : whole;
  });
}

/** `mmap(NULL, 4294967296, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS|MAP_HUGETLB, -1, 0) = 0x7f..`, as strace prints it. */
function mmapOfC(text: string): string {
  return text.replace(
    /\bmmap\((?:NULL|0), ?([^,]+), ?([A-Z_| ]+), ?(MAP_[^,]+), ?[\w-]+, ?(\w+)\)(?: = 0x[0-9a-f]+)?/u,
    (_, length: string, prot: string, flags: string, offset: string) => {
      const named = flags.split(/\s*\|\s*/u);
      const kept = named.filter(
        (flag) => !/^(?:MAP_ANON(?:YMOUS)?|MAP_HUGETLB|MAP_FIXED\w*|.*MAP_HUGE_\w+)$/u.test(flag),
      );
      const what = named.some((flag) => flag.startsWith("MAP_ANON")) ? "anon" : "/dev/hugepages/data";
      const more = [
        ...(Number(offset) === 0 ? [] : [`offset=${bytesWords(offset)}`]),
        ...(prot.includes("PROT_WRITE") ? [] : [`prot=${prot.trim()}`]),
        ...(named.some((flag) => /1GB|30 ?<</u.test(flag)) ? ["pagesize=1G"] : []),
      ];
      return `mmap(${[what, bytesWords(length), kept.join(" | "), ...more].join(", ")})`;
    },
  );
}

/** `4294967296` -> `4G`; what is no plain number of bytes stays. */
function bytesWords(text: string): string {
  const bytes = Number(text);
  if (!(bytes >= SURELY_BYTES)) return text.trim();
  const [unit, size] = UNITS.find(([, each]) => bytes % each === 0) ?? ["", 1];
  return `${bytes / size}${unit}`;
}
