/** The names of a line that does not parse: those that are known, and the one that it may have made. */
import { BINDING_CALLS, CALL_WORDS } from "../syntax/keywords.js";
import { tokensOf, type Token } from "../syntax/tokens.js";
import type { BrokenStatement, ProcessRef, Word } from "../syntax/index.js";
import type { Bound } from "./draft.js";
import type { Reader, ReadLine } from "./reader.js";
import type { Scope } from "./scope.js";

/** What a step of a broken line may make and mention. */
export interface Steps {
  makeMapping: (owner: ProcessRef, word: Word, line: ReadLine) => void;
  makeProcess: (parent: ProcessRef, child: ProcessRef, call: "fork" | "vfork", line: ReadLine) => void;
  makeSegment: (word: Word, line: ReadLine) => void;
  mappingOf: (owner: ProcessRef, name: string) => Bound | null;
  mappingNamed: (owner: ProcessRef, word: Word, line: ReadLine, role: "read") => void;
}

/** Reads what can be read. `steps`: null where no step can stand. */
export function readBroken(
  statement: BrokenStatement,
  line: ReadLine,
  scope: Scope,
  reader: Reader,
  steps: Steps | null,
): void {
  const { actor, binds, keyword, span } = statement;
  const tokens = tokensOf(line.text.slice(0, span.end)).flatMap(wordsOf);
  const taken = new Set<number>();
  const call = BINDING_CALLS.find((word) => tokens.some(({ text }) => text === word));
  const owner = actor === null ? null : plain(actor);
  if (owner !== null) {
    reader.process(owner, line);
    taken.add(owner.span.start);
  }
  if (binds !== null && owner !== null && steps !== null && call !== undefined) {
    taken.add(binds.span.start);
    if (call === "fork" || call === "vfork") steps.makeProcess(owner, plain(binds), call, line);
    else if (call === "shmget") steps.makeSegment(binds, line);
    else steps.makeMapping(owner, binds, line);
  } else if (owner === null && (keyword?.text === "process" || keyword?.text === "cgroup" || keyword?.text === "let")) {
    for (const word of madeBy(keyword.text, tokens)) {
      taken.add(word.span.start);
      scope.define(keyword.text === "let" ? "number" : keyword.text, word.text, line, word.span);
    }
  }
  for (const word of tokens) {
    if (!taken.has(word.span.start))
      mention(word, word.of === null ? owner : plain(word.of), line, scope, reader, steps);
  }
}

function mention(
  word: Word,
  owner: ProcessRef | null,
  line: ReadLine,
  scope: Scope,
  reader: Reader,
  steps: Steps | null,
): void {
  if (CALL_WORDS.some((call) => call === word.text)) scope.given("call", word, line);
  else if (owner !== null && steps !== null && steps.mappingOf(owner, word.text) !== null)
    steps.mappingNamed(owner, word, line, "read");
  else if (scope.find("process", word.text) !== null) reader.process(plain(word), line);
  else if (reader.loops.some(({ name }) => name === word.text) || scope.find("number", word.text) !== null)
    reader.named(word, line);
  else if (scope.find("segment", word.text) !== null) scope.name("segment", word, line, "read");
  else if (scope.find("cgroup", word.text) !== null) reader.group(word, line);
}

/** A word of the line; `of` is the one before its dot: `parent.a` is two. */
interface DottedWord extends Word {
  readonly of: Word | null;
}

function wordsOf({ kind, text, span }: Token): DottedWord[] {
  if (kind !== "word") return [];
  let of: Word | null = null;
  return Array.from(text.matchAll(/[^.]+/gu), ({ 0: part, index }) => {
    const start = span.start + index;
    const word = { text: part, span: { start, end: start + part.length }, of };
    of = word;
    return word;
  });
}

/** The names that a setting by its first word makes: `process a, b in cgroup c` makes `a` and `b`. */
function madeBy(keyword: "process" | "cgroup" | "let", [, ...words]: readonly Word[]): readonly Word[] {
  if (keyword !== "process") return words.slice(0, 1);
  const end = words.findIndex(({ text }) => text === "in" || text === "on");
  return end === -1 ? words : words.slice(0, end);
}

function plain(name: Word): ProcessRef {
  return { name, index: null, span: name.span };
}
