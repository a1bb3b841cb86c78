/** Notes the names of what settings and steps have in common: numbers, processes, paths, kernels. */
import type { Expression, FilePath, Guard, Outcome, ProcessRef, Span, Word } from "../syntax/index.js";
import type { Bound } from "./draft.js";
import type { Role } from "./occurrence.js";
import { beginningOf, mountOf, patternOf, withoutEnd } from "./path.js";
import type { NotedAt, Scope } from "./scope.js";

/** The line that is read, in whichever file it stands. */
export interface ReadLine extends NotedAt {
  /** Its names are looked up where all of them are known. */
  readonly later: boolean;
}

export class Reader {
  /** The `for` names around the line that is read, the innermost last. */
  readonly loops: { readonly name: string; readonly bound: Bound }[] = [];

  constructor(protected readonly scope: Scope) {}

  number(expression: Expression | null, line: ReadLine): void {
    if (expression === null) return;
    switch (expression.kind) {
      case "number":
      case "size":
        return;
      case "name":
        this.named({ text: expression.name, span: nameSpan(expression, line) }, line);
        return;
      case "negate":
        this.number(expression.operand, line);
        return;
      case "binary":
        this.number(expression.left, line);
        this.number(expression.right, line);
        return;
      case "counter":
        this.scope.given("counter", expression.counter, line);
        if (expression.size !== null) this.scope.given("page-size", expression.size, line);
        this.number(expression.node, line);
        return;
      case "cgroup":
        this.group(expression.group, line);
        this.scope.given("counter", expression.counter, line);
    }
  }

  group(word: Word, line: ReadLine): void {
    this.scope.use("cgroup", word, line, "read", () => this.scope.find("cgroup", word.text), null, line.later);
  }

  process(ref: ProcessRef, line: ReadLine, role: Role = "read"): void {
    const { name, index } = ref;
    this.scope.use("process", name, line, role, () => this.scope.find("process", name.text), ref, line.later);
    this.number(index, line);
  }

  /** A file, the mount that it lies on, and the numbers in its path. A file is made by its first mention. */
  file(path: FilePath, line: ReadLine, role: Role): void {
    const pattern = patternOf(path, line.text);
    if (this.scope.find("file", pattern.text) === null) this.scope.define("file", pattern.text, line, path.span);
    else {
      const word = { text: pattern.text, span: path.span };
      this.scope.use("file", word, line, role, () => this.scope.find("file", pattern.text));
    }
    const mount = mountOf(pattern.text, this.scope.names("mount"));
    if (mount !== null) {
      const word = { text: mount, span: beginningOf(pattern, mount.length) };
      this.scope.use("mount", word, line, "read", () => this.scope.find("mount", mount));
    }
    this.holes(path, line);
  }

  mount(path: FilePath, line: ReadLine): void {
    const pattern = patternOf(path, line.text);
    const mount = withoutEnd(pattern.text);
    this.scope.define("mount", mount, line, beginningOf(pattern, mount.length));
    this.holes(path, line);
  }

  given(
    kind: "kernel" | "call" | "constant" | "outcome" | "sysctl" | "page-size",
    words: readonly (Word | null)[],
    line: ReadLine,
  ): void {
    for (const word of words) if (word !== null) this.scope.given(kind, word, line);
  }

  guard(guard: Guard | null, line: ReadLine): void {
    if (guard === null || guard.kind === "otherwise") return;
    this.given("kernel", guard.kind === "on" ? guard.kernels : [guard.kernel], line);
  }

  outcome(outcome: Outcome | null, line: ReadLine): void {
    for (const { anyOf, guard } of outcome?.alternatives ?? []) {
      this.given("outcome", anyOf, line);
      this.guard(guard, line);
    }
  }

  /** A word that is the name of a number. */
  named(word: Word, line: ReadLine): void {
    const loop = this.loops.findLast(({ name }) => name === word.text)?.bound;
    this.scope.use("number", word, line, "read", () => loop ?? this.scope.find("number", word.text));
  }

  private holes({ parts }: FilePath, line: ReadLine): void {
    for (const part of parts) if (part.kind === "value") this.number(part.value, line);
  }
}

/** Where the name itself stands: the span of an expression takes in the parentheses around it. */
function nameSpan({ name, span }: Expression & { readonly kind: "name" }, { text }: ReadLine): Span {
  const start = span.end - span.start === name.length ? span.start : text.indexOf(name, span.start);
  return { start, end: start + name.length };
}
