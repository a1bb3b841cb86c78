/**
 * What the grammar takes next at a place of a line that is being typed: the line up to there is given to the parser, and
 * what it looked for when it could not go on is what may stand there. So nothing can be offered that the grammar does not take.
 */
import { parse as parseStatement, SyntaxError as ParserError } from "../grammar/generated/hugetlb.js";
import * as make from "./nodes.js";
import { StatementError } from "./statement-error.js";
import { commentStart } from "./tokens.js";

/** The grammar's rules with a name, by that name, and what their words look like while they are half typed. */
const RULES = {
  "a process's name": { kind: "process", form: "name" },
  "a mapping's name or a slice": { kind: "mapping", form: "name" },
  "a segment's name": { kind: "segment", form: "name" },
  "a cgroup's name": { kind: "group", form: "name" },
  "a name": { kind: "new-name", form: "name" },
  "a flag such as `MAP_PRIVATE`": { kind: "map-flag", form: "name" },
  "a protection such as `PROT_READ`": { kind: "protection", form: "name" },
  "`MREMAP_FIXED`": { kind: "mremap-flag", form: "name" },
  "`FALLOC_FL_PUNCH_HOLE`": { kind: "fallocate-flag", form: "name" },
  "a flag such as `SHM_HUGETLB`": { kind: "shm-flag", form: "name" },
  "`IPC_RMID`": { kind: "shm-command", form: "name" },
  "an advice such as `MADV_DONTNEED`": { kind: "advice", form: "name" },
  "a policy such as `MPOL_BIND`": { kind: "policy", form: "name" },
  "a signal such as `SIGKILL`": { kind: "signal", form: "name" },
  "a signal": { kind: "signal", form: "name" },
  "an outcome such as `ok` or `SIGBUS`": { kind: "outcome", form: "name" },
  "`usage` or `rsvd`": { kind: "group-counter", form: "name" },
  "a counter": { kind: "counter", form: "name" },
  "a number": { kind: "number", form: "number" },
  "`vm.nr_hugepages` or `vm.nr_overcommit_hugepages`": { kind: "sysctl", form: "dotted" },
  "a page size such as `1G`": { kind: "page-size", form: "number" },
  "a kernel such as `2.6.27`": { kind: "kernel", form: "kernel" },
  "an absolute path": { kind: "path", form: "path" },
  "a comparison such as `==`": { kind: "comparison", form: "sign" },
} as const;

/** What a place asks for. */
export type Wanted = (typeof RULES)[keyof typeof RULES]["kind"];

/** How much of what is typed already belongs to the word at the cursor. */
const FORMS = {
  name: /(?:[A-Za-z_]\w*)?$/u,
  number: /\w*$/u,
  dotted: /(?:[A-Za-z_][\w.]*)?$/u,
  kernel: /(?:[0-9A-Za-z][\w.+@]*)?$/u,
  path: /(?:\/[^\s,()"]*)?$/u,
  sign: /[-=!<>]?$/u,
} as const;
type Form = keyof typeof FORMS;

/** Where the grammar looks ahead before it takes a word, it says nothing of what it looked for. */
const LOOKS_AHEAD: readonly { readonly at: RegExp; readonly wanted: Wanted; readonly form: Form }[] = [
  // `worker[` and `worker[i` before the colon, or on the left of `=`
  { at: /(?:^|:)\s*[A-Za-z_]\w*\[\s*(?:[^\]\n]*[-+*/%(]\s*)?\w*$/u, wanted: "number", form: "number" },
  { at: /\b(?:same\s+as|differs\s+from)\s+(?:[A-Za-z_]\w*)?$/u, wanted: "process", form: "name" },
];

/** What may stand at the end of a half-typed line, where the word that it replaces or goes on begins. */
export interface Expected {
  readonly start: number;
  readonly wanted: ReadonlySet<Wanted>;
  /** Words and signs that are written as they are. */
  readonly literals: ReadonlySet<string>;
  /** The line may end here as well. */
  readonly mayEnd: boolean;
}

interface Looked {
  readonly wanted: readonly Wanted[];
  readonly literals: readonly string[];
  readonly mayEnd: boolean;
}

/**
 * What may stand at the end of `typed`, a line up to the cursor. Empty where nothing may: in a comment, in a string, behind
 * something that is wrong already.
 */
export function expectedAfter(typed: string): readonly Expected[] {
  if (commentStart(typed) !== -1) return [];
  const looked = new Map<number, Looked | null>();
  const lookFrom = (start: number): Looked | null => {
    let found = looked.get(start);
    if (found === undefined) looked.set(start, (found = lookedForAfter(typed.slice(0, start))));
    return found;
  };
  const expected = new Map<number, { wanted: Set<Wanted>; literals: Set<string> }>();
  const at = (start: number): { wanted: Set<Wanted>; literals: Set<string> } => {
    let found = expected.get(start);
    if (found === undefined) expected.set(start, (found = { wanted: new Set(), literals: new Set() }));
    return found;
  };
  for (const form of Object.keys(FORMS) as Form[]) {
    const start = FORMS[form].exec(typed)?.index ?? typed.length;
    // A word glued to the number or name before it would be part of that.
    if (form !== "sign" && /\w$/u.test(typed.slice(0, start))) continue;
    const found = lookFrom(start);
    if (found === null) continue;
    for (const kind of found.wanted) if (formOf(kind) === form) at(start).wanted.add(kind);
    for (const literal of found.literals) if (formOfLiteral(literal) === form) at(start).literals.add(literal);
  }
  if (expected.size === 0) {
    for (const ahead of LOOKS_AHEAD)
      if (ahead.at.test(typed)) at(FORMS[ahead.form].exec(typed)?.index ?? typed.length).wanted.add(ahead.wanted);
  }
  return [...expected].map(([start, found]) => ({ start, ...found, mayEnd: lookFrom(start)?.mayEnd === true }));
}

/** Whether a line is right, or right so far: something behind it would make it right. */
export function isRightSoFar(typed: string): boolean {
  return lookedForAfter(typed) !== null || LOOKS_AHEAD.some((ahead) => ahead.at.test(typed));
}

function formOf(kind: Wanted): Form {
  return Object.values(RULES).find((rule) => rule.kind === kind)?.form ?? "name";
}

function formOfLiteral(text: string): Form {
  return /^\w/u.test(text) ? "name" : "sign";
}

/** What the parser looks for behind these words; null when they are wrong before their end. */
function lookedForAfter(before: string): Looked | null {
  try {
    // No rule takes a line end, so the parser always stops: at the end of the words when they are right so far.
    parseStatement(`${before}\n`, { make, startRule: "Line" });
    return null;
  } catch (error) {
    if (error instanceof StatementError) return null;
    if (!(error instanceof ParserError)) throw error;
    if (error.location.start.offset !== before.length) return null;
    const wanted: Wanted[] = [];
    const literals: string[] = [];
    for (const sought of error.expected) {
      if (sought.type === "literal") literals.push(sought.text);
      else if (sought.type === "other" && isRule(sought.description)) wanted.push(RULES[sought.description].kind);
    }
    return { wanted, literals, mayEnd: error.expected.some(({ type }) => type === "end") };
  }
}

function isRule(description: string): description is keyof typeof RULES {
  return description in RULES;
}
