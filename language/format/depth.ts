/** How deep in blocks each line stands, as far as the braces tell. */
import type { Block, ScenarioBlock, Statement, SyntaxTree } from "../syntax/index.js";

/** For every line its depth; null where a brace is missing or too many: there the indentation says what belongs where. */
export function depthsOf(tree: SyntaxTree): readonly (number | null)[] {
  const depths = new Array<number | null>(tree.lines.length).fill(0);
  const matched = new Set<number>();
  for (const scenario of tree.scenarios) {
    matchIn(tree, scenario, matched);
    deepen(scenario, 0, matched, depths);
  }
  for (const { from, to } of tree.parts.values()) {
    for (let at = from; at < to; at += 1) {
      const statement = tree.lines[at]?.statement;
      if (matched.has(at) || !(opens(statement) || closes(statement))) continue;
      depths.fill(null, from, to);
      break;
    }
  }
  return depths;
}

/** Notes the first and last lines of blocks that have both. A `}` closes the innermost block that ends with it. */
function matchIn(tree: SyntaxTree, { line, endLine, body }: Block | ScenarioBlock, matched: Set<number>): void {
  for (const node of body) if (node.kind === "block") matchIn(tree, node, matched);
  if (endLine > line && !matched.has(endLine) && closes(tree.lines[endLine]?.statement)) matched.add(line).add(endLine);
}

function deepen(
  { line, endLine, body }: Block | ScenarioBlock,
  depth: number,
  matched: ReadonlySet<number>,
  depths: (number | null)[],
): void {
  const last = matched.has(line) ? endLine - 1 : endLine;
  for (let at = line + 1; at <= last; at += 1) depths[at] = depth + 1;
  for (const node of body) if (node.kind === "block") deepen(node, depth + 1, matched, depths);
}

function opens(statement: Statement | undefined): boolean {
  switch (statement?.kind) {
    case "scenario":
    case "concurrent":
    case "for":
    case "repeat":
      return true;
    case "broken":
      return statement.opens !== null;
    default:
      return false;
  }
}

function closes(statement: Statement | undefined): boolean {
  return statement?.kind === "close" || (statement?.kind === "broken" && statement.closes);
}
