/**
 * Lines to blocks. The file is cut at its `scenario` lines, so a brace missing in one scenario never reaches the
 * next. Braces are matched plainly first; only where they do not come out even does indentation decide which one is
 * missing or too many.
 */
import { MAX_BLOCK_DEPTH } from "../limits.js";
import type {
  Block,
  BlockStatement,
  BrokenStatement,
  Leaf,
  LeafStatement,
  Line,
  Part,
  ScenarioBlock,
  ScenarioStatement,
  SyntaxTree,
  TreeNode,
  TreeProblem,
} from "./tree.js";

const TAB_WIDTH = 8;

type Header = ScenarioStatement | BlockStatement | BrokenStatement;

interface Frame {
  readonly line: number;
  readonly header: Header;
  readonly indent: number;
  readonly isScenario: boolean;
  readonly body: TreeNode[];
}

interface Nesting {
  readonly outside: TreeNode[];
  readonly scenarios: ScenarioBlock[];
  readonly problems: TreeProblem[];
  /** Lines whose own problem is part of another one. */
  readonly silenced: Set<number>;
  /** Braces that are missing or too many. */
  uneven: number;
}

function indentOf(line: Line | undefined): number {
  let width = 0;
  for (const char of line?.text ?? "") {
    if (char === "\t") width += TAB_WIDTH - (width % TAB_WIDTH);
    else if (char === " ") width += 1;
    else if (char !== "\uFEFF") break;
  }
  return width;
}

function isScenarioLine({ statement }: Line): boolean {
  return (
    statement.kind === "scenario" ||
    (statement.kind === "broken" &&
      statement.actor === null &&
      statement.keyword?.text === "scenario" &&
      statement.opens !== null)
  );
}

function isLoneBrace(line: Line | undefined): boolean {
  return line?.statement.kind === "broken" && line.statement.opens === "brace" && line.text.trim() === "{";
}

function nameOf(header: Header, line: number): string {
  if (header.kind === "scenario") return header.name.text;
  const written = header.kind === "broken" ? header.string?.text : undefined;
  return written ?? `scenario at line ${String(line + 1)}`;
}

function wordsOf(header: Header): string {
  switch (header.kind) {
    case "scenario":
      return `scenario "${header.name.text}"`;
    case "broken":
      return header.keyword?.text ?? "{";
    default:
      return header.kind;
  }
}

/** The first line from `from` on that is not blank; `to` when there is none. */
function nextWritten(lines: readonly Line[], from: number, to: number): number {
  let at = from;
  while (at < to && lines[at]?.statement.kind === "blank") at += 1;
  return at;
}

/** Nests the lines [from, to), one scenario and what stands around it. */
class Nester {
  readonly result: Nesting = { outside: [], scenarios: [], problems: [], silenced: new Set(), uneven: 0 };
  private readonly stack: Frame[] = [];

  constructor(
    private readonly lines: readonly Line[],
    private readonly from: number,
    private readonly to: number,
    private readonly byIndent: boolean,
  ) {}

  run(): Nesting {
    let last = this.from;
    for (let line = this.from; line < this.to; line += 1) {
      if (this.lines[line]?.statement.kind === "blank") continue;
      last = line;
      line = this.take(line);
    }
    while (this.stack.length > 0) this.missing(last, this.to < this.lines.length ? this.to : null);
    return this.result;
  }

  /** Takes one line; gives the last line that it used up. */
  private take(line: number): number {
    const statement = this.lines[line]?.statement;
    if (statement === undefined) return line;
    switch (statement.kind) {
      case "blank":
        return line;
      case "close":
        this.close(line);
        return line;
      case "scenario":
      case "concurrent":
      case "for":
      case "repeat":
        this.open(line, statement);
        return line;
      case "broken":
        return this.broken(line, statement);
      default:
        this.leaf(line, statement);
        return line;
    }
  }

  private broken(line: number, statement: BrokenStatement): number {
    if (statement.closes) {
      // The line is left out where it stands; only then does its brace close the block.
      if (statement.keyword !== null) this.leaf(line, statement);
      this.close(line);
      return line;
    }
    if (statement.opens === "brace") {
      this.open(line, statement);
      return line;
    }
    if (statement.opens === "header") {
      const next = nextWritten(this.lines, line + 1, this.to);
      if (next < this.to && isLoneBrace(this.lines[next])) {
        this.result.silenced.add(next);
        this.open(line, statement);
        return next;
      }
      const deeper = next < this.to && indentOf(this.lines[next]) > indentOf(this.lines[line]);
      if (deeper || statement.keyword?.text === "scenario") {
        this.open(line, statement);
        return line;
      }
    }
    this.leaf(line, statement);
    return line;
  }

  private leaf(line: number, statement: LeafStatement): void {
    this.add({ kind: "statement", line, statement });
  }

  private add(node: TreeNode): void {
    (this.stack.at(-1)?.body ?? this.result.outside).push(node);
  }

  private open(line: number, header: Header): void {
    const blockWord =
      header.kind !== "scenario" &&
      (header.kind !== "broken" || ["for", "repeat", "concurrent"].includes(header.keyword?.text ?? ""));
    const isScenario = this.stack.length === 0 && !blockWord;
    this.stack.push({ line, header, indent: indentOf(this.lines[line]), isScenario, body: [] });
  }

  private close(line: number): void {
    const indent = indentOf(this.lines[line]);
    const top = this.stack.at(-1);
    if (top === undefined) {
      this.stray(line);
      return;
    }
    if (this.byIndent && indent !== top.indent) {
      if (this.stack.some((frame) => frame.indent === indent)) {
        while ((this.stack.at(-1)?.indent ?? indent) !== indent) this.missing(line - 1, line);
      } else if (this.closesLater(line, top.indent)) {
        this.stray(line);
        return;
      }
    }
    this.pop(line);
  }

  private closesLater(line: number, indent: number): boolean {
    for (let at = line + 1; at < this.to; at += 1) {
      if (this.lines[at]?.statement.kind === "close" && indentOf(this.lines[at]) === indent) return true;
    }
    return false;
  }

  private stray(line: number): void {
    this.result.uneven += 1;
    const statement = this.lines[line]?.statement;
    // A broken line has a problem of its own already.
    if (statement?.kind !== "close") return;
    this.result.problems.push({
      code: "syntax",
      message: "this `}` closes nothing: no block is open here",
      line,
      span: statement.span,
      related: null,
    });
  }

  /** The innermost block has no `}`: it ends with the line `last`; `because` is the line that shows it. */
  private missing(last: number, because: number | null): void {
    const frame = this.stack.at(-1);
    if (frame === undefined) return;
    this.result.uneven += 1;
    if (frame.header.kind !== "broken") {
      const shown = because === null ? undefined : this.lines[because];
      this.result.problems.push({
        code: "syntax",
        message: `\`${wordsOf(frame.header)}\` has no closing \`}\``,
        line: frame.line,
        span: frame.header.span,
        related:
          because === null || shown === undefined
            ? null
            : { line: because, span: shown.statement.span, message: "it should have been closed before this line" },
      });
    }
    this.pop(last);
  }

  private pop(endLine: number): void {
    const frame = this.stack.pop();
    if (frame === undefined) return;
    const { line, header, body } = frame;
    if (frame.isScenario && (header.kind === "scenario" || header.kind === "broken")) {
      this.result.scenarios.push({ line, endLine, header, name: nameOf(header, line), body });
      return;
    }
    if (header.kind === "scenario") return;
    if (this.stack.length > MAX_BLOCK_DEPTH) {
      if (this.stack.length === MAX_BLOCK_DEPTH + 1) this.tooDeep(line, header);
      return;
    }
    const block: Block = { kind: "block", line, endLine, header, body };
    this.add(block);
  }

  private tooDeep(line: number, header: BlockStatement | BrokenStatement): void {
    this.result.problems.push({
      code: "limit",
      message: `blocks stand more than ${String(MAX_BLOCK_DEPTH)} deep in one another: this one is left out`,
      line,
      span: header.span,
      related: null,
    });
  }
}

function nest(lines: readonly Line[], from: number, to: number): Nesting {
  const plain = new Nester(lines, from, to, false).run();
  return plain.uneven === 0 ? plain : new Nester(lines, from, to, true).run();
}

const STANDS_OUTSIDE: ReadonlySet<string> = new Set([
  "kernel",
  "pool",
  "overcommit",
  "mount",
  "process",
  "let",
  "node",
  "cgroup",
  "include",
  "broken",
]);

/** Statements that stand outside every scenario; of several misplaced ones in a row the first alone is reported. */
function outsideOf(nodes: readonly TreeNode[], top: Leaf[], problems: TreeProblem[]): void {
  let reported = false;
  for (const node of nodes) {
    if (node.kind === "statement" && STANDS_OUTSIDE.has(node.statement.kind)) {
      top.push(node);
      if (node.statement.kind !== "broken") reported = false;
      continue;
    }
    const header = node.kind === "block" ? node.header : node.statement;
    if (!reported && header.kind !== "broken") {
      const what = header.kind === "step" || header.kind === "sysctl" ? "a step" : `\`${header.kind}\``;
      problems.push({
        code: "syntax",
        message: `${what} stands inside a \`scenario "name" { ... }\`, not outside`,
        line: node.line,
        span: header.span,
        related: null,
      });
    }
    reported = true;
  }
}

/** Nests the lines [from, to). */
function partOf(lines: readonly Line[], from: number, to: number): Part {
  const top: Leaf[] = [];
  const { scenarios, problems, outside, silenced } = nest(lines, from, to);
  outsideOf(outside, top, problems);
  for (let line = from; line < to; line += 1) {
    const statement = lines[line]?.statement;
    if (statement?.kind === "broken" && !silenced.has(line))
      problems.push({ ...statement.problem, line, related: null });
  }
  return { from, to, top, scenarios, problems };
}

/** Whether the lines of a part, and the one behind it that ends it, are the ones from which it was made. */
function isSame(part: Part, to: number, lines: readonly Line[], old: readonly Line[]): boolean {
  if (part.to !== to || (to === lines.length) !== (to === old.length)) return false;
  for (let line = part.from; line <= to; line += 1) if (lines[line] !== old[line]) return false;
  return true;
}

/** Builds the blocks of a file from its lines; parts that stand as they stood in the previous version are taken from it. */
export function assemble(
  lines: readonly Line[],
  previous?: SyntaxTree,
): Pick<SyntaxTree, "top" | "scenarios" | "problems" | "parts"> {
  const starts: number[] = [];
  for (let line = 1; line < lines.length; line += 1) {
    const content = lines[line];
    if (content !== undefined && isScenarioLine(content)) starts.push(line);
  }
  const cuts = [0, ...starts, lines.length];
  const top: Leaf[] = [];
  const scenarios: ScenarioBlock[] = [];
  const problems: TreeProblem[] = [];
  const parts = new Map<number, Part>();
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const from = cuts[at] ?? 0;
    const to = cuts[at + 1] ?? lines.length;
    const known = previous?.parts.get(from);
    const part =
      known !== undefined && isSame(known, to, lines, previous?.lines ?? []) ? known : partOf(lines, from, to);
    parts.set(from, part);
    top.push(...part.top);
    scenarios.push(...part.scenarios);
    problems.push(...part.problems);
  }
  problems.sort((a, b) => a.line - b.line || a.span.start - b.span.start);
  return { top, scenarios, problems, parts };
}
