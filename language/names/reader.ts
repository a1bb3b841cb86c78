/** Notes the names of what settings and steps have in common: numbers, processes, paths, kernels. */
import type { Expression, FilePath, Guard, Outcome, ProcessRef, Span, Word } from "../syntax/index.js";
import type { Bound } from "./draft.js";
import type { Role } from "./occurrence.js";
import { beginningOf, mountOf, patternOf, withoutEnd } from "./path.js";
import type { NotedAt } from "./mention.js";
import type { Scope } from "./scope.js";

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
    this.scope.name("cgroup", word, line, "read", null, line.later);
  }

  process(ref: ProcessRef, line: ReadLine, role: Role = "read"): void {
    const { name, index } = ref;
    this.scope.name("process", name, line, role, ref, line.later);
    this.number(index, line);
  }

  /** A file, the mount that it lies on, and the numbers in its path. A file is made by its first mention. */
  file(path: FilePath, line: ReadLine, role: Role): void {
    const pattern = patternOf(path, line.text);
    const known = this.scope.find("file", pattern.text);
    if (known === null) this.scope.define("file", pattern.text, line, path.span);
    else this.scope.use(known, line, path.span, role);
    const mount = mountOf(pattern.text, this.scope.names("mount"));
    if (mount !== null) {
      const word = { text: mount, span: beginningOf(pattern, mount.length) };
      this.scope.name("mount", word, line, "read");
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
    if (loop === undefined) this.scope.name("number", word, line, "read");
    else this.scope.use(loop, line, word.span, "read");
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
