import {
  l10n,
  Position,
  QuickPickItemKind,
  Range,
  ThemeIcon,
  window,
  WorkspaceEdit,
  workspace,
  type QuickInputButton,
  type QuickPickItem,
  type TextEditor,
} from "vscode";
import { KERNELS_IN_TIME, type KernelId } from "../../engine/index.js";
import { kernelMeaning } from "../../language/lore/kernels.js";
import type { ScenarioResult } from "../../language/results.js";
import type { LanguageService } from "../client/service.js";
import type { KernelChoices } from "./choices.js";
import { ICONS } from "./status.js";

interface KernelItem extends QuickPickItem {
  readonly kernel?: KernelId;
  readonly listed?: boolean;
}

/** Lets the reader choose the kernel under which a scenario is shown; nothing of the text changes unless that is chosen, too. */
export async function pickKernel(
  editor: TextEditor,
  scenario: ScenarioResult,
  choices: KernelChoices,
  service: LanguageService,
): Promise<void> {
  const { document } = editor;
  const uri = document.uri.toString();
  const write: QuickInputButton = {
    iconPath: new ThemeIcon("save"),
    tooltip: l10n.t("Write it to the file as the first kernel"),
  };
  const picked = await new Promise<{ readonly kernel: KernelId; readonly write: boolean } | undefined>((resolve) => {
    const pick = window.createQuickPick<KernelItem>();
    pick.title = l10n.t("Show “{0}” under which kernel?", scenario.name);
    pick.placeholder = l10n.t("All that is shown follows. The text stays as it is.");
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.items = kernelItems(scenario, write);
    pick.activeItems = pick.items.filter(({ kernel }) => kernel === scenario.shown);
    pick.onDidAccept(() => {
      const [item] = pick.selectedItems;
      if (item?.kernel !== undefined) resolve({ kernel: item.kernel, write: item.listed !== true });
      pick.hide();
    });
    pick.onDidTriggerItemButton(({ item: { kernel } }) => {
      if (kernel !== undefined) resolve({ kernel, write: true });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
  if (picked === undefined) return;
  if (picked.write) await writeKernel(editor, scenario, picked.kernel, service);
  choices.choose(uri, picked.kernel);
}

function kernelItems({ kernels, shown }: ScenarioResult, write: QuickInputButton): KernelItem[] {
  const listed = kernels.map(({ kernel, verdict }): KernelItem => ({
    label: `$(${ICONS[verdict.outcome]}) ${kernel}`,
    description: kernel === shown ? l10n.t("{0} (shown)", verdict.words) : verdict.words,
    detail: kernelMeaning(kernel),
    kernel,
    listed: true,
    ...(kernel === kernels[0]?.kernel ? {} : { buttons: [write] }),
  }));
  const others = KERNELS_IN_TIME.filter((kernel) => !kernels.some((each) => each.kernel === kernel)).map(
    (kernel): KernelItem => ({ label: `$(add) ${kernel}`, detail: kernelMeaning(kernel), kernel, listed: false }),
  );
  return [
    ...listed,
    ...(others.length === 0
      ? []
      : [{ label: l10n.t("Not listed, written to the file"), kind: QuickPickItemKind.Separator }, ...others]),
  ];
}

/** Makes a kernel the first that the scenario lists. */
async function writeKernel(
  { document }: TextEditor,
  scenario: ScenarioResult,
  kernel: KernelId,
  service: LanguageService,
): Promise<void> {
  const answer = await service.kernelLine({ uri: document.uri.toString(), line: scenario.line, kernel });
  if (answer === null) return;
  const { start, end } = answer.edit.range;
  const edit = new WorkspaceEdit();
  edit.replace(
    document.uri,
    new Range(new Position(start.line, start.character), new Position(end.line, end.character)),
    answer.edit.newText,
  );
  if (document.version !== answer.version || !(await workspace.applyEdit(edit)))
    void window.showWarningMessage(l10n.t("The text changed meanwhile: the kernel was not written."));
}
