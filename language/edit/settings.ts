/** Settings of a scenario set to something else. What the file says for other scenarios, too, is overridden in this one. */
import type { TextEdit } from "vscode-languageserver-types";
import { DEFAULT_PAGE_SIZE, type KernelId, type PageSize } from "../../engine/index.js";
import type { CheckedScenario } from "../check/index.js";
import { isSetting } from "../check/gather.js";
import { TIERS, type Entry } from "../check/settings.js";
import type { SyntaxTree, TreeNode } from "../syntax/index.js";
import { indentOf, lineBelow, replace, textOf } from "./lines.js";

/** One level of indentation where there is no line to go by. */
const INDENT = "  ";

/** The pool of a scenario made that many pages. */
export function setPool(
  tree: SyntaxTree,
  scenario: CheckedScenario,
  pageSize: PageSize,
  pages: number,
): readonly TextEdit[] {
  const { nodes, pools } = scenario.settings;
  if (pageSize === DEFAULT_PAGE_SIZE && nodes.size > 0) return setNodes(tree, scenario, pages);
  return [setAmount(tree, scenario, "pool", pools.get(pageSize), pageSize, pages)];
}

/** The limit of surplus pages of a scenario. */
export function setOvercommit(tree: SyntaxTree, scenario: CheckedScenario, pages: number): readonly TextEdit[] {
  const written = scenario.settings.overcommit.get(DEFAULT_PAGE_SIZE);
  return [setAmount(tree, scenario, "overcommit", written, DEFAULT_PAGE_SIZE, pages)];
}

/** The limits of a control group for pages of the default size; those that it does not have stay away. */
export function setGroupLimits(
  tree: SyntaxTree,
  scenario: CheckedScenario,
  name: string,
  limits: Readonly<Record<"limit" | "rsvd", number | null>>,
): readonly TextEdit[] {
  const written = scenario.settings.cgroups.get(name);
  const line = ownLine(tree, scenario, written);
  const statement = line === null ? undefined : tree.lines[line]?.statement;
  if (line !== null && statement?.kind === "cgroup")
    return statement.options.flatMap(({ key, amount }) => {
      const pages = limits[key];
      return amount.size !== null || pages === null ? [] : [replace(line, amount.pages.span, String(pages))];
    });
  const words = (written?.value ?? []).flatMap(({ pageSize, ...limited }) => {
    const isDefault = pageSize === DEFAULT_PAGE_SIZE;
    return (["limit", "rsvd"] as const).flatMap((key) => {
      const pages = isDefault ? limits[key] : limited[key];
      return pages === null ? [] : [`${key}=${pages}${isDefault ? "" : ` x ${pageSize}`}`];
    });
  });
  return [addSetting(tree, scenario, ["cgroup", name, ...words].join(" "))];
}

function setAmount(
  tree: SyntaxTree,
  scenario: CheckedScenario,
  kind: "pool" | "overcommit",
  entry: Entry<number> | undefined,
  pageSize: PageSize,
  pages: number,
): TextEdit {
  const line = ownLine(tree, scenario, entry);
  const statement = line === null ? undefined : tree.lines[line]?.statement;
  if (line !== null && (statement?.kind === "pool" || statement?.kind === "overcommit"))
    return replace(line, statement.amount.pages.span, String(pages));
  const size = pageSize === DEFAULT_PAGE_SIZE ? "" : ` x ${pageSize}`;
  return addSetting(tree, scenario, `${kind} ${pages}${size}`);
}

/** One page on each node in turn, as vm.nr_hugepages spreads them. */
function setNodes(tree: SyntaxTree, scenario: CheckedScenario, pages: number): readonly TextEdit[] {
  const { nodes } = scenario.settings;
  const count = Math.max(...nodes.keys()) + 1;
  const edits: TextEdit[] = [];
  const added: string[] = [];
  for (let node = 0; node < count; node++) {
    const share = Math.floor(pages / count) + (node < pages % count ? 1 : 0);
    const line = ownLine(tree, scenario, nodes.get(node));
    const statement = line === null ? undefined : tree.lines[line]?.statement;
    if (line !== null && statement?.kind === "node")
      edits.push(replace(line, statement.amount.pages.span, String(share)));
    else added.push(`node ${node} pool ${share}`);
  }
  return added.length === 0 ? edits : [...edits, addSettings(tree, scenario, added)];
}

/** One more kernel that the scenario runs under. */
export function addKernel(tree: SyntaxTree, scenario: CheckedScenario, kernel: KernelId): TextEdit {
  const line = ownLine(tree, scenario, scenario.settings.kernel ?? undefined);
  const statement = line === null ? undefined : tree.lines[line]?.statement;
  if (line !== null && statement?.kind === "kernel") {
    const { start, end } = statement.span;
    return replace(line, { start, end }, `${textOf(tree, line, statement.span)}, ${kernel}`);
  }
  return addSetting(tree, scenario, `kernel ${[...scenario.kernels, kernel].join(", ")}`);
}

/** The kernels that the scenario runs under. */
export function setKernels(tree: SyntaxTree, scenario: CheckedScenario, kernels: readonly KernelId[]): TextEdit {
  const line = ownLine(tree, scenario, scenario.settings.kernel ?? undefined);
  const statement = line === null ? undefined : tree.lines[line]?.statement;
  const words = `kernel ${kernels.join(", ")}`;
  if (line !== null && statement?.kind === "kernel") return replace(line, statement.span, words);
  return addSetting(tree, scenario, words);
}

/** A setting line of the scenario's own, below those that it has. */
export function addSetting(tree: SyntaxTree, scenario: CheckedScenario, words: string): TextEdit {
  return addSettings(tree, scenario, [words]);
}

function addSettings(tree: SyntaxTree, { block }: CheckedScenario, lines: readonly string[]): TextEdit {
  const last = headLines(block.body).at(-1);
  const [first] = block.body;
  const indent = first === undefined ? `${indentOf(tree, block.line)}${INDENT}` : indentOf(tree, first.line);
  return lineBelow(tree, last ?? block.line, lines.join(`\n${indent}`), indent);
}

/** The setting lines before the first step. */
function headLines(body: readonly TreeNode[]): readonly number[] {
  const lines: number[] = [];
  for (const node of body) {
    if (node.kind === "block" || !isSetting(node.statement)) break;
    lines.push(node.line);
  }
  return lines;
}

/** The line of a setting, if changing it changes nothing for another scenario. */
function ownLine(tree: SyntaxTree, scenario: CheckedScenario, entry: Entry<unknown> | undefined): number | null {
  if (entry?.place.uri !== scenario.uri) return null;
  const own = entry.tier === TIERS.scenario || (entry.tier === TIERS.file && tree.scenarios.length === 1);
  return own ? entry.place.line : null;
}
