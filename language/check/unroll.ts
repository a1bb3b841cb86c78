/** Walks a scenario in the order of its run, loops unrolled, and gives its steps and expectations. */
import type { Round } from "../compile/program.js";
import { MAX_INVARIANTS, MAX_ROUNDS, MAX_STEPS, MAX_TOUCHED_PAGES } from "../limits.js";
import { rangeOf } from "../syntax/place.js";
import type {
  Block,
  ConditionNode,
  ExpectStatement,
  Guard,
  InvariantStatement,
  Leaf,
  ScenarioBlock,
  StepStatement,
  SyntaxTree,
  SysctlStatement,
  TreeNode,
} from "../syntax/tree.js";
import type { UnrolledClaim, UnrolledInvariant, UnrolledItem } from "./checked.js";
import { Conditions } from "./conditions.js";
import { isSetting } from "./gather.js";
import { checkGuard, checkOutcome } from "./outcomes.js";
import type { Problems } from "./problems.js";
import type { Settings } from "./settings.js";
import { SourceLine } from "./source-line.js";
import type { Lowered } from "./lowered.js";
import { Steps } from "./steps.js";
import { Story, type Maker } from "./story.js";
import { count } from "./values.js";
import { holesOf, written } from "./written.js";

interface Loop {
  readonly line: number;
  readonly pass: number;
  readonly variable: string | null;
  round: number;
  value: number;
}

function roundOf({ line, pass, variable, round, value }: Loop): Round {
  return variable === null
    ? { line, pass, text: `round ${String(round + 1)}`, binds: null }
    : { line, pass, text: `${variable} = ${String(value)}`, binds: { name: variable, value } };
}

/** Names by the first line that makes them. */
function makersOf(
  uri: string,
  nodes: readonly TreeNode[],
  makers = new Map<string, Maker>(),
): ReadonlyMap<string, Maker> {
  for (const node of nodes) {
    if (node.kind === "block") {
      makersOf(uri, node.body, makers);
      continue;
    }
    const { statement, line } = node;
    if (statement.kind !== "step" || !("binds" in statement.action)) continue;
    const { action } = statement;
    const word = "text" in action.binds ? action.binds : action.binds.name;
    if (makers.has(word.text)) continue;
    const kind =
      action.call === "fork" || action.call === "vfork" ? "process" : action.call === "shmget" ? "segment" : "mapping";
    makers.set(word.text, { kind, place: { uri, line, span: word.span } });
  }
  return makers;
}

export class Unroller {
  readonly items: UnrolledItem[] = [];
  readonly invariants: UnrolledInvariant[] = [];
  readonly leftOut = new Set<number>();
  readonly steps: Steps;
  private readonly story: Story;
  private readonly conditions: Conditions;
  private readonly loops: Loop[] = [];
  /** The rounds of `loops` as the steps in them have it. */
  private around: readonly Round[] = [];
  private passes = 0;
  private readonly loopNames = new Set<string>();
  private readonly laterChecks: (() => void)[] = [];
  private readonly seenInvariants = new Set<string>();
  private concurrent: number | null = null;
  private concurrentBlocks = 0;
  private stepCount = 0;
  private expectCount = 0;
  private rounds = 0;
  private touched = 0;
  private full = false;

  constructor(
    private readonly uri: string,
    private readonly tree: SyntaxTree,
    private readonly block: ScenarioBlock,
    private readonly settings: Settings,
    private readonly problems: Problems,
    private readonly maxSteps: number = MAX_STEPS,
  ) {
    this.story = new Story(settings, makersOf(uri, block.body));
    this.steps = new Steps(this.story);
    this.conditions = new Conditions(this.story, this.steps.uses);
  }

  /** Unrolls the scenario's body from node `from` on (what is before are its settings). */
  run(from: number): void {
    this.nodes(this.block.body.slice(from));
    for (const check of this.laterChecks) check();
  }

  private nodes(nodes: readonly TreeNode[]): void {
    for (const node of nodes) {
      if (this.full) return;
      if (node.kind === "block") this.blockOf(node);
      else this.leaf(node);
    }
  }

  private source(line: number): SourceLine {
    return new SourceLine(this.problems, this.uri, line, null, this.roundText());
  }

  /** ` (in round 3, i = 2)`; nothing in the first round of all loops. */
  private roundText(): string {
    if (this.loops.every(({ round }) => round === 0)) return "";
    const inner = this.loops.at(-1);
    const values = this.loops.flatMap(({ variable, value }) =>
      variable === null ? [] : [`${variable} = ${String(value)}`],
    );
    return ` (in round ${[String((inner?.round ?? 0) + 1), ...values].join(", ")})`;
  }

  private leaf({ line, statement }: Leaf): void {
    const source = this.source(line);
    switch (statement.kind) {
      case "broken":
        for (const word of statement.words) this.story.maybe.add(word);
        this.leftOut.add(line);
        return;
      case "step":
      case "sysctl":
        this.step(statement, line, source);
        break;
      case "expect":
        if (this.concurrent !== null) {
          source.report({
            code: "syntax",
            message: "`expect` cannot stand inside `concurrent`: put it behind the block",
            span: statement.span,
          });
          break;
        }
        this.expect(statement, line, source);
        break;
      case "always":
      case "never":
        this.invariant(statement, line, source);
        break;
      default:
        if (isSetting(statement)) {
          const message = `\`${statement.kind}\` is a setting: settings stand before the scenario's first step`;
          source.report({ code: "bad-setting", message, span: statement.span });
          if (statement.kind === "process") for (const { name } of statement.processes) this.story.maybe.add(name.text);
          if (statement.kind === "let") this.story.maybe.add(statement.name.text);
        }
    }
    if (source.failed || source.poisoned) this.leftOut.add(line);
  }

  private text(line: number): string {
    return this.tree.lines[line]?.text ?? "";
  }

  private step(statement: StepStatement | SysctlStatement, line: number, source: SourceLine): void {
    const alternatives = checkOutcome(statement.outcome, source);
    const lowered =
      statement.kind === "step" ? this.steps.lower(statement, source) : this.steps.sysctl(statement, source);
    if (lowered === null || source.failed || source.poisoned) return;
    if (!this.withinLimits(lowered, statement, source)) return;
    const acts =
      statement.kind === "step"
        ? statement.action.span
        : {
            start: statement.span.start,
            end: statement.outcome === null ? statement.span.end : this.beforeArrow(line, statement.outcome.span.start),
          };
    const holes = holesOf(
      statement.kind === "step" ? statement.action : { amount: statement.amount, node: statement.node },
      this.loopNames,
    );
    this.items.push({
      kind: "step",
      item: {
        kind: "step",
        step: lowered.step,
        text: written(this.text(line), acts, holes, this.story.numbers(source)),
        uri: this.uri,
        range: rangeOf(line, { start: statement.span.start, end: acts.end }),
        announced: null,
        concurrent: this.concurrent,
        rounds: this.around,
      },
      alternatives,
      line,
      round: this.roundText(),
      mayRebind: lowered.mayRebind,
    });
  }

  /** Where the words before `->` end. */
  private beforeArrow(line: number, outcome: number): number {
    const before = this.text(line).slice(0, outcome);
    return before.slice(0, before.lastIndexOf("->")).trimEnd().length;
  }

  private withinLimits({ pages }: Lowered, { span }: StepStatement | SysctlStatement, source: SourceLine): boolean {
    this.stepCount += 1;
    this.touched += pages;
    if (this.stepCount > this.maxSteps) {
      this.stop(
        source,
        `a run has at most ${String(this.maxSteps)} steps: this one and all that follow are left out`,
        span,
      );
    } else if (this.touched > MAX_TOUCHED_PAGES) {
      this.stop(
        source,
        `the steps of a run touch at most ${String(MAX_TOUCHED_PAGES)} pages in all: this one and all that follow are left out`,
        span,
      );
    }
    return !this.full;
  }

  private stop(source: SourceLine, message: string, span: { readonly start: number; readonly end: number }): void {
    source.report({ code: "limit", message, span });
    this.full = true;
  }

  private claims(
    conditions: readonly ConditionNode[],
    guard: Guard | null,
    line: number,
    source: SourceLine,
  ): readonly UnrolledClaim[] | null {
    const claims: UnrolledClaim[] = [];
    checkGuard(guard, source);
    for (const node of conditions) {
      checkGuard(node.guard, source);
      const lowered = this.conditions.lower(node, source);
      if (lowered === null) continue;
      claims.push({
        condition: lowered.condition,
        existsUnder: lowered.existsUnder,
        guards: [guard, node.guard].filter((one) => one !== null),
        text: written(
          this.text(line),
          node.span,
          holesOf({ ...node, guard: null }, this.loopNames),
          this.story.numbers(source),
        ),
        range: rangeOf(line, node.span),
      });
    }
    return source.failed || source.poisoned ? null : claims;
  }

  private expect(statement: ExpectStatement, line: number, source: SourceLine): void {
    const claims = this.claims(statement.conditions, statement.guard, line, source);
    if (claims === null) return;
    this.expectCount += 1;
    if (this.expectCount > this.maxSteps) {
      this.stop(
        source,
        `a run has at most ${String(this.maxSteps)} expectations: this one and all that follow are left out`,
        statement.span,
      );
      return;
    }
    this.items.push({ kind: "expect", claims, sometimes: statement.sometimes });
  }

  /** An invariant holds for the whole scenario, so its names are looked up where all of them are known. */
  private invariant(statement: InvariantStatement, line: number, source: SourceLine): void {
    const key = `${String(line)} ${[...this.story.loops].join(" ")}`;
    if (this.seenInvariants.has(key)) return;
    this.seenInvariants.add(key);
    const loops = [...this.story.loops];
    this.laterChecks.push(() => {
      for (const [name, value] of loops) {
        this.story.loops.set(name, value);
        this.loopNames.add(name);
      }
      const claims = this.claims(statement.conditions, statement.guard, line, source);
      for (const [name] of loops) {
        this.story.loops.delete(name);
        this.loopNames.delete(name);
      }
      if (claims === null) this.leftOut.add(line);
      else if (this.invariants.length + claims.length > MAX_INVARIANTS) {
        source.report({
          code: "limit",
          message: `a scenario has at most ${String(MAX_INVARIANTS)} invariants: this one is left out`,
          span: statement.span,
        });
        this.leftOut.add(line);
      } else {
        this.invariants.push(...claims.map((claim) => ({ claim, never: statement.kind === "never" })));
      }
    });
  }

  private blockOf(block: Block): void {
    const { header, line } = block;
    const source = this.source(line);
    switch (header.kind) {
      case "broken":
        this.leaveOut(block);
        return;
      case "concurrent":
        this.concurrentBlock(block, source);
        return;
      case "repeat": {
        const times = count(header.times, "the number of rounds", this.story.numbers(source));
        if (times === null) this.leaveOut(block);
        else this.loop(block, null, 0, times, source);
        return;
      }
      case "for": {
        const from = count(header.from, "the first value", this.story.numbers(source));
        const to = count(header.to, "the end of the values", this.story.numbers(source));
        const name = header.name.text;
        if (this.story.loops.has(name) || this.settings.lets.has(name)) {
          source.report({ code: "duplicate-name", message: `\`${name}\` is a number already`, span: header.name.span });
        }
        if (from === null || to === null || source.failed) this.leaveOut(block);
        else this.loop(block, name, from, to, source);
      }
    }
  }

  private concurrentBlock(block: Block, source: SourceLine): void {
    if (this.concurrent !== null) {
      source.report({
        code: "syntax",
        message: "`concurrent` cannot stand inside another `concurrent`",
        span: block.header.span,
      });
      this.leaveOut(block);
      return;
    }
    this.concurrent = this.concurrentBlocks;
    this.concurrentBlocks += 1;
    this.nodes(block.body);
    this.concurrent = null;
  }

  private loop(block: Block, variable: string | null, from: number, to: number, source: SourceLine): void {
    const loop: Loop = { line: block.line, pass: this.passes, variable, round: 0, value: from };
    const outer = this.around;
    this.passes += 1;
    this.loops.push(loop);
    if (variable !== null) this.loopNames.add(variable);
    for (; loop.value < to && !this.full; loop.value += 1, loop.round += 1) {
      this.rounds += 1;
      if (this.rounds > MAX_ROUNDS) {
        this.stop(
          source,
          `the loops of a scenario have at most ${String(MAX_ROUNDS)} rounds in all: what follows is left out`,
          block.header.span,
        );
        break;
      }
      if (variable !== null) this.story.loops.set(variable, loop.value);
      this.around = [...outer, roundOf(loop)];
      this.nodes(block.body);
    }
    this.around = outer;
    this.loops.pop();
    if (variable !== null) {
      this.story.loops.delete(variable);
      this.loopNames.delete(variable);
    }
  }

  /** A block whose first line has an error: its lines are left out, and the names in them are no news further down. */
  private leaveOut(block: Block): void {
    this.leftOut.add(block.line);
    if (block.header.kind === "broken") for (const word of block.header.words) this.story.maybe.add(word);
    for (const node of block.body) {
      if (node.kind === "block") {
        this.leaveOut(node);
        continue;
      }
      const { statement, line } = node;
      this.leftOut.add(line);
      if (statement.kind === "broken") for (const word of statement.words) this.story.maybe.add(word);
      else if (statement.kind === "step" && "binds" in statement.action) {
        const { binds } = statement.action;
        this.story.maybe.add("text" in binds ? binds.text : binds.name.text);
      }
    }
  }
}
