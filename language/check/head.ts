/** A scenario's head: its setting lines, and with them the settings that it runs with. */
import type { Leaf, ScenarioBlock, TreeNode } from "../syntax/tree.js";
import type { CheckOptions, SourceDocument } from "./checked.js";
import { Gatherer, isSetting } from "./gather.js";
import { Problems } from "./problems.js";
import { emptySettings, inherited, TIERS, type Settings } from "./settings.js";

/** The setting lines at a scenario's head, and where its first step stands. */
export function headOf(body: readonly TreeNode[]): {
  readonly settings: readonly Leaf[];
  readonly rest: readonly TreeNode[];
} {
  const first = body.findIndex(
    (node) => node.kind === "block" || node.statement.kind === "step" || node.statement.kind === "sysctl",
  );
  const head = first === -1 ? body : body.slice(0, first);
  const settings = head.filter(
    (node): node is Leaf =>
      node.kind === "statement" && (isSetting(node.statement) || node.statement.kind === "broken"),
  );
  const taken = new Set<TreeNode>(settings);
  return { settings, rest: body.filter((node) => !taken.has(node)) };
}

/** The settings of a scenario as the text has them now, or of the file when `block` is null; what is wrong with them is not told. */
export function settingsOf(
  document: SourceDocument,
  block: ScenarioBlock | null,
  include: CheckOptions["include"],
): Settings {
  const { tree } = document;
  const first = tree.scenarios[0]?.line ?? Infinity;
  const file = emptySettings();
  const top = tree.top.filter(({ line }) => line < first);
  new Gatherer(file, new Problems(), include, TIERS.file, TIERS.fileInclude).take(document, top);
  if (block === null) return file;
  const settings = inherited(file);
  const { settings: head } = headOf(block.body);
  new Gatherer(settings, new Problems(), include, TIERS.scenario, TIERS.scenarioInclude).take(document, head);
  return settings;
}
