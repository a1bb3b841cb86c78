/** Reads the steps of a scenario in the order of its lines: who has which mappings by which names. */
import type {
  Action,
  Block,
  ConditionNode,
  Expression,
  Leaf,
  MappingRef,
  PlaceRef,
  ProcessRef,
  TreeNode,
  Word,
} from "../syntax/index.js";
import { readBroken } from "./broken.js";
import { type Bound, SymbolDraft } from "./draft.js";
import type { Role } from "./occurrence.js";
import { Reader, type ReadLine } from "./reader.js";
import type { Scope } from "./scope.js";
import { lineOf, type SettingNames, type Source } from "./settings.js";

interface MappingName extends Bound {
  /** It certainly stands for nothing any more: bound again, it is another mapping. */
  readonly gone: boolean;
}

interface Process {
  /** A process and what it made with `vfork()` share one table until it execs. */
  mappings: Map<string, MappingName>;
  /** It certainly has come to its end: a process made by that name is another one. */
  dead: boolean;
}

export class StoryNames extends Reader {
  readonly #processes = new Map<string, Process>();
  /** Every mapping's symbol by its name. */
  readonly #mappings = new Map<string, Set<SymbolDraft>>();
  #depth = 0;

  constructor(
    scope: Scope,
    private readonly source: Source,
  ) {
    super(scope);
  }

  nodes(nodes: readonly TreeNode[], settings: SettingNames): void {
    for (const node of nodes) {
      if (node.kind === "block") this.#block(node, settings);
      else this.#leaf(node, settings);
    }
  }

  #block(block: Block, settings: SettingNames): void {
    const { header } = block;
    const line = lineOf(this.source, block.line);
    if (header.kind === "for") {
      this.number(header.from, line);
      this.number(header.to, line);
      const symbol = new SymbolDraft("number", header.name.text, this.scope.scenario);
      this.loops.push({ name: header.name.text, bound: this.scope.bind(symbol, line, header.name.span) });
    } else if (header.kind === "repeat") this.number(header.times, line);
    else if (header.kind === "broken") readBroken(header, line, this.scope, this, null);
    const loops = header.kind === "for" || header.kind === "repeat";
    if (loops) this.#depth += 1;
    this.nodes(block.body, settings);
    if (loops) this.#depth -= 1;
    if (header.kind === "for") this.loops.pop();
  }

  #leaf(leaf: Leaf, settings: SettingNames): void {
    const { statement } = leaf;
    const line = lineOf(this.source, leaf.line);
    switch (statement.kind) {
      case "step":
        this.#step(statement.actor, statement.action, line);
        this.outcome(statement.outcome, line);
        return;
      case "sysctl":
        this.given("sysctl", [statement.name], line);
        this.number(statement.amount.pages, line);
        this.given("page-size", [statement.amount.size], line);
        this.number(statement.node, line);
        this.outcome(statement.outcome, line);
        return;
      case "expect":
        this.guard(statement.guard, line);
        for (const condition of statement.conditions) this.#condition(condition, line);
        return;
      case "always":
      case "never":
        this.guard(statement.guard, line);
        for (const condition of statement.conditions) this.#condition(condition, { ...line, later: true });
        return;
      case "broken":
        readBroken(statement, line, this.scope, this, this);
        return;
      default:
        settings.leaf(this.source, leaf);
    }
  }

  #condition(node: ConditionNode, line: ReadLine): void {
    switch (node.kind) {
      case "compare":
        this.number(node.left, line);
        this.number(node.right, line);
        break;
      case "process":
        this.process(node.process, line);
        this.given("outcome", [node.signal], line);
        break;
      case "page":
        this.#place(node.place, line);
        break;
      case "same":
        this.#place(node.left, line);
        this.#place(node.right, line);
        break;
      case "on-node":
        this.#place(node.place, line);
        this.number(node.node, line);
    }
    this.guard(node.guard, line);
  }

  #place({ process, mapping }: PlaceRef, line: ReadLine): void {
    this.process(process, line);
    this.#mapping(process, mapping, line, "read");
  }

  #step(actor: ProcessRef, action: Action, line: ReadLine): void {
    this.process(actor, line, action.call === "exec" || action.call === "exit" ? "write" : "read");
    this.given("call", [action.word], line);
    switch (action.call) {
      case "read":
      case "mlock":
      case "munlock":
        this.#mapping(actor, action.target, line, "read");
        return;
      case "write":
        this.#mapping(actor, action.target, line, "write");
        return;
      case "munmap":
      case "shmdt":
        this.#mapping(actor, action.target, line, "write");
        this.#unmap(actor, action.target);
        return;
      case "mmap":
        this.makeMapping(actor, action.binds, line);
        if (action.file !== null) this.file(action.file, line, "read");
        this.number(action.length, line);
        this.given("constant", action.flags, line);
        for (const option of action.options) {
          if (option.key === "offset") this.number(option.value, line);
          else if (option.key === "prot") this.given("constant", option.value, line);
          else this.given("page-size", [option.value], line);
        }
        return;
      case "mprotect":
        this.#mapping(actor, action.target, line, "write");
        this.given("constant", action.protection, line);
        return;
      case "madvise":
        this.#mapping(actor, action.target, line, "write");
        this.given("constant", [action.advice], line);
        return;
      case "mremap":
        this.#mapping(actor, action.target, line, "write");
        this.number(action.length, line);
        this.given("constant", action.flags, line);
        return;
      case "mbind":
        this.#mapping(actor, action.target, line, "write");
        this.#policy(action.mode, action.nodes, line);
        return;
      case "set_mempolicy":
        this.#policy(action.mode, action.nodes, line);
        return;
      case "ftruncate":
        this.file(action.file, line, "write");
        this.number(action.length, line);
        return;
      case "fallocate":
        this.file(action.file, line, "write");
        this.number(action.from, line);
        this.number(action.to, line);
        this.given("constant", action.flags, line);
        return;
      case "unlink":
        this.file(action.file, line, "write");
        return;
      case "fork":
      case "vfork":
        this.makeProcess(actor, action.binds, action.call, line);
        return;
      case "exec":
        this.#exec(actor);
        return;
      case "exit":
        this.#end(actor);
        return;
      case "kill":
        this.process(action.target, line, "write");
        this.given("outcome", [action.signal], line);
        if (action.signal.text === "SIGKILL") this.#end(action.target);
        return;
      case "wait":
        this.process(action.target, line);
        return;
      case "shmget":
        this.makeSegment(action.binds, line);
        this.number(action.length, line);
        this.given("constant", action.flags, line);
        return;
      case "shmat":
        this.makeMapping(actor, action.binds, line);
        this.#segment(action.segment, line, "read");
        this.given("constant", action.flags, line);
        return;
      case "shmctl":
        this.#segment(action.segment, line, "write");
        this.given("constant", [action.command], line);
    }
  }

  #policy(mode: Word, nodes: readonly Expression[], line: ReadLine): void {
    this.given("constant", [mode], line);
    for (const node of nodes) this.number(node, line);
  }

  #segment(word: Word, line: ReadLine, role: Role): void {
    this.scope.name("segment", word, line, role);
  }

  makeSegment(word: Word, line: ReadLine): void {
    this.scope.define("segment", word.text, line, word.span);
  }

  /** A process makes a mapping by a name; one that may stand for something still is the same symbol. */
  makeMapping(owner: ProcessRef, word: Word, line: ReadLine): void {
    const { mappings } = this.#processOf(owner.name.text);
    const before = mappings.get(word.text);
    const again = before !== undefined && (!before.gone || this.#isLoose(owner));
    const symbol = again ? before.symbol : new SymbolDraft("mapping", word.text, this.scope.scenario);
    mappings.set(word.text, { ...this.scope.bind(symbol, line, word.span, owner), gone: false });
    const known = this.#mappings.get(word.text);
    if (known === undefined) this.#mappings.set(word.text, new Set([symbol]));
    else known.add(symbol);
  }

  /** A child has its parent's names for its copies. */
  makeProcess(parent: ProcessRef, child: ProcessRef, call: "fork" | "vfork", line: ReadLine): void {
    const name = child.name.text;
    this.scope.define("process", name, line, child.name.span, child);
    this.number(child.index, line);
    const { mappings } = this.#processOf(parent.name.text);
    const before = this.#processes.get(name);
    if (before === undefined || (before.dead && !this.#isLoose(child))) {
      this.#processes.set(name, { mappings: call === "vfork" ? mappings : new Map(mappings), dead: false });
      return;
    }
    // Several processes by one name: what a name stands for in one of them is what it stands for in all.
    for (const [mapping, bound] of mappings) {
      const own = before.mappings.get(mapping);
      if (own === undefined) before.mappings.set(mapping, bound);
      else own.symbol.join(bound.symbol);
    }
  }

  #mapping(owner: ProcessRef, { name, slice }: MappingRef, line: ReadLine, role: Role): void {
    this.mappingNamed(owner, name, line, role);
    if (slice?.kind === "page") this.number(slice.page, line);
    else if (slice !== null) {
      this.number(slice.from, line);
      this.number(slice.to, line);
    }
  }

  mappingNamed(owner: ProcessRef, word: Word, line: ReadLine, role: Role): void {
    const bound = line.later ? null : this.mappingOf(owner, word.text);
    if (bound !== null) {
      this.scope.use(bound, line, word.span, role, owner);
      return;
    }
    // Where the owner has none yet, another process's is a guess that is made only at the end.
    const find = (): Bound | null => this.mappingOf(owner, word.text) ?? this.#onlyMapping(word.text);
    this.scope.useLater("mapping", word, line, role, find, owner);
  }

  /** What a mapping's name stands for in a process at this point. */
  mappingOf(owner: ProcessRef, name: string): Bound | null {
    return this.#processes.get(owner.name.text)?.mappings.get(name) ?? null;
  }

  /** The mapping of that name when the scenario has just one: its process may have been made by a line that does not parse. */
  #onlyMapping(name: string): Bound | null {
    const roots = new Set([...(this.#mappings.get(name) ?? [])].map(({ root }) => root));
    const [symbol] = roots;
    const definition = symbol?.definitions.at(-1);
    return symbol === undefined || definition === undefined || roots.size > 1 ? null : { symbol, definition };
  }

  #unmap(owner: ProcessRef, { name, slice }: MappingRef): void {
    const whole = slice === null || (slice.kind === "range" && slice.from === null && slice.to === null);
    if (!whole || this.#isLoose(owner)) return;
    const { mappings } = this.#processOf(owner.name.text);
    const bound = mappings.get(name.text);
    if (bound !== undefined) mappings.set(name.text, { ...bound, gone: true });
  }

  #exec(actor: ProcessRef): void {
    const process = this.#processOf(actor.name.text);
    const gone = !this.#isLoose(actor);
    process.mappings = new Map(
      [...process.mappings].map(([name, bound]) => [name, { ...bound, gone: bound.gone || gone }]),
    );
  }

  #end(of: ProcessRef): void {
    if (!this.#isLoose(of)) this.#processOf(of.name.text).dead = true;
  }

  /** In a loop, or of several processes by one name: what is certain of one round or process is not of the others. */
  #isLoose({ index }: ProcessRef): boolean {
    return this.#depth > 0 || index !== null;
  }

  #processOf(name: string): Process {
    let process = this.#processes.get(name);
    if (process === undefined) this.#processes.set(name, (process = { mappings: new Map(), dead: false }));
    return process;
  }
}
