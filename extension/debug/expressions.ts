/** What a word of a line means to a debugger: `a[0]` in `parent: write a[0]` is `parent.a[0]`. */

/** An expression in the language of `expect`, and where it stands in the line. */
export interface Asked {
  readonly expression: string;
  readonly start: number;
  readonly end: number;
}

const NAME = String.raw`[A-Za-z_]\w*(?:\[[^\]]*\])?`;
const PLACE = new RegExp(String.raw`${NAME}(?:\.${NAME})?`, "gu");
const ACTOR = new RegExp(String.raw`^\s*(${NAME})\s*:`, "u");
/** The mapping of a step: made by `a = mmap(`, or named by an access or a call. */
const MAPPING = new RegExp(
  String.raw`:\s*(?:(?:read|write)\s+(${NAME})|([A-Za-z_]\w*)\s*=\s*(?:mmap|shmat)\s*\(|(?:munmap|mlock|munlock|mprotect|madvise|mremap|mbind|shmdt)\s*\(\s*(${NAME}))`,
  "du",
);
/** Words that stand for nothing that a machine has. */
const NO_NAMES =
  /^(?:read|write|expect|always|never|sometimes|scenario|kernel|process|pool|for|in|repeat|concurrent|include|let|since|before|on|otherwise|alive|exited|killed|present|absent|unmapped|same|as|differs|from|ok|[A-Z][A-Z0-9_]+)$/u;

/** The expression under a column (from 0); null where there is none. */
export function askedAt(line: string, column: number): Asked | null {
  const code = line.replace(/#.*$/u, "");
  for (const match of code.matchAll(PLACE)) {
    const [word] = match;
    const start = match.index;
    const end = start + word.length;
    if (column < start || column > end) continue;
    if (NO_NAMES.test(word) || code[end] === "(" || code[start - 1] === "/") return null;
    return { expression: qualified(code, word, start), start, end };
  }
  return null;
}

/** The mapping that a step is about; null for lines that are about none. */
export function mappingOn(line: string): Asked | null {
  const code = line.replace(/#.*$/u, "");
  const indices = MAPPING.exec(code)?.indices;
  const place = indices?.[1] ?? indices?.[2] ?? indices?.[3];
  if (place === undefined || !ACTOR.test(code)) return null;
  const [start, end] = place;
  return { expression: qualified(code, code.slice(start, end), start), start, end };
}

/** With the actor of the step before it, where the word is a mapping of his. */
function qualified(code: string, word: string, start: number): string {
  const actor = ACTOR.exec(code)?.[1];
  if (actor === undefined || word.includes(".") || code.indexOf(actor) === start) return word;
  const isMade = /^\s*=\s*v?fork\b/u.test(code.slice(start + word.length));
  const isProcess = /\b(?:wait|kill)\s*\(\s*$/u.test(code.slice(0, start));
  return isMade || isProcess ? word : `${actor}.${word}`;
}
