/** What is wrong with the form of a line or a block: a brace that is missing, or one too many. */
import { indentOf, insert, lineBelow, removeLine } from "../edit/lines.js";
import type { Block, ScenarioBlock, SyntaxTree, TreeNode } from "../syntax/index.js";
import { fix, type FixMaker } from "./fix.js";

export const form: FixMaker = ({ tree, message, line, statement }) => {
  const text = tree.lines[line]?.text ?? "";
  if (message.includes("has no closing `}`")) {
    const block = blockAt(tree, line);
    if (block === null) return [];
    return [fix("Add the missing `}`", lineBelow(tree, block.endLine, "}", indentOf(tree, line)), true)];
  }
  if (message.includes("this `}` closes nothing")) return [fix("Remove this `}`", removeLine(tree, line), true)];
  if (message.includes("expected `{` at the end of the line") && statement.kind === "broken") {
    const end = statement.span.end;
    return [fix("Add `{`", insert(line, Math.min(end, text.length), " {"), true)];
  }
  if (message.includes("the string is not closed")) {
    const end = /^(.*?)\s*\{?\s*$/u.exec(text)?.[1]?.length ?? text.length;
    return [fix('Close the string with `"`', insert(line, end, '"'), true)];
  }
  if (message.includes("cannot stand inside `concurrent`") || message.includes("not outside"))
    return [fix("Remove this line", removeLine(tree, line))];
  return [];
};

/** The block that starts on that line. */
function blockAt(tree: SyntaxTree, line: number): Pick<Block, "endLine"> | null {
  const inside = (nodes: readonly TreeNode[]): Block | null => {
    for (const node of nodes) {
      if (node.kind !== "block") continue;
      const found = node.line === line ? node : inside(node.body);
      if (found !== null) return found;
    }
    return null;
  };
  for (const scenario of tree.scenarios) {
    const found: ScenarioBlock | Block | null = scenario.line === line ? scenario : inside(scenario.body);
    if (found !== null) return found;
  }
  return null;
}
