/** The panel's page over a text: parsed, checked, run and tried as the extension and its server do it. */
import type { Browser, Page } from "playwright-core";
import { TextDocument } from "vscode-languageserver-textdocument";
import { HugetlbDocument } from "../../language/document.js";
import { whyOf } from "../../language/explain/index.js";
import { type Exploration, explore, isConcurrent, outcomeWords, wrongOf } from "../../language/explore/index.js";
import type { Run } from "../../language/run/index.js";
import { chooseRun, makePicture, pictureOfRun, type TriedRun } from "../../language/picture/make.js";
import { type FromWebview, NO_VIEW, type ToWebview } from "../../language/picture/messages.js";
import type { Tried } from "../../language/picture/picture.js";
import { isFromWebview } from "../../language/picture/validate.js";
import { type Remedy, remediesFor } from "../../language/remedy/index.js";
import { Pictures } from "../../language/server/pictures.js";
import { tryRun } from "../../language/server/variants.js";
import { compareRuns, variantEdits } from "../../language/variant/index.js";
import { done, newPage, openPanel, type StageOptions } from "./stage.js";

const URI = "file:///story.hugetlb";

export interface DeskOptions extends StageOptions {
  /** By name; left out = the first. */
  readonly scenario?: string;
  /** States of each exploration; left out = the default. */
  readonly states?: number;
}

/** A text and its panel. */
export class Desk {
  readonly page: Page;
  readonly sent: FromWebview[] = [];
  readonly errors: string[] = [];
  readonly #document = new HugetlbDocument(URI, { include: () => ({ state: "missing", reason: "no files" }) });
  readonly #pictures = new Pictures("desk");
  readonly #explorations = new WeakMap<Run, Exploration>();
  #kernel: string | null;
  #scenario: string | null;
  #tried: Tried | null = null;
  #remedies: readonly Remedy[] = [];
  #step: number | null;
  readonly #limits: { readonly states?: number };

  private constructor(page: Page, text: string, options: DeskOptions) {
    this.page = page;
    this.#scenario = options.scenario ?? null;
    this.#kernel = options.kernel ?? null;
    this.#step = options.step ?? null;
    this.#limits = options.states === undefined ? {} : { states: options.states };
    this.#read(text);
  }

  static async open(
    browser: Browser,
    files: { script: string; style: string },
    text: string,
    options: DeskOptions = {},
  ): Promise<Desk> {
    const page = await newPage(browser, options);
    const desk = new Desk(page, text, options);
    await openPanel(page, files, options, {
      receive: (message) => desk.#receive(message),
      keep: () => undefined,
      error: (words) => desk.errors.push(words),
    });
    return desk;
  }

  get text(): string {
    return this.#document.text;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  #read(text: string): void {
    this.#document.update(text, this.#document.version + 1);
    this.#document.analyse();
  }

  async #receive(message: unknown): Promise<void> {
    if (!isFromWebview(message)) {
      this.errors.push(`not a message: ${JSON.stringify(message)}`);
      return;
    }
    this.sent.push(message);
    switch (message.type) {
      case "ready":
        await this.#show();
        return;
      case "select":
        this.#scenario = message.scenario;
        this.#kernel = message.kernel;
        await this.#show();
        return;
      case "try":
        this.#tried = message.tried;
        await this.#show();
        return;
      case "write":
        await this.#write();
        return;
      case "step":
        this.#step = message.step;
        return;
      case "compare":
        if (message.open) await this.#compare(message);
        return;
      case "why":
        await this.#why(message.version, message.step);
        return;
      case "remedies":
        await this.#list(message.version, message.step);
        return;
      case "explore":
        await this.#tellExplored(message.version);
        return;
      case "remedy":
        this.#edit(this.#remedies[message.index]?.edit ?? []);
        await this.#show();
        return;
      case "view":
      case "debug":
      case "sync":
      case "limit":
      case "line":
      case "example":
      case "export":
      case "copy":
        return;
    }
  }

  #run(): TriedRun | null {
    const shown = chooseRun(this.#document, this.#scenario, this.#kernel);
    return shown === null || this.#tried === null
      ? null
      : done(tryRun(shown, this.#tried, (run) => this.#explored(run)));
  }

  #explored(run: Run): Exploration {
    const known = this.#explorations.get(run) ?? explore(run.program, this.#limits);
    this.#explorations.set(run, known);
    return known;
  }

  async #tellExplored(version: number): Promise<void> {
    const shown = chooseRun(this.#document, this.#scenario, this.#kernel);
    const run = shown?.run?.run;
    if (shown === null || run === undefined || !isConcurrent(run.program)) return;
    const news = !this.#explorations.has(run);
    for (const each of shown.scenario.runs) this.#explored(each.run);
    const found = this.#explored(run);
    if (news) await this.#show();
    const wrong = wrongOf(found).map(({ judged, run: way }) => {
      const { when, interleavings } = judged;
      return { what: outcomeWords(judged.outcome), when, interleavings, steps: way.steps.length };
    });
    const { problem, states, interleavings } = found;
    await this.#post({ type: "explored", version, explored: { problem, states, interleavings, wrong } });
  }

  async #show(): Promise<void> {
    const picture = makePicture(this.#document, this.#scenario, this.#kernel, this.#run(), (run) =>
      this.#explorations.get(run),
    );
    const sent = done(this.#pictures.sending(picture, new Set()));
    await this.#post({
      type: "picture",
      picture: sent,
      step: this.#step ?? picture.run?.steps.length ?? 0,
      view: NO_VIEW,
    });
  }

  async #compare({ trials }: Extract<FromWebview, { type: "compare" }>): Promise<void> {
    const shown = chooseRun(this.#document, this.#scenario, this.#kernel);
    if (shown === null) return;
    const { rows, difference, sentence } = done(compareRuns(shown.scenario, trials));
    await this.#post({
      type: "comparison",
      comparison: {
        version: this.#document.version,
        scenario: shown.scenario.scenario.name,
        rows: rows.map(({ kernels, sizes, run }) => ({
          kernels,
          sizes,
          run: done(this.#pictures.sendingRun(pictureOfRun(URI, run), new Set())),
        })),
        difference,
        sentence,
      },
    });
  }

  async #why(version: number, step: number): Promise<void> {
    const run = this.#run()?.run ?? chooseRun(this.#document, this.#scenario, this.#kernel)?.run;
    const why = run == null ? null : whyOf(run.run, step);
    if (why !== null) await this.#post({ type: "why", version, why });
  }

  async #list(version: number, step: number | null): Promise<void> {
    const shown = chooseRun(this.#document, this.#scenario, this.#kernel);
    if (shown?.run == null) return;
    this.#remedies = done(remediesFor(this.#document, shown.scenario.scenario, shown.run.run, step));
    const remedies = this.#remedies.map(({ title, outcome, comesTo, saves }) => ({ title, outcome, comesTo, saves }));
    await this.#post({ type: "remedies", version, step, remedies });
  }

  async #write(): Promise<void> {
    const shown = chooseRun(this.#document, this.#scenario, this.#kernel);
    if (shown === null || this.#tried === null) return;
    this.#edit(variantEdits(this.#document, shown.scenario.scenario, this.#tried));
    this.#tried = null;
    await this.#show();
  }

  #edit(edits: Remedy["edit"]): void {
    const before = TextDocument.create(URI, "hugetlb", this.#document.version, this.#document.text);
    this.#read(TextDocument.applyEdits(before, [...edits]));
  }

  async #post(message: ToWebview): Promise<void> {
    await this.page.evaluate((data) => {
      globalThis.postMessage(data, "*");
    }, message);
  }
}
