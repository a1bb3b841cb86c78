/** The checker: everything about a document that is found without running it. */
import { DiagnosticSeverity, type Diagnostic } from "vscode-languageserver-types";
import type { KernelId } from "../../engine/index.js";
import { MAX_DIAGNOSTICS } from "../limits.js";
import type { Leaf, ScenarioBlock, TreeNode } from "../syntax/tree.js";
import { Availability } from "./availability.js";
import type { Checked, CheckedScenario, CheckOptions, SourceDocument } from "./checked.js";
import { Gatherer, isSetting } from "./gather.js";
import { Problems, diagnosticOf, type Problem } from "./problems.js";
import { emptySettings, inherited, TIERS, type Settings } from "./settings.js";
import { DEFAULT_KERNEL, isSimulated } from "./support.js";
import { Unroller } from "./unroll.js";

/** The setting lines at a scenario's head, and where its first step stands. */
function headOf(body: readonly TreeNode[]): { readonly settings: readonly Leaf[]; readonly rest: readonly TreeNode[] } {
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

class Checker {
  private readonly problems = new Problems();
  private readonly availability = new Availability();
  private readonly kernelProblems = new Map<string, Problem>();

  constructor(
    private readonly document: SourceDocument,
    private readonly options: CheckOptions,
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
    const gatherer = new Gatherer(file, this.problems, this.options.include, TIERS.file, TIERS.fileInclude);
    gatherer.take(this.document, this.topSettings());
    const scenarios = tree.scenarios.map((block) => this.scenario(block, file, gatherer.leftOut));
    this.twins();
    if (scenarios.length === 0) this.kernelsOf(file);
    for (const problem of [...this.availability.problems(), ...this.kernelProblems.values()])
      this.problems.add(problem);
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
    const { uri, tree } = this.document;
    const settings = inherited(file);
    const { settings: head, rest } = headOf(block.body);
    const gatherer = new Gatherer(settings, this.problems, this.options.include, TIERS.scenario, TIERS.scenarioInclude);
    gatherer.take(this.document, head);
    const unroller = new Unroller(uri, tree, { ...block, body: rest }, settings, this.problems, this.options.maxSteps);
    unroller.run(0);
    const kernels = this.kernelsOf(settings);
    this.availability.meet([...settings.uses, ...unroller.steps.uses], kernels);
    const leftOut = new Set([...fileLeftOut, ...gatherer.leftOut, ...unroller.leftOut]);
    if (block.header.kind === "broken") leftOut.add(block.line);
    return {
      uri,
      name: block.name,
      line: block.line,
      endLine: block.endLine,
      block,
      kernels,
      settings,
      items: unroller.items,
      invariants: unroller.invariants,
      leftOut: [...leftOut].sort((a, b) => a - b),
    };
  }

  /** The kernels to run; those that the engine does not run are told once a line. */
  private kernelsOf(settings: Settings): readonly KernelId[] {
    if (this.options.kernels !== undefined) return this.options.kernels.filter(isSimulated);
    if (settings.kernel === null) return [DEFAULT_KERNEL];
    const { value, place } = settings.kernel;
    const statement = this.document.tree.lines[place.line]?.statement;
    const words = statement?.kind === "kernel" ? statement.kernels : [];
    const missing = value.kernels.filter((kernel) => !isSimulated(kernel));
    if (value.all && missing.length > 0) {
      const message = `this version does not simulate ${missing.join(" and ")} yet: \`all\` means the others`;
      this.kernelProblem({
        code: "limit",
        place: { ...place, span: words[0]?.span ?? place.span },
        message,
        severity: DiagnosticSeverity.Information,
      });
    } else {
      for (const kernel of missing) {
        const span = words.find(({ text }) => text === kernel)?.span ?? place.span;
        const message = `this version does not simulate ${kernel} yet: nothing is run under it`;
        this.kernelProblem({ code: "limit", place: { ...place, span }, message });
      }
    }
    return value.kernels.filter(isSimulated);
  }

  /** Scenarios share the file's kernels: what is wrong with them is told once. */
  private kernelProblem(problem: Problem): void {
    this.kernelProblems.set(`${String(problem.place.line)} ${problem.message}`, problem);
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

/** Checks a document: its form, its names, kinds, ranges and settings. Never throws, whatever the text. */
export function check(document: SourceDocument, options: CheckOptions): Checked {
  return new Checker(document, options).check();
}
