/** Where somebody comes to harm: the list of deaths, pages taken and failed calls, to go to one of them. */
import { html, svg } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { icon, verdictIcon } from "./icon.js";
import { letterOf } from "./ink.js";
import { Listbox } from "./listbox.js";
import { written } from "./number.js";
import type { Death, Moment, Story } from "./story/story.js";
import { glyphView } from "./timeline/glyph.js";

const LABEL = "Deaths, pages taken, failed calls";

type Harm =
  | { readonly sort: "death"; readonly step: number; readonly death: Death }
  | { readonly sort: "taking" | "failure"; readonly step: number; readonly moment: Moment };

export interface HarmsActions {
  /** Goes to a step and shows its line. */
  readonly go: (step: number) => void;
  readonly redraw: () => void;
}

/** Knows whether the list is open. */
export class Harms {
  readonly #list: Listbox;
  #story: Story | null = null;
  /** Of the story, in the order of the steps; put together when the list is first opened. */
  #harms: readonly Harm[] | null = null;

  constructor({ go, redraw }: HarmsActions) {
    this.#list = new Listbox({
      opener: "harms",
      label: LABEL,
      class: "harms",
      redraw,
      choose: (index) => {
        const harm = this.#all()[index];
        if (harm !== undefined) go(harm.step);
      },
    });
  }

  /** Opens the list where the chosen step is, or closes it; false = there is nothing to list. */
  toggle(story: Story, step: number): boolean {
    this.#take(story);
    if (!hasHarms(story)) return false;
    const next = this.#all().findIndex((harm) => harm.step >= step);
    this.#list.toggle(next < 0 ? this.#all().length - 1 : next);
    return true;
  }

  /** The button; null where there is nothing to list. */
  button(story: Story, step: number): View {
    if (!hasHarms(story)) return null;
    const attributes = {
      class: "tool",
      id: "harms",
      type: "button",
      "aria-label": `${LABEL} (L)`,
      title: `${LABEL} (L)`,
      "aria-haspopup": "listbox",
      "aria-expanded": this.#list.open && this.#story === story ? "true" : "false",
    };
    return html("button", attributes, [icon("list")], {
      key: "harms",
      on: {
        click: () => {
          this.toggle(story, step);
        },
      },
    });
  }

  /** null while it is closed. */
  list(story: Story, step: number): View {
    if (!this.#list.open) return null;
    this.#take(story);
    const harms = this.#all();
    const chosen = harms.findIndex((harm) => harm.step === step);
    return this.#list.view({
      count: harms.length,
      chosen: chosen < 0 ? null : chosen,
      option: (index) => optionViews(story, harms[index]),
      name: (index) => nameOf(story, harms[index]),
    });
  }

  #take(story: Story): void {
    if (this.#story === story) return;
    this.#story = story;
    this.#harms = null;
  }

  #all(): readonly Harm[] {
    this.#harms ??= this.#story === null ? [] : harmsOf(this.#story);
    return this.#harms;
  }
}

function hasHarms({ deaths, takings, failures }: Story): boolean {
  return deaths.length + takings.length + failures.length > 0;
}

/** In the order of the steps; of one step the taking comes first, for it is the cause. A call that fails twice fails once. */
function harmsOf({ takings, failures, deaths }: Story): readonly Harm[] {
  return [
    ...takings.map((moment) => ({ sort: "taking", step: moment.step, moment }) as const),
    ...failures
      .filter(({ step }, at) => failures[at - 1]?.step !== step)
      .map((moment) => ({ sort: "failure", step: moment.step, moment }) as const),
    ...deaths.map((death) => ({ sort: "death", step: death.step, death }) as const),
  ].sort((left, right) => left.step - right.step);
}

/** Whose harm it is, or who does it. */
function nameOf(story: Story, harm: Harm | undefined): string {
  const pid = harm === undefined ? null : harm.sort === "death" ? harm.death.pid : harm.moment.pid;
  return pid === null ? "" : story.name(pid);
}

function optionViews(story: Story, harm: Harm | undefined): View[] {
  if (harm === undefined) return [];
  const [mark, said] = toldOf(story, harm);
  const name = nameOf(story, harm);
  return [
    html("span", { class: "option-step" }, [html("span", { class: "unseen" }, ["step "]), written(harm.step)]),
    mark,
    html("span", { class: "option-name" }, [html("b", {}, [name]), name === "" ? said : ` ${said}`]),
  ];
}

function toldOf(story: Story, harm: Harm): readonly [mark: ElementView, said: string] {
  switch (harm.sort) {
    case "death": {
      const { signal, announced } = harm.death;
      const said = announced ? `killed by ${signal}, as announced` : `killed by ${signal}`;
      return [verdictIcon(announced ? "announced" : "dies"), said];
    }
    case "taking":
      return [markView("taking"), takingWords(story, harm.step)];
    case "failure": {
      const step = story.step(harm.step);
      return [markView("fail"), step === null ? "" : `${step.text}: ${step.result}`];
    }
    default:
      return harm satisfies never;
  }
}

/** `takes page C from w0 and w1` */
function takingWords(story: Story, step: number): string {
  const takings = story.takingsAt(step);
  const victims = new Set(takings.flatMap((taking) => taking.victims.map(({ pid }) => story.name(pid))));
  const [first] = takings;
  const pages =
    first !== undefined && takings.length === 1 ? `page ${letterOf(first.page)}` : `${takings.length} pages`;
  return `takes ${pages} from ${[...victims].join(" and ")}`;
}

function markView(glyph: "taking" | "fail"): ElementView {
  return svg("svg", { class: "verdict", viewBox: "0 0 16 16", "aria-hidden": "true" }, [
    glyphView(glyph, 8, glyph === "fail" ? 8.5 : 8, 14, null, "g"),
  ]);
}
