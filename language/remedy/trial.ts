/** A change of the text, tried: the scenario is checked, compiled and run as it would be after it. */
import { DiagnosticSeverity, type TextEdit } from "vscode-languageserver-types";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { KernelId } from "../../engine/index.js";
import { check, type Checked, type CheckedScenario } from "../check/index.js";
import { compile } from "../compile/index.js";
import type { HugetlbDocument } from "../document.js";
import { running, type Run } from "../run/index.js";
import { parse, type SyntaxTree } from "../syntax/index.js";

/** One scenario of a document, by its place among the others, and what may be tried with it. */
export class Trials {
  readonly #document: HugetlbDocument;
  readonly #tree: SyntaxTree;
  readonly #index: number;
  readonly #text: TextDocument;
  /** Errors that are there as it is. */
  readonly #errors: number;

  constructor(document: HugetlbDocument, scenario: CheckedScenario) {
    this.#document = document;
    this.#tree = document.tree;
    this.#index = this.#tree.scenarios.findIndex(({ line }) => line === scenario.line);
    this.#text = TextDocument.create(document.uri, "hugetlb", document.version, document.text);
    this.#errors = errorsOf(this.#check(this.#tree));
  }

  /** The run after the change; null when the changed text has an error more than before. */
  *edited(edits: readonly TextEdit[], kernel: KernelId): Generator<void, Run | null> {
    const tree = parse(TextDocument.applyEdits(this.#text, [...edits]), this.#tree);
    yield;
    const checked = this.#check(tree);
    yield;
    const [scenario] = checked.scenarios;
    if (scenario === undefined || errorsOf(checked) > this.#errors) return null;
    const program = compile(scenario, kernel);
    return program.diagnostics.length > 0 ? null : yield* running(program);
  }

  /** That scenario alone, with the settings of the file. */
  #check(tree: SyntaxTree): Checked {
    const scenarios = tree.scenarios.slice(this.#index, this.#index + 1);
    const first = tree.scenarios[0]?.line ?? 0;
    const alone: SyntaxTree = { ...tree, top: tree.top.filter(({ line }) => line < first), scenarios, problems: [] };
    const { include, maxSteps } = this.#document.options;
    return check(
      { uri: this.#document.uri, tree: alone },
      { include, ...(maxSteps === undefined ? {} : { maxSteps }) },
    );
  }
}

function errorsOf({ diagnostics }: Checked): number {
  return diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error).length;
}
