import {
  commands,
  debug,
  DebugAdapterInlineImplementation,
  DebugConfigurationProviderTriggerKind,
  l10n,
  languages,
  Uri,
  window,
  workspace,
  type DebugSession,
  type DebugSessionCustomEvent,
  type Disposable,
  type LogOutputChannel,
} from "vscode";
import type { LensArgument } from "../../language/features/lens-commands.js";
import { MOVED, OUTDATED, type Moved } from "../../language/debug/events.js";
import type { LanguageService } from "../client/service.js";
import type { KernelChoices } from "../kernel/choices.js";
import { LANGUAGE_ID } from "../language.js";
import type { Panels } from "../panel/panels.js";
import { Store } from "../store.js";
import { ServerDebugAdapter } from "./adapter.js";
import { configurationOf, DEBUG_TYPE, DebugConfigurations, DynamicConfigurations } from "./configurations.js";
import { HoverExpressions, PageValues } from "./values.js";

export interface DebuggingSurroundings {
  readonly service: () => Promise<LanguageService>;
  readonly panels: () => Promise<Panels>;
  readonly kernels: KernelChoices;
  readonly log: LogOutputChannel;
}

/** The debugger as the editor sees it. The sessions themselves run in the language server. */
export class Debugging implements Disposable {
  private readonly store = new Store();
  private readonly house: DebuggingSurroundings;
  /** The documents of the sessions that run. */
  private readonly debugged = new Map<string, string>();

  constructor(house: DebuggingSurroundings) {
    this.house = house;
    const { store } = this;
    store.add(
      debug.registerDebugAdapterDescriptorFactory(DEBUG_TYPE, {
        createDebugAdapterDescriptor: async (session) =>
          new DebugAdapterInlineImplementation(new ServerDebugAdapter(session, await house.service(), house.log)),
      }),
    );
    store.add(debug.registerDebugConfigurationProvider(DEBUG_TYPE, new DebugConfigurations()));
    store.add(
      debug.registerDebugConfigurationProvider(
        DEBUG_TYPE,
        new DynamicConfigurations(house.service),
        DebugConfigurationProviderTriggerKind.Dynamic,
      ),
    );
    store.add(languages.registerEvaluatableExpressionProvider(LANGUAGE_ID, new HoverExpressions()));
    store.add(languages.registerInlineValuesProvider(LANGUAGE_ID, new PageValues()));
    store.add(
      debug.onDidReceiveDebugSessionCustomEvent((event) => {
        this.hear(event).catch((error: unknown) => {
          house.log.error("What the debugger said could not be shown:", error);
        });
      }),
    );
    store.add(
      debug.onDidTerminateDebugSession((session) => {
        void this.ended(session);
      }),
    );
  }

  /** Debugs a scenario, as the code lens above it asks. */
  async start({ uri, scenario, line, kernel, schedule }: LensArgument): Promise<void> {
    const order = schedule === undefined ? {} : { schedule };
    const configuration = { ...configurationOf(uri, line), name: scenario, scenario, kernel, ...order };
    await debug.startDebugging(workspace.getWorkspaceFolder(Uri.parse(uri)), configuration);
  }

  dispose(): void {
    this.store.dispose();
  }

  private async hear({ session, event, body }: DebugSessionCustomEvent): Promise<void> {
    if (session.type !== DEBUG_TYPE) return;
    if (event === MOVED) await this.show(session, body as Moved);
    if (event !== OUTDATED) return;
    const restart = l10n.t("Restart Debugging");
    const chosen = await window.showInformationMessage(
      l10n.t("The text has changed. The debugger goes on with the text as it was."),
      restart,
    );
    if (chosen === restart) await commands.executeCommand("workbench.action.debug.restart");
  }

  /** The panel of the document goes where the debugger stands. */
  private async show(session: DebugSession, { uri, scenario, kernel, step, schedule }: Moved): Promise<void> {
    const panels = await this.house.panels();
    this.debugged.set(session.id, uri);
    panels.hold(uri, true);
    // Marks, hints and lenses speak of the kernel that is debugged.
    if (session.configuration.kernel !== undefined) this.house.kernels.choose(uri, kernel);
    await panels.of(uri)?.showMoment(scenario, kernel, step, schedule);
  }

  private async ended({ id }: DebugSession): Promise<void> {
    const uri = this.debugged.get(id);
    if (uri === undefined) return;
    this.debugged.delete(id);
    if (![...this.debugged.values()].includes(uri)) (await this.house.panels()).hold(uri, false);
  }
}
