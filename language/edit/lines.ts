/** Edits of whole lines and of parts of one; new lines are written as the lines around them are. */
import { type Range, TextEdit } from "vscode-languageserver-types";
import { rangeOf, type Span, type SyntaxTree } from "../syntax/index.js";

/** Puts other words in a part of a line. */
export function replace(line: number, span: Span, words: string): TextEdit {
  return TextEdit.replace(rangeOf(line, span), words);
}

/** Puts words into a line before a column. */
export function insert(line: number, character: number, words: string): TextEdit {
  return TextEdit.insert({ line, character }, words);
}

/** A new line above that one, indented as it is. */
export function lineAbove(tree: SyntaxTree, line: number, words: string): TextEdit {
  return insert(line, 0, `${indentOf(tree, line)}${words}\n`);
}

/** A new line below that one, with that indentation. */
export function lineBelow(tree: SyntaxTree, line: number, words: string, indent = indentOf(tree, line)): TextEdit {
  const end = tree.lines[line]?.text.length ?? 0;
  return insert(line, end, `\n${indent}${words}`);
}

/** The line goes, with its end. */
export function removeLine(tree: SyntaxTree, line: number): TextEdit {
  const last = line === tree.lines.length - 1;
  const before = tree.lines[line - 1]?.text.length ?? 0;
  const range: Range =
    last && line > 0
      ? { start: { line: line - 1, character: before }, end: { line, character: tree.lines[line]?.text.length ?? 0 } }
      : { start: { line, character: 0 }, end: { line: line + 1, character: 0 } };
  return TextEdit.del(range);
}

/** The white space that a line starts with. */
export function indentOf(tree: SyntaxTree, line: number): string {
  return /^[ \t]*/u.exec(tree.lines[line]?.text ?? "")?.[0] ?? "";
}

/** A part of a line as written. */
export function textOf(tree: SyntaxTree, line: number, span: Span): string {
  return tree.lines[line]?.text.slice(span.start, span.end) ?? "";
}
