import {
  ExtensionMode,
  Uri,
  commands,
  window,
  workspace,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
} from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { LanguageService } from "./client/service.js";
import { LANGUAGE_ID } from "./language.js";
import { Lazy } from "./lazy.js";
import type { Panels } from "./panel/panels.js";
import { PANEL_TYPE } from "./panel/type.js";
import { Store } from "./store.js";

/** Makes the language client of this host; called at the first use. */
export type ClientFactory = (context: ExtensionContext, log: LogOutputChannel) => Promise<BaseLanguageClient>;

/** What the tests that run inside the editor may look at; nobody else is given it. */
export interface Insight {
  panels(): Promise<Panels>;
  service(): Promise<LanguageService>;
}

let stopService: (() => Promise<void>) | undefined;

/** Registers everything and loads nothing: the language client comes with the first scenario file, the panel with its first use. */
export function activateWith(context: ExtensionContext, makeClient: ClientFactory): Insight | undefined {
  const store = new Store();
  context.subscriptions.push(store);
  const log = store.add(window.createOutputChannel("HugeTLB", { log: true }));

  const service = new Lazy(async () => {
    const { LanguageService } = await import("./client/service.js");
    const made = new LanguageService(await makeClient(context, log));
    stopService = () => made.stop();
    // Nobody waits for the server to be up: the panel opens at once, and its questions wait.
    made.start().catch((error: unknown) => {
      log.error("The language server does not start:", error);
    });
    return made;
  });
  const panels = new Lazy(async () => {
    const [{ Panels }, { PanelMemory }] = await Promise.all([import("./panel/panels.js"), import("./panel/memory.js")]);
    const memory = store.add(new PanelMemory(context.workspaceState));
    return store.add(new Panels({ extensionUri: context.extensionUri, service: await service.get(), memory, log }));
  });

  const startFor = (document: TextDocument): void => {
    if (document.languageId !== LANGUAGE_ID) return;
    service.get().catch((error: unknown) => {
      log.error("The language client cannot be loaded:", error);
    });
  };
  workspace.textDocuments.forEach(startFor);
  store.add(workspace.onDidOpenTextDocument(startFor));

  store.add(
    commands.registerCommand("hugetlb.openPanel", async (uri?: unknown) => {
      const target = uri instanceof Uri ? uri : scenarioInFront();
      if (target === undefined)
        void window.showInformationMessage("Open a .hugetlb file first: the panel shows the scenario at the cursor.");
      else (await panels.get()).open(target);
    }),
  );
  store.add(
    commands.registerCommand("hugetlb.restartServer", async () => {
      await (await service.get()).restart();
    }),
  );
  store.add(
    window.registerWebviewPanelSerializer(PANEL_TYPE, {
      deserializeWebviewPanel: async (view, state) => (await panels.get()).restore(view, state),
    }),
  );
  return context.extensionMode === ExtensionMode.Test
    ? { panels: () => panels.get(), service: () => service.get() }
    : undefined;
}

/** Ends the server in good order. */
export async function deactivateAll(): Promise<void> {
  await stopService?.();
  stopService = undefined;
}

function scenarioInFront(): Uri | undefined {
  const editor = window.activeTextEditor;
  return editor?.document.languageId === LANGUAGE_ID ? editor.document.uri : undefined;
}
