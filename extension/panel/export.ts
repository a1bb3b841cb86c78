import { l10n, window, type QuickPickItem, type Uri } from "vscode";
import type { ExportFormat } from "../../language/picture/messages.js";
import type { Panels } from "./panels.js";

interface FormatItem extends QuickPickItem {
  readonly format: ExportFormat;
}

/** Asks for a format and exports what the panel of a document shows (that of the panel in front when none is named). */
export async function exportPanel(panels: Panels, uri: Uri | undefined): Promise<void> {
  const panel = uri === undefined ? panels.inFront : panels.open(uri);
  if (panel === undefined) {
    void window.showInformationMessage(
      l10n.t("Open a .hugetlb file first: what is exported is the scenario that its panel shows."),
    );
    return;
  }
  const items: readonly FormatItem[] = [
    { format: "svg", label: "SVG", description: l10n.t("what is seen, for a paper") },
    { format: "png", label: "PNG", description: l10n.t("what is seen, for a slide") },
    { format: "html", label: l10n.t("HTML page"), description: l10n.t("the run, to be played anywhere") },
    { format: "markdown", label: l10n.t("Markdown table"), description: l10n.t("the steps, for a report") },
    { format: "json", label: "JSON", description: l10n.t("the trace, for a program") },
    { format: "c", label: l10n.t("C program"), description: l10n.t("plays it on a real kernel") },
  ];
  const chosen = await window.showQuickPick(items, { placeHolder: l10n.t("Export as"), matchOnDescription: true });
  if (chosen !== undefined) await panel.exporter.export(chosen.format);
}
