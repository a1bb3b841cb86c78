import {
  l10n,
  MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  window,
  type Disposable,
  type StatusBarItem,
  type TextEditor,
} from "vscode";
import type { KernelChoice, Verdict } from "../../language/picture/picture.js";
import type { ScenarioResult } from "../../language/results.js";
import { LANGUAGE_ID } from "../language.js";
import { type ResultsWatch, scenarioAtLine } from "../results.js";
import { Store } from "../store.js";

/** The status bar's word on the scenario at the cursor: the shown kernel and how the run ended. A click chooses another kernel. */
export class KernelStatus implements Disposable {
  private readonly store = new Store();
  private readonly item: StatusBarItem;
  private readonly results: ResultsWatch;

  constructor(results: ResultsWatch) {
    this.results = results;
    this.item = this.store.add(window.createStatusBarItem("hugetlb.kernel", StatusBarAlignment.Right, 100));
    this.item.name = l10n.t("HugeTLB kernel and verdict");
    this.item.command = "hugetlb.chooseKernel";
    this.store.add(
      results.onDidChange((uri) => {
        if (window.activeTextEditor?.document.uri.toString() === uri) this.update();
      }),
    );
    this.store.add(
      window.onDidChangeActiveTextEditor(() => {
        this.update();
      }),
    );
    this.store.add(
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === window.activeTextEditor) this.update();
      }),
    );
    this.update();
  }

  /** What it says now; undefined while it is not there. */
  get text(): string | undefined {
    return this.scenario() === undefined ? undefined : this.item.text;
  }

  dispose(): void {
    this.store.dispose();
  }

  private scenario(): ScenarioResult | undefined {
    const editor = window.activeTextEditor;
    return editor === undefined ? undefined : scenarioInFront(editor, this.results);
  }

  private update(): void {
    const scenario = this.scenario();
    const shown = scenario?.kernels.find(({ kernel }) => kernel === scenario.shown);
    if (scenario === undefined || shown === undefined) {
      this.item.hide();
      return;
    }
    const { outcome, words } = shown.verdict;
    this.item.text = `$(${ICONS[outcome]}) ${shown.kernel}: ${words}`;
    this.item.tooltip = tooltip(scenario);
    this.item.accessibilityInformation = { label: `${scenario.name}: ${shown.kernel}, ${words}`, role: "button" };
    this.item.backgroundColor =
      outcome === "bug" || outcome === "hang" ? new ThemeColor("statusBarItem.errorBackground") : undefined;
    this.item.show();
  }
}

/** The scenario at an editor's cursor, as far as its results are known. */
export function scenarioInFront(
  { document, selection }: TextEditor,
  results: ResultsWatch,
): ScenarioResult | undefined {
  if (document.languageId !== LANGUAGE_ID) return undefined;
  return scenarioAtLine(results.of(document.uri.toString())?.scenarios ?? [], selection.active.line);
}

/** Codicons, one for each way to end. */
export const ICONS: Readonly<Record<Verdict["outcome"], string>> = {
  fine: "pass",
  announced: "pass",
  dies: "error",
  failed: "warning",
  bug: "bug",
  hang: "bug",
  sometimes: "error",
  open: "circle-outline",
};

function tooltip({ name, kernels, shown }: ScenarioResult): MarkdownString {
  const text = new MarkdownString("", true);
  text.appendMarkdown("**");
  text.appendText(name);
  text.appendMarkdown("**\n\n");
  for (const { kernel, verdict } of kernels)
    text.appendMarkdown(`${verdictLine(kernel, verdict, kernel === shown)}\n\n`);
  text.appendText(l10n.t("Click to look at it under another kernel."));
  return text;
}

function verdictLine(kernel: string, verdict: KernelChoice["verdict"], shown: boolean): string {
  const words = `$(${ICONS[verdict.outcome]}) \`${kernel}\` ${verdict.words}`;
  return shown ? `**${words}**` : words;
}
