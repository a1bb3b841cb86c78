/** The panel: what is shown, what the reader does to it, and when it is drawn. */
import { commandOf, NEEDS_HOST } from "./command.js";
import type { Command } from "./command.js";
import { patch } from "./dom/patch.js";
import type { Host, Incoming } from "./host.js";
import { Page } from "./page.js";
import type { Now } from "./page.js";
import type { Scene } from "./part.js";
import { plain } from "./phrase.js";
import { Player } from "./player.js";
import { Sight } from "./sight.js";
import { Speaker } from "./speaker.js";
import { Story } from "./story/story.js";
import { destination } from "./travel.js";
import { Turns } from "./turns.js";
import type { Turn } from "./turns.js";
import { Whys } from "./whys.js";
import { PROTOCOL } from "../language/picture/messages.js";
import type { PanelSettings, PanelView, Sync } from "../language/picture/messages.js";
import type { Picture, ScenarioChoice } from "../language/picture/picture.js";

const SYNCS: readonly Sync[] = ["cursor", "mouse", "off"];
/** Width assumed until the page has been laid out. */
const FIRST_WIDTH = 600;

export class Panel {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #player: Player;
  readonly #whys: Whys;
  readonly #page: Page;
  readonly #sight: Sight;
  readonly #speaker = new Speaker(() => {
    this.#draw();
  });
  readonly #turns = new Turns(() => {
    this.#draw();
  });
  #picture: Picture | null = null;
  #story: Story | null = null;
  #step = 0;
  #width = FIRST_WIDTH;
  #help = false;
  #settings: PanelSettings = { sync: "cursor", key: true, alone: false };
  /** The host works out another picture. */
  #busy = false;
  #drawing = false;
  #again = false;

  constructor(root: HTMLElement, host: Host) {
    this.#root = root;
    this.#host = host;
    this.#player = new Player(
      (steps) => this.#advance(steps),
      () => {
        this.#draw();
      },
    );
    this.#sight = new Sight((view) => {
      host.send({ type: "view", view });
      this.#remember();
      this.#draw();
    });
    this.#page = new Page({
      send: host.send,
      select: (scenario, kernel) => {
        this.#select(scenario, kernel);
      },
      go: (step) => {
        this.#player.pause();
        this.#choose(step, true);
      },
      choose: (step, reveal) => {
        this.#player.pause();
        this.#choose(step, reveal, !reveal);
      },
      run: (command) => {
        this.#run(command);
      },
      follow: (page) => {
        this.#sight.follow(page);
      },
      unpin: () => {
        this.#sight.pin(null);
      },
      frame: (from, zoom) => {
        this.#sight.window(from, zoom);
      },
      redraw: () => {
        this.#draw();
      },
      inWidth: (width, read) => this.#inWidth(width, read),
    });
    this.#whys = new Whys((step) => {
      if (this.#picture !== null) this.#host.send({ type: "why", version: this.#picture.version, step });
    });
  }

  /** Begins to listen, and tells the host that it may send the picture. */
  start(): void {
    document.addEventListener("keydown", (event) => {
      const command = event.defaultPrevented ? null : commandOf(event);
      if (command === null || this.#story === null) return;
      event.preventDefault();
      this.#run(command);
    });
    new ResizeObserver(() => {
      const width = Math.floor(this.#root.clientWidth);
      if (width === 0 || width === this.#width) return;
      this.#width = width;
      this.#draw();
    }).observe(this.#root);
    const themes = new MutationObserver(() => {
      this.#page.forgetColours();
      this.#draw();
    });
    themes.observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
    // Colours that the reader customizes change without another theme.
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
    this.#draw();
    this.#page.readColours(this.#root.firstElementChild ?? this.#root);
    this.#host.send({ type: "ready" });
  }

  /** Takes a message of the host. */
  receive(message: Incoming): void {
    switch (message.type) {
      case "picture":
        this.#take(message.picture, message.step, message.view);
        return;
      case "settings":
        this.#settings = message.settings;
        this.#draw();
        return;
      case "busy":
        this.#busy = message.busy;
        this.#draw();
        return;
      case "step":
        if (this.#story !== null) this.#move(message.step);
        return;
      case "why":
        if (message.version !== this.#picture?.version) return;
        this.#whys.put(message.why);
        this.#draw();
        return;
      default:
        this.#page.receive(message);
    }
  }

  #take(picture: Picture, step: number, view: PanelView): void {
    this.#busy = false;
    const before = this.#story;
    const sameDocument = this.#picture?.uri === picture.uri;
    this.#picture = picture;
    const { run } = picture;
    const sameRun = sameDocument && before?.run.scenario === run?.scenario && before?.run.kernel === run?.kernel;
    this.#story = run === null ? null : new Story(run);
    if (sameRun) this.#whys.clear();
    else this.#whys.forget();
    if (this.#story === null) this.#player.pause();
    else this.#step = Math.max(0, Math.min(step, this.#story.length));
    this.#sight.take(view, this.#story);
    this.#settle();
    this.#draw();
  }

  /** The reader chose a step; `dragged` = it is one of many that the pointer passes. */
  #choose(step: number, reveal: boolean, dragged = false): void {
    const moved = this.#move(step, dragged);
    if (moved || reveal) this.#host.send({ type: "step", step: this.#step, reveal });
  }

  #move(step: number, dragged = false): boolean {
    const length = this.#story?.length ?? 0;
    const next = Math.max(0, Math.min(step, length));
    if (next === this.#step) return false;
    const turn = dragged ? this.#turns.next(Math.abs(next - this.#step)) : null;
    this.#step = next;
    this.#settle();
    this.#draw(turn);
    return true;
  }

  /** What follows from a new step: the explanation is asked for, the place is remembered, the step is spoken. */
  #settle(): void {
    const story = this.#story;
    const picture = this.#picture;
    if (story === null || picture === null) return;
    this.#whys.want(this.#step);
    this.#remember();
    const step = this.#step;
    this.#speaker.soon(story, step, this.#player.playing, () => {
      const why = this.#whys.known(step);
      return why === null ? "" : `. ${plain(why.summary)}`;
    });
  }

  /** What VS Code gives back after a reload. */
  #remember(): void {
    const story = this.#story;
    const picture = this.#picture;
    if (story === null || picture === null) return;
    this.#host.remember({
      protocol: PROTOCOL,
      uri: picture.uri,
      scenario: story.run.scenario,
      kernel: story.run.kernel,
      step: this.#step === story.length ? null : this.#step,
      view: this.#sight.view,
      ...this.#page.kept(picture),
    });
  }

  #advance(steps: number): boolean {
    const story = this.#story;
    if (story === null || this.#step >= story.length) return false;
    const to = Math.min(story.length, this.#step + steps);
    const death = story.deaths.find((candidate) => candidate.step > this.#step && candidate.step <= to);
    this.#choose(death?.step ?? to, false);
    return death === undefined && to < story.length;
  }

  #run(command: Command): void {
    const story = this.#story;
    if (story === null || (this.#settings.alone && NEEDS_HOST.has(command))) return;
    const to = destination(story, this.#step, command, this.#sight.life(story));
    if (to !== null) {
      this.#player.pause();
      this.#choose(to, false);
      return;
    }
    if (this.#page.command(command, story, this.#step)) return;
    switch (command) {
      case "play":
        this.#togglePlay(story);
        break;
      case "speed":
        this.#player.faster();
        break;
      case "speed-1":
        this.#player.set(1);
        break;
      case "speed-10":
        this.#player.set(10);
        break;
      case "speed-100":
        this.#player.set(100);
        break;
      case "next-kernel":
        this.#nextKernel(1);
        break;
      case "previous-kernel":
        this.#nextKernel(-1);
        break;
      case "reveal":
        this.#choose(this.#step, true);
        break;
      case "why":
        this.#root.querySelector<HTMLElement>(".why")?.focus();
        break;
      case "help":
        this.#toggleHelp(!this.#help);
        break;
      case "pin":
        this.#sight.pin(this.#step);
        break;
      case "zoom-in":
        this.#sight.zoom(1);
        break;
      case "zoom-out":
        this.#sight.zoom(-1);
        break;
      case "zoom-none":
        this.#sight.zoom(null);
        break;
      case "sync":
        this.#nextSync();
        break;
      case "escape":
        this.#escape();
        break;
      default:
        break;
    }
    this.#draw();
  }

  #togglePlay(story: Story): void {
    if (this.#player.playing) {
      this.#player.pause();
      return;
    }
    if (this.#step >= story.length) this.#choose(0, false);
    this.#player.play();
  }

  /** The innermost thing that is open is closed: the keys, the page followed, the pin. */
  #escape(): void {
    if (this.#help) this.#toggleHelp(false);
    else if (this.#sight.view.page !== null) this.#sight.follow(null);
    else this.#sight.pin(null);
  }

  #nextSync(): void {
    const sync = SYNCS[(SYNCS.indexOf(this.#settings.sync) + 1) % SYNCS.length] ?? "cursor";
    this.#host.send({ type: "sync", sync });
  }

  #toggleHelp(open: boolean): void {
    this.#help = open;
    this.#draw();
    this.#root.querySelector<HTMLElement>(open ? ".help" : "#help-button")?.focus();
  }

  #nextKernel(by: 1 | -1): void {
    const scenario = this.#scenario();
    const kernel = this.#story?.run.kernel;
    if (scenario === null || kernel === undefined) return;
    const at = scenario.kernels.findIndex((choice) => choice.kernel === kernel);
    const next = scenario.kernels[(at + by + scenario.kernels.length) % scenario.kernels.length];
    if (next !== undefined && next.kernel !== kernel) this.#select(scenario.name, next.kernel);
  }

  #select(scenario: string, kernel: string | null): void {
    this.#player.pause();
    this.#host.send({ type: "select", scenario, kernel });
  }

  #scenario(): ScenarioChoice | null {
    const picture = this.#picture;
    return picture === null ? null : (picture.scenarios[picture.scenario] ?? null);
  }

  #inWidth<T>(width: number, read: () => T): T {
    const before = this.#width;
    const { scrollingElement } = document;
    const scrolled = scrollingElement?.scrollTop ?? 0;
    const lay = (wanted: number, style: string): void => {
      this.#root.style.width = style;
      this.#width = wanted;
      this.#draw();
    };
    lay(width, `${width}px`);
    try {
      return read();
    } finally {
      lay(before, "");
      scrollingElement?.scrollTo({ top: scrolled, behavior: "instant" });
    }
  }

  /** Draws at once, all or what has its turn; asked again while drawing (a focus that moves, say), once more afterwards. */
  #draw(turn: Turn | null = null): void {
    if (this.#drawing) {
      this.#again = true;
      return;
    }
    this.#drawing = true;
    try {
      patch(this.#root, [this.#page.view(this.#now(turn))]);
    } finally {
      this.#drawing = false;
    }
    if (this.#again) {
      this.#again = false;
      this.#draw();
    }
  }

  #scene(): Scene | null {
    const picture = this.#picture;
    const scenario = this.#scenario();
    if (picture === null || this.#story === null || scenario === null) return null;
    return { picture, story: this.#story, scenario, step: this.#step, width: this.#width };
  }

  #now(turn: Turn | null): Now {
    const story = this.#story;
    return {
      picture: this.#picture,
      scene: this.#scene(),
      width: this.#width,
      player: this.#player,
      turn,
      look: this.#sight.view,
      life: story === null ? null : this.#sight.life(story),
      why: this.#step === 0 ? null : this.#whys.of(this.#step),
      settings: this.#settings,
      help: this.#help,
      busy: this.#busy,
      spoken: this.#speaker.view(),
    };
  }
}
