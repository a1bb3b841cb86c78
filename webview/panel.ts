/** The panel: what is shown, what the reader does to it, and when it is drawn. */
import { chipsView } from "./chips.js";
import { commandOf } from "./command.js";
import type { Command } from "./command.js";
import { patch } from "./dom/patch.js";
import { html } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { barViews, emptyView, headlineView } from "./headline.js";
import { Header } from "./header.js";
import { helpView } from "./help.js";
import type { Host, Incoming } from "./host.js";
import { memoryView } from "./memory/memory.js";
import type { Part, Scene } from "./part.js";
import { makeParts } from "./parts.js";
import { plain } from "./phrase.js";
import { Player } from "./player.js";
import { RunView } from "./run.js";
import { stepWords } from "./speech.js";
import { Story } from "./story/story.js";
import { breadthOf } from "./timeline/layout.js";
import { destination } from "./travel.js";
import { whyView } from "./why.js";
import { Whys } from "./whys.js";
import { PROTOCOL } from "../language/picture/messages.js";
import type { PanelState } from "../language/picture/messages.js";
import type { Picture, ScenarioChoice } from "../language/picture/picture.js";

/** A screen reader hears about the step once the reader has rested on it. */
const SPEAK_AFTER = 300;
/** Width assumed until the page has been laid out. */
const FIRST_WIDTH = 600;

interface Shown {
  readonly story: Story;
  /** The text is broken, and this is the run before the edit. */
  readonly old: boolean;
}

export class Panel {
  readonly #root: HTMLElement;
  readonly #host: Host;
  readonly #player: Player;
  readonly #whys: Whys;
  readonly #header: Header;
  readonly #runView = new RunView();
  readonly #parts: readonly Part[];
  readonly #showLine = (line: number): void => {
    this.#host.send({ type: "line", line });
  };
  #picture: Picture | null = null;
  #shown: Shown | null = null;
  #step = 0;
  #width = FIRST_WIDTH;
  #help = false;
  #spoken = "";
  #speakTimer: ReturnType<typeof setTimeout> | null = null;
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
    this.#header = new Header(root, {
      select: (scenario) => {
        this.#select(scenario, null);
      },
      help: () => {
        this.#toggleHelp(!this.#help);
      },
      redraw: () => {
        this.#draw();
      },
    });
    this.#parts = makeParts({
      send: (message) => {
        host.send(message);
      },
      redraw: () => {
        this.#draw();
      },
      go: (step) => {
        this.#go(step);
      },
    });
    this.#whys = new Whys((step) => {
      if (this.#picture !== null) this.#host.send({ type: "why", version: this.#picture.version, step });
    });
  }

  /** Begins to listen, and tells the host that it may send the picture. */
  start(): void {
    document.addEventListener("keydown", (event) => {
      const command = event.defaultPrevented ? null : commandOf(event);
      if (command === null || this.#shown === null) return;
      event.preventDefault();
      this.#run(command);
    });
    new ResizeObserver(() => {
      const width = Math.floor(this.#root.clientWidth);
      if (width === 0 || width === this.#width) return;
      this.#width = width;
      this.#draw();
    }).observe(this.#root);
    new MutationObserver(() => {
      this.#runView.forgetColours();
      this.#draw();
    }).observe(document.body, { attributes: true, attributeFilter: ["class", "data-vscode-theme-id"] });
    this.#draw();
    this.#host.send({ type: "ready" });
  }

  /** Takes a message of the host. */
  receive(message: Incoming): void {
    switch (message.type) {
      case "picture":
        this.#take(message.picture, message.step);
        return;
      case "step":
        if (this.#shown !== null) this.#move(message.step);
        return;
      case "why":
        if (message.version !== this.#picture?.version) return;
        this.#whys.put(message.why);
        this.#draw();
        return;
      default:
        this.#parts.some((part) => part.receive(message));
    }
  }

  #take(picture: Picture, step: number): void {
    const before = this.#shown;
    const sameDocument = this.#picture?.uri === picture.uri;
    this.#picture = picture;
    const { run } = picture;
    const sameRun =
      sameDocument && before?.story.run.scenario === run?.scenario && before?.story.run.kernel === run?.kernel;
    this.#shown = run === null ? null : { story: new Story(run), old: picture.brokenLine !== null };
    if (sameRun) this.#whys.clear();
    else this.#whys.forget();
    if (this.#shown === null) this.#player.pause();
    else this.#step = Math.max(0, Math.min(step, this.#shown.story.length));
    this.#settle();
    this.#draw();
  }

  /** To a step and its line. */
  #go(step: number): void {
    this.#player.pause();
    this.#choose(step, true);
  }

  /** The reader chose a step. */
  #choose(step: number, reveal: boolean): void {
    const moved = this.#move(step);
    if (moved || reveal) this.#host.send({ type: "step", step: this.#step, reveal });
  }

  #move(step: number): boolean {
    const length = this.#shown?.story.length ?? 0;
    const next = Math.max(0, Math.min(step, length));
    if (next === this.#step) return false;
    this.#step = next;
    this.#settle();
    this.#draw();
    return true;
  }

  /** What follows from a new step: the explanation is asked for, the place is remembered, the step is spoken. */
  #settle(): void {
    const shown = this.#shown;
    const picture = this.#picture;
    if (shown === null || picture === null) return;
    this.#whys.want(this.#step);
    this.#host.remember({
      protocol: PROTOCOL,
      uri: picture.uri,
      scenario: shown.story.run.scenario,
      kernel: shown.story.run.kernel,
      step: this.#step === shown.story.length ? null : this.#step,
      ...this.#kept(picture),
    });
    this.#speakSoon(shown.story);
  }

  /** What the parts want to find again after a reload. */
  #kept({ whatIf }: Picture): Pick<PanelState, "whatIf" | "trials" | "comparing"> {
    const tried = whatIf === null ? null : { kernel: whatIf.kernel, pool: whatIf.pool, overcommit: whatIf.overcommit };
    const kept = this.#parts.map((part) => part.kept?.()).find((found) => found !== undefined);
    return { whatIf: tried, trials: [], comparing: false, ...kept };
  }

  #speakSoon(story: Story): void {
    if (this.#speakTimer !== null) clearTimeout(this.#speakTimer);
    const step = this.#step;
    const matters =
      story.deaths.some((death) => death.step === step) || story.takings.some((taking) => taking.step === step);
    if (this.#player.playing && !matters) return;
    this.#speakTimer = setTimeout(() => {
      const why = this.#whys.known(step);
      this.#spoken = `${stepWords(story, step)}${why === null ? "" : `. ${plain(why.summary)}`}`;
      this.#draw();
    }, SPEAK_AFTER);
  }

  #advance(steps: number): boolean {
    const story = this.#shown?.story;
    if (story === undefined || this.#step >= story.length) return false;
    const to = Math.min(story.length, this.#step + steps);
    const death = story.deaths.find((candidate) => candidate.step > this.#step && candidate.step <= to);
    this.#choose(death?.step ?? to, false);
    return death === undefined && to < story.length;
  }

  #run(command: Command): void {
    const story = this.#shown?.story;
    if (story === undefined) return;
    const to = destination(story, this.#step, command);
    if (to !== null) {
      this.#player.pause();
      this.#choose(to, false);
      return;
    }
    if (this.#parts.some((part) => part.run(command))) return;
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
      case "escape":
        if (this.#help) this.#toggleHelp(false);
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

  #toggleHelp(open: boolean): void {
    this.#help = open;
    this.#draw();
    this.#root.querySelector<HTMLElement>(open ? ".help" : "#help-button")?.focus();
  }

  #nextKernel(by: 1 | -1): void {
    const scenario = this.#scenario();
    const kernel = this.#shown?.story.run.kernel;
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

  /** Draws at once; asked again while drawing (a focus that moves, say), once more afterwards. */
  #draw(): void {
    if (this.#drawing) {
      this.#again = true;
      return;
    }
    this.#drawing = true;
    try {
      patch(this.#root, [this.#view()]);
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
    if (picture === null || this.#shown === null || scenario === null) return null;
    return { picture, story: this.#shown.story, scenario, step: this.#step, width: this.#width };
  }

  #view(): ElementView {
    const picture = this.#picture;
    const shown = this.#shown;
    const scene = this.#scene();
    const tools = scene === null ? [] : this.#parts.map((part) => part.tool(scene));
    const children: View[] =
      picture === null
        ? []
        : [
            this.#header.view(picture, tools, this.#shown !== null, this.#help),
            ...(shown === null || scene === null ? this.#empty(picture) : this.#body(shown, scene)),
          ];
    children.push(
      html("div", { class: "unseen", "aria-live": "polite", id: "spoken" }, [this.#spoken], { key: "spoken" }),
    );
    return html("main", { class: `hg ${breadthOf(this.#width)}${shown?.old === true ? " stale" : ""}` }, children, {
      key: "main",
    });
  }

  #empty(picture: Picture): View[] {
    const bars = barViews(picture, this.#shown?.story.run ?? null, this.#showLine);
    if (picture.scenario >= 0)
      return [...bars, emptyView("Nothing to draw yet", ["This scenario has nothing that runs."], null)];
    const words = ["A scenario is a block ", html("code", {}, ['scenario "…" { … }']), "."];
    return [
      ...bars,
      emptyView("No scenario at the cursor", words, () => {
        this.#host.send({ type: "example" });
      }),
    ];
  }

  #body(shown: Shown, scene: Scene): View[] {
    const { picture, scenario } = scene;
    const chips = chipsView(scenario.kernels, shown.story.run.kernel, (kernel) => {
      this.#select(scenario.name, kernel);
    });
    const help = this.#help
      ? helpView(() => {
          this.#toggleHelp(false);
        })
      : null;
    const page = firstOf(this.#parts, (part) => part.page(scene));
    if (page !== null) return [...barViews(picture, this.#shown?.story.run ?? null, this.#showLine), page, help];
    const strips = this.#parts.map((part) => part.strip(scene));
    return [
      chips,
      ...strips,
      ...barViews(picture, this.#shown?.story.run ?? null, this.#showLine),
      ...this.#sections(scene),
      help,
    ];
  }

  #sections(scene: Scene): View[] {
    const { story } = scene;
    const go = (step: number): void => {
      this.#go(step);
    };
    const choose = (step: number, reveal: boolean): void => {
      this.#player.pause();
      this.#choose(step, reveal);
    };
    const why = whyView(
      this.#step === 0 ? null : this.#whys.of(this.#step),
      this.#step,
      story.step(this.#step),
      go,
      this.#parts.map((part) => part.aside(scene)),
    );
    return [
      headlineView(story.run, go),
      story.length === 0
        ? null
        : this.#runView.view(story, this.#step, this.#width, this.#player, {
            go,
            choose,
            run: (command) => {
              this.#run(command);
            },
            redraw: () => {
              this.#draw();
            },
          }),
      html(
        "div",
        { class: "below" },
        [
          why,
          memoryView(story, this.#step, this.#step > 0 ? this.#step - 1 : null, {
            page: null,
            choose: () => undefined,
          }),
        ],
        { key: "below" },
      ),
    ];
  }
}

function firstOf(parts: readonly Part[], view: (part: Part) => View): View {
  for (const part of parts) {
    const found = view(part);
    if (found !== null) return found;
  }
  return null;
}
