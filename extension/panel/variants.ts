import { commands, type Disposable, type LogOutputChannel } from "vscode";
import { LENS_COMMANDS, type LensArgument } from "../../language/features/lens-commands.js";
import type { PanelState, ToWebview } from "../../language/picture/messages.js";
import type { ExploredChoice, Picture, Tried } from "../../language/picture/picture.js";
import type { Explored } from "../../language/server/protocol.js";
import type { LanguageService } from "../client/service.js";
import { applyEdits } from "../edits.js";
import { loadScenarioFile } from "../language.js";
import type { KernelChoices } from "../kernel/choices.js";
import { Latest } from "./latest.js";
import { ListedRemedies } from "./remedies.js";

interface House {
  readonly service: LanguageService;
  readonly kernels: KernelChoices;
  readonly log: LogOutputChannel;
}

/** What a panel lends. */
export interface PanelHandle {
  readonly now: () => { readonly state: PanelState; readonly picture: Picture | null };
  readonly change: (part: Partial<PanelState>) => void;
  readonly post: (message: ToWebview) => void;
  readonly refresh: () => void;
}

/** What might be instead of what the text says: trials, the comparison with them, and the remedies. */
export class PanelVariants implements Disposable {
  private readonly house: House;
  private readonly panel: PanelHandle;
  private readonly remedies: ListedRemedies;
  private readonly comparing = new Latest();

  constructor(house: House, panel: PanelHandle) {
    this.house = house;
    this.panel = panel;
    this.remedies = new ListedRemedies(house.service);
  }

  dispose(): void {
    this.comparing.dispose();
  }

  /** Other sizes or another kernel than the text has; null = as the text has them. */
  tryOut(tried: Tried | null): void {
    const nothing =
      tried === null ||
      (tried.kernel === null && tried.pool === null && tried.overcommit === null && tried.interleaving === undefined);
    // A counterexample ends with what goes wrong in it.
    const end = tried?.interleaving === undefined ? {} : { step: null };
    this.panel.change({ whatIf: nothing ? null : tried, ...end });
    this.panel.refresh();
  }

  /** What is tried becomes what the text says. */
  async write(): Promise<void> {
    const { state, picture } = this.panel.now();
    const { uri, whatIf: tried } = state;
    const scenario = picture?.run?.scenario;
    if (tried === null || picture === null || scenario === undefined) return;
    const { version } = picture;
    const answer = await this.house.service.writeTried({ uri, version, scenario, tried });
    if (answer === null || this.panel.now().picture !== picture) return;
    this.panel.change({ whatIf: null });
    if (await applyEdits(await loadScenarioFile(uri), answer.version, answer.edits)) {
      if (tried.kernel !== null) this.house.kernels.choose(uri, tried.kernel);
    } else {
      this.panel.change({ whatIf: tried });
      this.house.log.warn(`What was tried could not be written into ${uri}.`);
    }
    this.panel.refresh();
  }

  /** Brings the comparison up to date, if it is open. Of several under way only the last one counts. */
  async compareRuns(): Promise<void> {
    this.dispose();
    const { state, picture } = this.panel.now();
    const { uri, comparing, trials, whatIf } = state;
    if (!comparing || picture?.run == null) return;
    const asking = this.comparing.next();
    const { scenario, kernel } = picture.run;
    const sized = whatIf !== null && (whatIf.pool !== null || whatIf.overcommit !== null || whatIf.kernel !== null);
    const tried = sized ? [{ kernel, pool: whatIf.pool, overcommit: whatIf.overcommit }] : [];
    const comparison = await this.house.service.compare({ uri, scenario, trials: [...tried, ...trials] }, asking);
    if (comparison === null || asking.isCancellationRequested) return;
    this.panel.post({ type: "comparison", comparison });
  }

  /** What would have saved whoever comes to harm in a step; null = the first of the run. */
  async listRemedies(version: number, step: number | null): Promise<void> {
    const { state, picture } = this.panel.now();
    if (picture?.run == null || picture.version !== version || picture.whatIf !== null) return;
    const { scenario, kernel } = picture.run;
    const remedies = await this.remedies.ask({ uri: state.uri, version, scenario, kernel, step });
    if (remedies === null || this.panel.now().picture !== picture) return;
    this.panel.post({ type: "remedies", version, step, remedies });
  }

  /** In how many interleavings something goes wrong, once that is found out. */
  async listInterleavings(version: number): Promise<void> {
    const { state, picture } = this.panel.now();
    if (picture?.run == null || picture.version !== version) return;
    const { scenario, kernel } = picture.run;
    const explored = await this.house.service.explored({ uri: state.uri, version, scenario, kernel });
    const now = this.panel.now().picture;
    if (now?.version !== version || now.run?.scenario !== scenario || now.run.kernel !== kernel) return;
    this.panel.post({ type: "explored", version, explored: explored === null ? null : choiceOf(explored) });
  }

  /** Debugs one of the interleavings in which something goes wrong. */
  async debugInterleaving(version: number, interleaving: number): Promise<void> {
    const { state, picture } = this.panel.now();
    if (picture?.run == null || picture.version !== version) return;
    const { scenario, kernel } = picture.run;
    const line = picture.scenarios[picture.scenario]?.line ?? 0;
    const { uri } = state;
    const explored = await this.house.service.explored({ uri, version, scenario, kernel });
    const schedule = explored?.counterexamples[interleaving]?.schedule;
    if (schedule === undefined) return;
    const about: LensArgument = { uri, scenario, line, kernel, schedule };
    await commands.executeCommand(LENS_COMMANDS.debug, about);
  }

  /** Shows the interleaving of a schedule, if it is one in which something goes wrong. */
  async showSchedule(schedule: string): Promise<void> {
    const { state, picture } = this.panel.now();
    if (picture?.run == null) return;
    const { version } = picture;
    const { scenario, kernel } = picture.run;
    const explored = await this.house.service.explored({ uri: state.uri, version, scenario, kernel });
    const interleaving = explored?.counterexamples.findIndex((each) => each.schedule === schedule) ?? -1;
    const now = this.panel.now();
    if (interleaving < 0 || now.picture?.version !== version || now.picture.run?.scenario !== scenario) return;
    if (now.state.whatIf?.interleaving !== interleaving)
      this.tryOut({ kernel: null, pool: null, overcommit: null, interleaving });
  }

  /** Does what a remedy says: as an edit that can be undone, or by showing the kernel that it names. */
  async takeRemedy(version: number, step: number | null, index: number): Promise<void> {
    const remedy = this.remedies.find(version, step, index);
    const { uri } = this.panel.now().state;
    if (remedy === undefined) return;
    if (remedy.edit.length > 0 && !(await applyEdits(await loadScenarioFile(uri), version, remedy.edit))) {
      this.house.log.warn(`"${remedy.title}" could not be written into ${uri}.`);
      return;
    }
    if (remedy.kernel === undefined) return;
    this.panel.change({ kernel: remedy.kernel });
    this.house.kernels.choose(uri, remedy.kernel);
    this.panel.refresh();
  }
}

/** What the page is told: the interleavings themselves are shown one at a time. */
function choiceOf({ problem, states, interleavings, counterexamples }: Explored): ExploredChoice {
  const wrong = counterexamples.map(({ what, when, interleavings: some, picture }) => {
    return { what, when, interleavings: some, steps: picture.steps.length };
  });
  return { problem, states, interleavings, wrong };
}

/** What is tried, without the kernel. */
export function sizesOnly({ pool, overcommit }: Tried): Tried | null {
  return pool === null && overcommit === null ? null : { kernel: null, pool, overcommit };
}
