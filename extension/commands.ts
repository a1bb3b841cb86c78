import { commands, l10n, Uri, window, workspace, type ExtensionContext } from "vscode";
import { LENS_COMMANDS, type LensArgument } from "../language/features/lens-commands.js";
import type { WriteArgument } from "../language/features/pool-lens.js";
import type { LanguageService } from "./client/service.js";
import type { KernelChoices } from "./kernel/choices.js";
import type { Debugging } from "./debug/debugging.js";
import { ScenarioInFront } from "./front.js";
import type { Lazy } from "./lazy.js";
import { openPage } from "./pages.js";
import type { Panels } from "./panel/panels.js";
import { Store } from "./store.js";
import type { Surface } from "./surface.js";
import type { Testing } from "./testing/testing.js";

/** What the commands work with; each part comes with its first use. */
export interface CommandSurroundings {
  readonly context: ExtensionContext;
  readonly service: Lazy<LanguageService>;
  readonly surface: Lazy<Surface>;
  readonly panels: Lazy<Panels>;
  readonly kernels: KernelChoices;
  readonly testing: Testing;
  readonly debugging: Debugging;
}

/** Registers the commands that package.json contributes. */
export function registerCommands({
  context,
  service,
  surface,
  panels,
  kernels,
  testing,
  debugging,
}: CommandSurroundings): Store {
  const store = new Store();
  const front = store.add(new ScenarioInFront());
  const register = (id: string, act: (...args: never[]) => unknown): void => {
    store.add(commands.registerCommand(id, (...args: never[]) => act(...args)));
  };
  register("hugetlb.openPanel", async (uri?: unknown) => {
    const target = uri instanceof Uri ? uri : front.document?.uri;
    if (target === undefined)
      void window.showInformationMessage(
        l10n.t("Open a .hugetlb file first: the panel shows the scenario at the cursor."),
      );
    else (await panels.get()).open(target);
  });
  register(LENS_COMMANDS.picture, async ({ uri, line }: LensArgument) => {
    (await panels.get()).open(Uri.parse(uri)).follow(line);
  });
  register(LENS_COMMANDS.compare, async (about?: LensArgument) => {
    const target = about === undefined ? front.document?.uri : Uri.parse(about.uri);
    if (target === undefined) return;
    const panel = (await panels.get()).open(target);
    if (about !== undefined) panel.follow(about.line);
    await panel.compare(true);
  });
  register("hugetlb.export", async () => {
    const { exportPanel } = await import("./panel/export.js");
    await exportPanel(await panels.get(), front.document?.uri);
  });
  register(LENS_COMMANDS.run, (about: LensArgument) => testing.runScenario(about));
  register(LENS_COMMANDS.debug, (about: LensArgument) => debugging.start(about));
  register(LENS_COMMANDS.kernel, ({ uri, kernel }: LensArgument) => {
    kernels.choose(uri, kernel);
  });
  register(LENS_COMMANDS.write, async ({ uri, version, edits }: WriteArgument) => {
    const { applyEdits } = await import("./edits.js");
    await applyEdits(await workspace.openTextDocument(Uri.parse(uri)), version, edits);
  });
  register("hugetlb.chooseKernel", async () => {
    const editor = await front.editor();
    if (editor === undefined)
      void window.showInformationMessage(
        l10n.t("Open a .hugetlb file first: its scenarios say which kernels there are."),
      );
    else await (await surface.get()).chooseKernel(editor);
  });
  register("hugetlb.newScenario", async (template?: unknown) => {
    const { newScenario } = await import("./scenarios/scenarios.js");
    await newScenario(typeof template === "string" ? template : undefined);
  });
  register("hugetlb.openExample", async () => {
    const { openExample } = await import("./scenarios/scenarios.js");
    await openExample(context);
  });
  register("hugetlb.explainCode", async (code: string) => {
    await openPage(context, "diagnostics", code);
  });
  register("hugetlb.openTutorial", async () => {
    await openPage(context, "tutorial");
  });
  register("hugetlb.openWalkthrough", async () => {
    await commands.executeCommand("workbench.action.openWalkthrough", `${context.extension.id}#hugetlb.start`, false);
  });
  register("hugetlb.restartServer", async () => {
    await (await service.get()).restart();
  });
  return store;
}
