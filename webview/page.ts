/** Everything that the page shows, as one view: header, answer, timeline, memory and why, and the parts that stand by themselves. */
import type { PageId } from "../engine/index.js";
import { chipsView } from "./chips.js";
import type { Command } from "./command.js";
import { html } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { followView } from "./follow.js";
import { Header } from "./header.js";
import { barViews, emptyView, headlineView } from "./headline.js";
import { helpView } from "./help.js";
import type { Incoming } from "./host.js";
import { Memory, memoryRoom } from "./memory/memory.js";
import type { Part, Room, Scene } from "./part.js";
import { makeParts } from "./parts.js";
import { pinView } from "./pin.js";
import type { Player } from "./player.js";
import { RunView } from "./run.js";
import type { Life } from "./story/life.js";
import type { Story } from "./story/story.js";
import { nextTheme } from "./theme.js";
import { inksOfTheme } from "./timeline/inks.js";
import { breadthOf } from "./timeline/layout.js";
import type { Turn } from "./turns.js";
import { whyView } from "./why.js";
import type { PanelSettings, PanelState, PanelView } from "../language/picture/messages.js";
import type { Picture, Why } from "../language/picture/picture.js";

/** What is on show. */
export interface Now {
  readonly picture: Picture | null;
  /** null when no run is shown. */
  readonly scene: Scene | null;
  /** CSS pixels. */
  readonly width: number;
  readonly player: Player;
  /** What is drawn for a step that is dragged over while the rest stays as it is; null = everything. */
  readonly turn: Turn | null;
  readonly look: PanelView;
  /** Of the page followed. */
  readonly life: Life | null;
  readonly why: Why | null;
  readonly settings: PanelSettings;
  /** The list of keys is open. */
  readonly help: boolean;
  /** The host works out another picture. */
  readonly busy: boolean;
  /** What a screen reader hears. */
  readonly spoken: ElementView;
}

/** What the reader may do, and the parts. */
export interface PageActions extends Room {
  /** null = the kernel that the scenario lists first. */
  readonly select: (scenario: string, kernel: string | null) => void;
  readonly choose: (step: number, reveal: boolean) => void;
  readonly run: (command: Command) => void;
  readonly follow: (page: PageId | null) => void;
  readonly unpin: () => void;
  /** Draws the steps from `from` on in full, at a zoom. */
  readonly frame: (from: number, zoom: number) => void;
}

export class Page {
  readonly #actions: PageActions;
  readonly #header: Header;
  readonly #all: readonly Part[];
  /** Those that there are where the page is shown. */
  #parts: readonly Part[];
  readonly #run: RunView;
  readonly #memory = new Memory();
  /** The memory as it was drawn last. */
  #remembered: ElementView | null = null;
  /** A part stands in the place of the run. */
  #covered = false;

  constructor(actions: PageActions) {
    this.#actions = actions;
    this.#header = new Header(actions);
    this.#run = new RunView(actions);
    this.#all = makeParts(actions);
    this.#parts = this.#all;
  }

  /** Does a command that belongs to the run or to a part; false = it does not. */
  command(command: Command, story: Story, step: number): boolean {
    if (this.#parts.some((part) => part.run(command))) return true;
    return command === "harms" && !this.#covered && this.#run.toggleHarms(story, step);
  }

  /** What the parts want to find again after a reload. */
  kept({ whatIf }: Picture): Pick<PanelState, "whatIf" | "trials" | "comparing"> {
    const tried = whatIf === null ? null : { kernel: whatIf.kernel, pool: whatIf.pool, overcommit: whatIf.overcommit };
    const kept = this.#parts.map((part) => part.kept?.()).find((found) => found !== undefined);
    return { whatIf: tried, trials: [], comparing: false, ...kept };
  }

  /** Hands a message to the part that it belongs to. */
  receive(message: Incoming): void {
    this.#parts.some((part) => part.receive(message));
  }

  /** Reads the colours of canvases while there is little else on the page. */
  readColours(main: Element): void {
    inksOfTheme(main);
  }

  /** The theme has changed: what is drawn on a canvas must be drawn again. */
  forgetColours(): void {
    nextTheme();
    this.#run.forgetColours();
    this.#memory.forgetColours();
  }

  view(now: Now): ElementView {
    const { picture, scene, settings } = now;
    this.#parts = settings.alone ? [] : this.#all;
    const sync = settings.alone ? null : settings.sync;
    const tools = scene === null ? [] : this.#parts.map((part) => part.tool(scene));
    const head = picture === null ? [] : [this.#header.view(picture, tools, sync, scene !== null, now.help)];
    const body = picture === null ? [] : scene === null ? this.#empty(picture) : this.#body(now, scene);
    const progress = now.busy
      ? html("div", { class: "progress", "aria-hidden": "true" }, [], { key: "progress" })
      : null;
    const old = picture?.brokenLine != null && scene !== null;
    return html(
      "main",
      { class: `hg ${breadthOf(now.width)}${old ? " stale" : ""}` },
      [...head, ...body, progress, now.spoken],
      { key: "main" },
    );
  }

  #empty(picture: Picture): View[] {
    const bars = this.#bars(picture);
    if (picture.scenario >= 0)
      return [...bars, emptyView("Nothing to draw yet", ["This scenario has nothing that runs."], null)];
    const title = html("h1", { class: "unseen" }, ["HugeTLB scenarios"], { key: "title" });
    const words = ["A scenario is a block ", html("code", {}, ['scenario "…" { … }']), "."];
    return [
      title,
      ...bars,
      emptyView("No scenario at the cursor", words, () => {
        this.#actions.send({ type: "example" });
      }),
    ];
  }

  #bars(picture: Picture): View[] {
    const { send } = this.#actions;
    return barViews(picture, {
      show: (line) => {
        send({ type: "line", line });
      },
      changeLimit: () => {
        send({ type: "limit", of: "steps" });
      },
    });
  }

  #body(now: Now, scene: Scene): View[] {
    const { picture, scenario, story } = scene;
    const bars = this.#bars(picture);
    const help = now.help
      ? helpView(now.settings.alone, () => {
          this.#actions.run("help");
        })
      : null;
    const page = this.#parts.map((part) => part.page(scene)).find((found) => found !== null) ?? null;
    this.#covered = page !== null;
    if (page !== null) return [...bars, page, help];
    const chips = chipsView(scenario.kernels, story.run.kernel, (kernel) => {
      this.#actions.select(scenario.name, kernel);
    });
    const strips = this.#parts.map((part) => part.strip(scene));
    const below = html("div", { class: "below" }, [this.#why(now, scene), this.#memoryOf(now, scene)], {
      key: "below",
    });
    return [chips, ...strips, ...bars, ...this.#answer(now, scene), this.#timeline(now, scene), below, help];
  }

  /** The answer of the run, or the life of the page followed; and what the pinned step is compared by. */
  #answer({ life, look: { pin } }: Now, { story, step }: Scene): View[] {
    const { go, follow, unpin } = this.#actions;
    return [
      life === null
        ? headlineView(story.run, go)
        : followView(life, go, () => {
            follow(null);
          }),
      pin === null ? null : pinView(story, pin, step, go, unpin),
    ];
  }

  #timeline({ width, look, player, settings, turn }: Now, { story, step }: Scene): View {
    return story.length === 0
      ? null
      : this.#run.view(
          story,
          step,
          { width, look, alone: settings.alone, still: turn !== null && turn !== "timeline" },
          player,
          this.#actions,
        );
  }

  #why({ why }: Now, scene: Scene): ElementView {
    const { story, step } = scene;
    const asides = this.#parts.map((part) => part.aside(scene));
    return whyView(why, step, story.step(step), this.#actions.go, asides);
  }

  #memoryOf({ look, settings, width, turn }: Now, { story, step }: Scene): ElementView {
    if (turn !== null && turn !== "memory" && this.#remembered !== null) return this.#remembered;
    const before = look.pin ?? (step > 0 ? step - 1 : null);
    this.#remembered = this.#memory.view(story, step, before, {
      key: settings.key,
      room: memoryRoom(width),
      follow: { page: look.page, choose: this.#actions.follow },
    });
    return this.#remembered;
  }
}
