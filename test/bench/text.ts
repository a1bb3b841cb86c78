/** Text to tree, tree to program, and what one edit costs. */
import { TextDocument } from "vscode-languageserver-textdocument";
import { check } from "../../language/check/index.js";
import { compile } from "../../language/compile/index.js";
import { parse } from "../../language/syntax/index.js";
import type { Comparison } from "./compare.js";
import { linesInScenarios } from "./sources.js";

const SHORT = 1_000;
const LONG = 10_000;
const URI = "file:///bench.hugetlb";

/** The least that any parser must do: look at every character once. */
function lookAtEveryCharacter(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum = (sum + text.charCodeAt(i)) | 0;
  return sum;
}

function parsing(lines: number): readonly Comparison[] {
  const text = linesInScenarios(lines);
  const tree = parse(text);
  if (tree.problems.length > 0) throw new Error(`line ${tree.problems[0]!.line + 1}: ${tree.problems[0]!.message}`);
  const json = JSON.stringify(tree.lines);
  const subject = { label: "parse", run: () => parse(text) };
  const name = `parse ${lines.toLocaleString("en-US")} lines`;
  const per = { count: lines, unit: "lines" };
  return [
    { name, subject, per, baseline: { label: "charCodeAt pass", run: () => lookAtEveryCharacter(text) } },
    { name, subject, per, baseline: { label: "JSON.parse of the tree", run: (): unknown => JSON.parse(json) } },
  ];
}

function editing(lines: number): Comparison {
  const written = linesInScenarios(lines);
  const rows = written.split("\n");
  const at = rows.findIndex((row, index) => index > lines / 2 && row.includes("write"));
  const document = TextDocument.create(URI, "hugetlb", 0, written);
  let length = rows[at]!.length;
  let edits = 0;
  /** A line that was never there before, so that it must be parsed. */
  const edit = (): string => {
    const text = `  parent: write a[${++edits}]`;
    const range = { start: { line: at, character: 0 }, end: { line: at, character: length } };
    length = text.length;
    return TextDocument.update(document, [{ range, text }], edits).getText();
  };
  let tree = parse(written);
  const kept = parse(written);
  return {
    name: `one-line edit in ${lines.toLocaleString("en-US")} lines: parse`,
    subject: { label: "update, then parse", run: () => (tree = parse(edit(), tree)) },
    baseline: { label: "TextDocument.update", run: edit },
    done: () => {
      if (tree.lines.length !== kept.lines.length) throw new Error("the edited tree has lost lines");
    },
  };
}

function compiling(lines: number): Comparison {
  const tree = parse(linesInScenarios(lines));
  const programs = () => {
    const { scenarios } = check({ uri: URI, tree }, { include: () => ({ state: "missing", reason: "no files here" }) });
    return scenarios.flatMap((scenario) => scenario.kernels.map((kernel) => compile(scenario, kernel)));
  };
  const json = JSON.stringify(programs());
  return {
    name: `check and compile ${lines.toLocaleString("en-US")} lines`,
    subject: { label: "check, compile", run: programs },
    baseline: { label: "JSON.parse of the programs", run: (): unknown => JSON.parse(json) },
    per: { count: lines, unit: "lines" },
  };
}

export function textComparisons(): readonly Comparison[] {
  return [...parsing(SHORT), ...parsing(LONG), editing(LONG), compiling(SHORT)];
}
