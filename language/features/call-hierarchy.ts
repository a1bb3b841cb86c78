/** The call hierarchy of forks: who forked whom. */
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Position,
  type Range,
  SymbolKind,
} from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { namesOf, occurrenceAt, type Occurrence } from "../names/index.js";
import { rangeOf, type ProcessRef, type ScenarioBlock, type SyntaxTree, type TreeNode } from "../syntax/index.js";

interface Fork {
  readonly parent: ProcessRef;
  readonly child: ProcessRef;
  readonly line: number;
  readonly range: Range;
  readonly scenario: ScenarioBlock;
}

/** What an item keeps between two questions: the process by its name, and the line of the scenario it is looked at in. */
interface ItemData {
  /** The document that it is looked at in; the process may be made in a file that it includes. */
  readonly uri: string;
  readonly name: string;
  /** null = in every scenario of the file. */
  readonly scenario: number | null;
}

/** The process at a place, as the root of a hierarchy. */
export function forkItemsAt(document: HugetlbDocument, position: Position): CallHierarchyItem[] {
  const found = occurrenceAt(document, position);
  if (found?.kind !== "process") return [];
  const scenario = document.tree.scenarios.find(
    ({ line, endLine }) => line <= position.line && position.line <= endLine,
  );
  return [itemOf(document, found, scenario ?? null)];
}

/** The document that an item is looked at in. */
export function uriOfItem({ uri, data }: CallHierarchyItem): string {
  return isItemData(data) ? data.uri : uri;
}

/** The forks that made a process, by the process that forked. */
export function incomingForks(document: HugetlbDocument, item: CallHierarchyItem): CallHierarchyIncomingCall[] {
  return grouped(document, item, "child", "parent").map(({ of, ranges }) => ({ from: of, fromRanges: ranges }));
}

/** The processes that a process forks. */
export function outgoingForks(document: HugetlbDocument, item: CallHierarchyItem): CallHierarchyOutgoingCall[] {
  return grouped(document, item, "parent", "child").map(({ of, ranges }) => ({ to: of, fromRanges: ranges }));
}

function grouped(
  document: HugetlbDocument,
  { data }: CallHierarchyItem,
  own: "parent" | "child",
  other: "parent" | "child",
): { readonly of: CallHierarchyItem; readonly ranges: Range[] }[] {
  if (!isItemData(data)) return [];
  const groups = new Map<string, { readonly of: CallHierarchyItem; readonly ranges: Range[] }>();
  for (const fork of forksOf(document.tree, data.scenario)) {
    if (fork[own].name.text !== data.name) continue;
    const at = { line: fork.line, character: fork[other].name.span.start };
    const found = occurrenceAt(document, at);
    if (found === null) continue;
    const key = `${fork.scenario.line} ${found.name}`;
    const group = groups.get(key) ?? { of: itemOf(document, found, fork.scenario), ranges: [] };
    groups.set(key, group);
    group.ranges.push(fork.range);
  }
  return [...groups.values()];
}

function itemOf(document: HugetlbDocument, here: Occurrence, scenario: ScenarioBlock | null): CallHierarchyItem {
  const { symbol, name } = here;
  const made = symbol.definitions[0] ?? namesOf(document).of(symbol)[0] ?? here;
  const data: ItemData = { uri: document.uri, name, scenario: scenario?.line ?? null };
  return {
    name,
    kind: SymbolKind.Object,
    ...(scenario === null ? {} : { detail: scenario.name }),
    uri: made.uri,
    range: made.range,
    selectionRange: made.range,
    data,
  };
}

/** The forks of a scenario, or of all, in the order of the text. */
function forksOf({ scenarios }: SyntaxTree, line: number | null): readonly Fork[] {
  return scenarios
    .filter((scenario) => line === null || scenario.line === line)
    .flatMap((scenario) => forksIn(scenario.body, scenario));
}

function forksIn(nodes: readonly TreeNode[], scenario: ScenarioBlock): readonly Fork[] {
  return nodes.flatMap((node): readonly Fork[] => {
    if (node.kind === "block") return forksIn(node.body, scenario);
    const { statement, line } = node;
    if (statement.kind !== "step" || (statement.action.call !== "fork" && statement.action.call !== "vfork")) return [];
    const { actor, action } = statement;
    return [{ parent: actor, child: action.binds, line, range: rangeOf(line, action.span), scenario }];
  });
}

function isItemData(data: unknown): data is ItemData {
  return (
    typeof data === "object" &&
    data !== null &&
    "uri" in data &&
    typeof data.uri === "string" &&
    "name" in data &&
    typeof data.name === "string" &&
    "scenario" in data &&
    (data.scenario === null || typeof data.scenario === "number")
  );
}
