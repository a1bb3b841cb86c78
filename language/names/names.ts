/** All names of one document, each scenario's read when it is first asked for. */
import type { Position } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import type { Line, ScenarioBlock, SyntaxTree } from "../syntax/index.js";
import { SymbolDraft } from "./draft.js";
import type { NameSymbol, Occurrence } from "./occurrence.js";
import { Reader } from "./reader.js";
import { inOrder, Scope } from "./scope.js";
import { type Include, lineOf, SettingNames } from "./settings.js";
import { StoryNames } from "./story.js";

interface Part {
  /** In the document itself, in the order of the text. */
  readonly own: readonly Occurrence[];
  /** In files that it includes. */
  readonly others: readonly Occurrence[];
  /** The files that it includes, as they were found: null = not there. */
  readonly includes: readonly Asked[];
}

interface Asked {
  readonly path: string;
  readonly from: string;
  readonly tree: SyntaxTree | null;
}

/** What stands outside the scenarios; while it is the same, so is what was read of a scenario whose lines are. */
interface Outside extends Part {
  readonly lines: readonly (Line | number | undefined)[];
  readonly scope: Scope;
  readonly scenarios: WeakMap<ScenarioBlock, Part>;
}

export class Names {
  readonly #all: readonly ScenarioBlock[];

  constructor(
    readonly uri: string,
    private readonly tree: SyntaxTree,
    private readonly outside: Outside,
    private readonly include: Include,
  ) {
    this.#all = tree.scenarios;
  }

  /** Every occurrence, those in included files behind the document's own; in the order of the text. */
  all(): readonly Occurrence[] {
    const parts = [this.outside, ...this.#all.map((scenario) => this.#scenario(scenario))];
    const own = parts.flatMap((part) => part.own);
    return [...own.sort(inOrder), ...parts.flatMap(({ others }) => others)];
  }

  /** The document's own occurrences on the lines `from` to `to` (counted from 0, `to` included). */
  between(from: number, to: number): readonly Occurrence[] {
    const parts = [
      this.outside,
      ...this.#all.filter(({ line, endLine }) => line <= to && endLine >= from).map((one) => this.#scenario(one)),
    ];
    return parts.flatMap(({ own }) => own.slice(firstFrom(own, from), firstFrom(own, to + 1))).sort(inOrder);
  }

  /** The name at a place, the innermost where one holds another; a place just behind a name is still at it. */
  at({ line, character }: Position): Occurrence | null {
    const here = this.between(line, line).filter(({ span: { start, end } }) => start <= character && character <= end);
    const inside = here.filter(({ span: { end } }) => character < end);
    return (inside.length > 0 ? inside : here).reduce<Occurrence | null>(
      (best, one) => (best === null || lengthOf(one) <= lengthOf(best) ? one : best),
      null,
    );
  }

  /** Every occurrence of what a name stands for, included files' too. */
  of(symbol: NameSymbol): readonly Occurrence[] {
    const parts =
      symbol.scenario === null
        ? [this.outside, ...this.#all.map((scenario) => this.#scenario(scenario))]
        : [this.#scenario(symbol.scenario)];
    return parts.flatMap(({ own, others }) => [...own, ...others].filter((one) => one.symbol === symbol));
  }

  /** Whether what it was read from is still so. */
  isOf(tree: SyntaxTree): boolean {
    return this.tree === tree && this.#parts().every(({ includes }) => areAsFound(includes, this.include));
  }

  #parts(): readonly Part[] {
    return [this.outside, ...this.#all.flatMap((one) => this.outside.scenarios.get(one) ?? [])];
  }

  /** The names of another version of the document; what is the same in both is not read again. */
  after(tree: SyntaxTree, include: Include): Names {
    const lines = outsideLines(tree);
    const { outside } = this;
    const same = lines.length === outside.lines.length && lines.every((part, i) => part === outside.lines[i]);
    const kept = same && areAsFound(outside.includes, include) ? outside : readOutside(this.uri, tree, include);
    return new Names(this.uri, tree, kept, include);
  }

  /**
   * The occurrences of this version and of another, part by part, without the scenarios that are the same in both: what
   * stands outside of them, then each that differs. Yields before each part.
   */
  *beside(other: Names): Generator<void, readonly (readonly [readonly Occurrence[], readonly Occurrence[]])[]> {
    const occurrences = ({ own, others }: Part): readonly Occurrence[] => [...own, ...others];
    const both: (readonly [readonly Occurrence[], readonly Occurrence[]])[] = [
      [occurrences(this.outside), occurrences(other.outside)],
    ];
    const most = Math.max(this.#all.length, other.#all.length);
    for (let at = 0; at < most; at += 1) {
      const [mine, theirs] = [this.#all[at], other.#all[at]];
      yield;
      const here = mine === undefined ? null : this.#scenario(mine);
      const isShared = mine === theirs && this.outside === other.outside && here?.includes.length === 0;
      if (isShared) continue;
      yield;
      const there = theirs === undefined ? null : other.#scenario(theirs);
      both.push([here === null ? [] : occurrences(here), there === null ? [] : occurrences(there)]);
    }
    return both;
  }

  #scenario(block: ScenarioBlock): Part {
    const known = this.outside.scenarios.get(block);
    if (known !== undefined && areAsFound(known.includes, this.include)) return known;
    const asked: Asked[] = [];
    const scope = new Scope(block, this.outside.scope);
    const source = { uri: this.uri, tree: this.tree };
    if (block.header.kind === "scenario") {
      const { name } = block.header;
      const span = { start: name.span.start + 1, end: name.span.end - 1 };
      scope.bind(new SymbolDraft("scenario", name.text, block), lineOf(source, block.line), span);
    }
    const story = new StoryNames(scope, source);
    story.nodes(block.body, new SettingNames(scope, story, asking(this.include, asked)));
    const part = { ...partOf(scope.finish(), this.uri), includes: asked };
    this.outside.scenarios.set(block, part);
    return part;
  }
}

/** Reads what stands outside the scenarios. */
function readOutside(uri: string, tree: SyntaxTree, include: Include): Outside {
  const includes: Asked[] = [];
  const scope = new Scope(null, null);
  new SettingNames(scope, new Reader(scope), asking(include, includes)).leaves({ uri, tree }, tree.top);
  return { ...partOf(scope.finish(), uri), includes, lines: outsideLines(tree), scope, scenarios: new WeakMap() };
}

function partOf(occurrences: readonly Occurrence[], document: string): Pick<Part, "own" | "others"> {
  const others = occurrences.filter(({ uri }) => uri !== document);
  return { own: others.length === 0 ? occurrences : occurrences.filter(({ uri }) => uri === document), others };
}

/** How many stand above a line. */
function firstFrom(sorted: readonly Occurrence[], line: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle]?.line ?? line) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

function outsideLines(tree: SyntaxTree): readonly (Line | number | undefined)[] {
  return tree.top.flatMap(({ line }) => [line, tree.lines[line]]);
}

function asking(include: Include, asked: Asked[]): Include {
  return (path, from) => {
    const found = include(path, from);
    asked.push({ path, from, tree: found.state === "loaded" ? found.document.tree : null });
    return found;
  };
}

function areAsFound(asked: readonly Asked[], include: Include): boolean {
  return asked.every(({ path, from, tree }) => {
    const found = include(path, from);
    return (found.state === "loaded" ? found.document.tree : null) === tree;
  });
}

function lengthOf({ span: { start, end } }: Occurrence): number {
  return end - start;
}

const known = new WeakMap<HugetlbDocument, Names>();

/** The names of a document as its text is now. */
export function namesOf(document: HugetlbDocument): Names {
  const { tree } = document;
  const include: Include = (path, from) => document.included(path, from);
  const before = known.get(document);
  if (before?.isOf(tree) === true) return before;
  const names =
    before?.after(tree, include) ?? new Names(document.uri, tree, readOutside(document.uri, tree, include), include);
  known.set(document, names);
  return names;
}

/** Every name of a document where it stands, those in included files behind its own. */
export function occurrencesOf(document: HugetlbDocument): readonly Occurrence[] {
  return namesOf(document).all();
}

/** The name at a place of a document; null when none stands there. */
export function occurrenceAt(document: HugetlbDocument, position: Position): Occurrence | null {
  return namesOf(document).at(position);
}
