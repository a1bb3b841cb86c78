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
  readonly occurrences: readonly Occurrence[];
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
    const own = parts.flatMap(({ occurrences }) => occurrences.filter(({ uri }) => uri === this.uri));
    const others = parts.flatMap(({ occurrences }) => occurrences.filter(({ uri }) => uri !== this.uri));
    return [...own.sort(inOrder), ...others];
  }

  /** The document's own occurrences on the lines `from` to `to` (counted from 0, `to` included). */
  between(from: number, to: number): readonly Occurrence[] {
    const parts = [
      this.outside,
      ...this.#all.filter(({ line, endLine }) => line <= to && endLine >= from).map((one) => this.#scenario(one)),
    ];
    return parts
      .flatMap(({ occurrences }) =>
        occurrences.filter(({ uri, range: { start } }) => uri === this.uri && start.line >= from && start.line <= to),
      )
      .sort(inOrder);
  }

  /** The name at a place, the innermost where one holds another; a place just behind a name is still at it. */
  at({ line, character }: Position): Occurrence | null {
    const here = this.between(line, line).filter(
      ({ range: { start, end } }) => start.character <= character && character <= end.character,
    );
    const inside = here.filter(({ range: { end } }) => character < end.character);
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
    return parts.flatMap(({ occurrences }) => occurrences.filter((one) => one.symbol === symbol));
  }

  /** Whether what it was read from is still so. */
  isOf(tree: SyntaxTree): boolean {
    return this.tree === tree && this.#parts().every(({ includes }) => areAsFound(includes, this.include));
  }

  #parts(): readonly Part[] {
    return [this.outside, ...this.#all.flatMap((one) => this.outside.scenarios.get(one) ?? [])];
  }

  /** What stands outside the scenarios of another version of the document, if it is what stands outside this one's. */
  outsideOf(tree: SyntaxTree): Outside | null {
    const lines = outsideLines(tree);
    const { outside } = this;
    const same = lines.length === outside.lines.length && lines.every((part, i) => part === outside.lines[i]);
    return same && areAsFound(outside.includes, this.include) ? outside : null;
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
    const part = { occurrences: scope.finish(), includes: asked };
    this.outside.scenarios.set(block, part);
    return part;
  }
}

/** Reads what stands outside the scenarios. */
export function readOutside(uri: string, tree: SyntaxTree, include: Include): Outside {
  const includes: Asked[] = [];
  const scope = new Scope(null, null);
  new SettingNames(scope, new Reader(scope), asking(include, includes)).leaves({ uri, tree }, tree.top);
  return { occurrences: scope.finish(), includes, lines: outsideLines(tree), scope, scenarios: new WeakMap() };
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

function lengthOf({ range: { start, end } }: Occurrence): number {
  return end.character - start.character;
}

const known = new WeakMap<HugetlbDocument, Names>();

/** The names of a document as its text is now. */
export function namesOf(document: HugetlbDocument): Names {
  const { tree } = document;
  const include: Include = (path, from) => document.included(path, from);
  const before = known.get(document);
  if (before?.isOf(tree) === true) return before;
  const outside = before?.outsideOf(tree) ?? readOutside(document.uri, tree, include);
  const names = new Names(document.uri, tree, outside, include);
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
