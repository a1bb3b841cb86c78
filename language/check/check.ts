/** The checker: everything about a document that is found without running it. */
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver-types";
import type { KernelId } from "../../engine/index.js";
import { MAX_DIAGNOSTICS } from "../limits.js";
import type { Leaf, ScenarioBlock } from "../syntax/tree.js";
import { Availability, notSimulated } from "./availability.js";
import type { Checked, CheckedScenario, CheckOptions, SourceDocument } from "./checked.js";
import { Gatherer, isSetting } from "./gather.js";
import { headOf } from "./head.js";
import { ScenarioMemo } from "./memo.js";
import { impossibleMinimums } from "./minimums.js";
import { Problems, diagnosticOf, type Problem } from "./problems.js";
import { emptySettings, inherited, TIERS, type Settings } from "./settings.js";
import { DEFAULT_KERNEL } from "./support.js";
import { Unroller } from "./unroll.js";

/** What a scenario includes may change without a change of its lines. */
function includesFiles({ body }: ScenarioBlock): boolean {
  return body.some((node) => node.kind === "statement" && node.statement.kind === "include");
}

class Checker {
  private readonly problems = new Problems();
  private readonly availability = new Availability();

  constructor(
    private readonly document: SourceDocument,
    private readonly options: CheckOptions,
    private readonly memo: ScenarioMemo,
  ) {}

  check(): Checked {
    const { uri, tree } = this.document;
    for (const { line, span, code, message, related } of tree.problems) {
      this.problems.add({
        code,
        place: { uri, line, span },
        message,
        related: related === null ? [] : [{ uri, ...related }],
      });
    }
    const file = emptySettings();
    const top = this.topSettings();
    const parts: unknown[] = top.flatMap(({ line }) => [line, tree.lines[line]]);
    const include: CheckOptions["include"] = (path, from) => {
      const found = this.options.include(path, from);
      parts.push(found.state === "loaded" ? found.document.tree : JSON.stringify(found));
      return found;
    };
    const gatherer = new Gatherer(file, this.problems, include, TIERS.file, TIERS.fileInclude);
    gatherer.take(this.document, top);
    this.memo.begin(parts);
    const scenarios = tree.scenarios.map((block) => this.scenario(block, file, gatherer.leftOut));
    this.twins();
    for (const problem of this.availability.problems()) this.problems.add(problem);
    return { uri, diagnostics: limited(this.problems.all), scenarios };
  }

  /** The file's settings: what stands before its first scenario. */
  private topSettings(): readonly Leaf[] {
    const { uri, tree } = this.document;
    const first = tree.scenarios[0]?.line ?? Infinity;
    for (const { line, statement } of tree.top) {
      if (line < first || !isSetting(statement)) continue;
      const message = `\`${statement.kind}\` outside a scenario is a setting of the file: it stands before the first scenario`;
      this.problems.add({ code: "bad-setting", place: { uri, line, span: statement.span }, message });
    }
    return tree.top.filter(({ line }) => line < first);
  }

  /** Two scenarios of one name: pickers and results could not tell them apart. */
  private twins(): void {
    const { uri, tree } = this.document;
    const seen = new Map<string, ScenarioBlock>();
    for (const block of tree.scenarios) {
      if (block.header.kind !== "scenario") continue;
      const before = seen.get(block.name);
      if (before === undefined) {
        seen.set(block.name, block);
        continue;
      }
      this.problems.add({
        code: "duplicate-name",
        place: { uri, line: block.line, span: block.header.name.span },
        message: `there is a scenario "${block.name}" already`,
        severity: DiagnosticSeverity.Warning,
        related: [{ uri, line: before.line, span: before.header.span, message: "the first one of that name" }],
      });
    }
  }

  private scenario(block: ScenarioBlock, file: Settings, fileLeftOut: ReadonlySet<number>): CheckedScenario {
    const { lines } = this.document.tree;
    const known = this.memo.find(block, lines);
    const found = known ?? this.freshly(block, file, fileLeftOut);
    if (known === null && !includesFiles(block)) this.memo.keep(block, lines, found);
    for (const problem of found.problems) this.problems.add(problem);
    const { uses, kernels } = found.scenario;
    this.availability.meet(
      uses,
      kernels.filter((kernel) => notSimulated(uses, kernel).length === 0),
    );
    return found.scenario;
  }

  private freshly(
    block: ScenarioBlock,
    file: Settings,
    fileLeftOut: ReadonlySet<number>,
  ): { readonly scenario: CheckedScenario; readonly problems: readonly Problem[] } {
    const { uri, tree } = this.document;
    const { include, maxSteps } = this.options;
    const problems = new Problems();
    const settings = inherited(file);
    const { settings: head, rest } = headOf(block.body);
    const gatherer = new Gatherer(settings, problems, include, TIERS.scenario, TIERS.scenarioInclude);
    gatherer.take(this.document, head);
    const unroller = new Unroller(uri, tree, { ...block, body: rest }, settings, problems, maxSteps);
    unroller.run(0);
    const kernels = this.kernelsOf(settings);
    // A line that was left out may have been the one that gives the pages.
    if (fileLeftOut.size + gatherer.leftOut.size === 0 && !settings.open)
      for (const problem of impossibleMinimums(settings, kernels)) problems.add(problem);
    const uses = [...settings.uses, ...unroller.steps.uses];
    const leftOut = new Set([...fileLeftOut, ...gatherer.leftOut, ...unroller.leftOut]);
    if (block.header.kind === "broken") leftOut.add(block.line);
    const scenario: CheckedScenario = {
      uri,
      name: block.name,
      line: block.line,
      endLine: block.endLine,
      block,
      kernels,
      settings,
      uses,
      items: unroller.items,
      invariants: unroller.invariants,
      leftOut: [...leftOut].sort((a, b) => a - b),
    };
    return { scenario, problems: problems.all };
  }

  /** The kernels to run. */
  private kernelsOf(settings: Settings): readonly KernelId[] {
    return this.options.kernels ?? settings.kernel?.value ?? [DEFAULT_KERNEL];
  }
}

/** In the order of their places; of too many the first ones, and one that tells how many more there are. */
function limited(problems: readonly Problem[]): readonly Diagnostic[] {
  const sorted = [...problems].sort((a, b) => a.place.line - b.place.line || a.place.span.start - b.place.span.start);
  const diagnostics = sorted.slice(0, MAX_DIAGNOSTICS).map(diagnosticOf);
  const next = sorted[MAX_DIAGNOSTICS];
  if (next !== undefined) {
    const more = sorted.length - MAX_DIAGNOSTICS;
    diagnostics.push(
      diagnosticOf({
        ...next,
        code: "limit",
        message: `and ${String(more)} more problems from here on: they are not shown`,
      }),
    );
  }
  return diagnostics;
}

/**
 * Checks a document: its form, its names, kinds, ranges and settings. Never throws, whatever the text.
 * `memo`: what is known of the document's version before; it must have been checked with the same options.
 */
export function check(document: SourceDocument, options: CheckOptions, memo = new ScenarioMemo()): Checked {
  return new Checker(document, options, memo).check();
}
