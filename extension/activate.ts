import { ExtensionMode, Uri, tasks, window, workspace, type ExtensionContext, type TextDocument } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { LENS_COMMANDS } from "../language/features/lens-commands.js";
import type { Start } from "../language/server/protocol.js";
import { registerCommands } from "./commands.js";
import type { ClientSurroundings } from "./client/options.js";
import type { LanguageService } from "./client/service.js";
import { Debugging } from "./debug/debugging.js";
import { KernelChoices } from "./kernel/choices.js";
import { LANGUAGE_ID } from "./language.js";
import { Lazy } from "./lazy.js";
import { CODE_PAGE } from "./pages.js";
import type { Panels } from "./panel/panels.js";
import { PANEL_TYPE } from "./panel/type.js";
import { Store } from "./store.js";
import type { Surface } from "./surface.js";
import { HugetlbTasks, TASK_TYPE, type StartCommand } from "./tasks/provider.js";
import { Testing } from "./testing/testing.js";

/** Makes the language client of this host; called at the first use. */
export type ClientFactory = (context: ExtensionContext, house: ClientSurroundings) => Promise<BaseLanguageClient>;

/** What the tests that run inside the editor may look at; nobody else is given it. */
export interface Insight {
  panels(): Promise<Panels>;
  service(): Promise<LanguageService>;
  surface(): Promise<Surface>;
  readonly kernels: KernelChoices;
  readonly testing: Testing;
  /** The file of the output channel. */
  readonly log: Uri;
}

let stopService: (() => Promise<void>) | undefined;

/** Registers everything and loads nothing: the language client comes with the first scenario file, the panel with its first use. */
export function activateWith(
  context: ExtensionContext,
  makeClient: ClientFactory,
  startCommand?: StartCommand,
): Insight | undefined {
  const store = new Store();
  context.subscriptions.push(store);
  const log = store.add(window.createOutputChannel("HugeTLB", { log: true }));

  const kernels = store.add(new KernelChoices(context.workspaceState));

  store.add(
    workspace.onDidRenameFiles(({ files }) => {
      for (const { oldUri, newUri } of files) kernels.move(oldUri, newUri);
    }),
  );

  const service = new Lazy(async () => {
    const { LanguageService } = await import("./client/service.js");
    const start = (): Start => ({ kernels: kernels.all(), commands: lensCommands(context), codePage: CODE_PAGE });
    const made = new LanguageService(await makeClient(context, { log, start }));
    store.add(
      kernels.onDidChange((uri) => {
        made.showKernel({ uri, kernel: kernels.of(uri) });
      }),
    );
    stopService = () => made.stop();
    // Nobody waits for the server to be up: the panel opens at once, and its questions wait.
    made.start().catch((error: unknown) => {
      log.error("The language server does not start:", error);
    });
    return made;
  });
  const testing = store.add(new Testing({ service: () => service.get(), log }));
  const surface = new Lazy(async () => {
    const { Surface } = await import("./surface.js");
    const { extensionUri } = context;
    return store.add(
      new Surface({ extensionUri, service: await service.get(), kernels, messages: testing.messages, log }),
    );
  });
  const panels = new Lazy(async () => {
    const [{ Panels }, { PanelMemory }] = await Promise.all([import("./panel/panels.js"), import("./panel/memory.js")]);
    const memory = store.add(new PanelMemory(context.workspaceState));
    return store.add(
      new Panels({ extensionUri: context.extensionUri, service: await service.get(), kernels, memory, log }),
    );
  });

  const debugging = store.add(
    new Debugging({ service: () => service.get(), panels: () => panels.get(), kernels, log }),
  );

  const startFor = (document: TextDocument): void => {
    if (document.languageId !== LANGUAGE_ID) return;
    surface.get().catch((error: unknown) => {
      log.error("The language client cannot be loaded:", error);
    });
  };
  workspace.textDocuments.forEach(startFor);
  store.add(workspace.onDidOpenTextDocument(startFor));

  store.add(registerCommands({ context, service, surface, panels, kernels, testing, debugging }));
  store.add(tasks.registerTaskProvider(TASK_TYPE, new HugetlbTasks(() => service.get(), startCommand)));
  store.add(
    window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: async (view, state) => (await panels.get()).restore(view, state),
    }),
  );
  if (context.extensionMode !== ExtensionMode.Test) return undefined;
  return {
    panels: () => panels.get(),
    service: () => service.get(),
    surface: () => surface.get(),
    kernels,
    testing,
    log: Uri.joinPath(context.logUri, "HugeTLB.log"),
  };
}

/** Ends the server in good order. */
export async function deactivateAll(): Promise<void> {
  await stopService?.();
  stopService = undefined;
}

/** Commands of code lenses that the manifest knows. */
function lensCommands({ extension }: ExtensionContext): readonly string[] {
  const { contributes } = extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  const known = new Set(contributes.commands.map(({ command }) => command));
  return Object.values(LENS_COMMANDS).filter((command) => known.has(command));
}
