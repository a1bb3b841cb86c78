/** Links: the files that a document includes. */
import type { DocumentLink } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { rangeOf, type IncludeStatement, type Leaf, type SyntaxTree, type TreeNode } from "../syntax/index.js";

/** A file's name on its `include` line. */
export interface IncludeLine {
  readonly line: number;
  readonly path: IncludeStatement["path"];
}

/** The `include` lines of a document, in scenarios and above them. */
export function includesOf(tree: SyntaxTree): readonly IncludeLine[] {
  const leaves = [...tree.top, ...tree.scenarios.flatMap(({ body }) => body.filter(isLeaf))];
  return leaves.flatMap(({ line, statement }) =>
    statement.kind === "include" ? [{ line, path: statement.path }] : [],
  );
}

function isLeaf(node: TreeNode): node is Leaf {
  return node.kind === "statement";
}

/** The links of a document; a file that cannot be read is none. The quotes are no part of a link. */
export function documentLinks(document: HugetlbDocument): DocumentLink[] {
  return includesOf(document.tree).flatMap(({ line, path: { text, span } }) => {
    const found = document.included(text, document.uri);
    if (found.state !== "loaded") return [];
    return [{ range: rangeOf(line, { start: span.start + 1, end: span.end - 1 }), target: found.document.uri }];
  });
}
