/** In how many interleavings something goes wrong, and the shortest of them, step by step. */
import { html } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import type { Incoming } from "../host.js";
import { verdictIcon } from "../icon.js";
import type { Part, Room, Scene } from "../part.js";
import type { ExploredChoice } from "../../language/picture/picture.js";
import { written } from "../number.js";

interface Question {
  readonly version: number;
  readonly scenario: string;
  readonly kernel: string;
}

export class InterleavingsPart implements Part {
  readonly #room: Room;
  #asked: Question | null = null;
  #explored: ExploredChoice | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  tool(): null {
    return null;
  }

  strip(scene: Scene): View {
    const { version, whatIf } = scene.picture;
    const { scenario, kernel } = scene.story.run;
    const other = whatIf !== null && (whatIf.kernel !== null || whatIf.pool !== null || whatIf.overcommit !== null);
    // What is tried is run in written order only.
    if (other || scene.picture.brokenLine !== null) return null;
    this.#ask({ version, scenario, kernel });
    return this.#explored === null ? null : this.#view(this.#explored, whatIf?.interleaving ?? null);
  }

  page(): null {
    return null;
  }

  aside(): null {
    return null;
  }

  run(): false {
    return false;
  }

  receive(message: Incoming): boolean {
    if (message.type !== "explored") return false;
    if (message.version === this.#asked?.version) {
      this.#explored = message.explored;
      this.#room.redraw();
    }
    return true;
  }

  #ask(question: Question): void {
    const { version, scenario, kernel } = question;
    const asked = this.#asked;
    if (asked?.version === version && asked.scenario === scenario && asked.kernel === kernel) return;
    if (asked?.scenario !== scenario || asked.kernel !== kernel) this.#explored = null;
    this.#asked = question;
    this.#room.send({ type: "explore", version });
  }

  #show(interleaving: number | null): void {
    const nothing = { kernel: null, pool: null, overcommit: null };
    this.#room.send({ type: "try", tried: interleaving === null ? null : { ...nothing, interleaving } });
  }

  #view(explored: ExploredChoice, shown: number | null): ElementView {
    const { wrong, states } = explored;
    const at = shown ?? 0;
    const found = wrong[at];
    const isPartial = explored.problem === "partial";
    if (found === undefined)
      return isPartial
        ? bar("open", [`Partial: ${written(states)} states looked at, nothing bad so far. `, this.#limitButton()])
        : bar("fine", [fineWords(explored)]);
    const rest = isPartial ? [` Partial: ${written(states)} states looked at. `, this.#limitButton()] : [];
    const steps = `${String(found.steps)} ${found.steps === 1 ? "step" : "steps"}`;
    const words = [html("b", {}, [found.what]), ` ${inHowMany(explored, found)}. `];
    if (shown === null) {
      const show = this.#button(`Show the shortest, ${steps}`, `The shortest interleaving, ${steps}`, 0);
      return bar("dies", [...words, "Below: the written order. ", show, ...rest]);
    }
    const turn = wrong.length < 2 ? [] : this.#turns(at, wrong.length);
    return bar("dies", [
      ...words,
      `Below: the shortest, ${steps}. `,
      ...turn,
      this.#button("Written order", "Show the written order", null),
      " · ",
      this.#debugButton(at),
      ...rest,
    ]);
  }

  #turns(at: number, count: number): readonly View[] {
    const to = (by: number): number => (at + by + count) % count;
    return [
      this.#button("‹", "The one before", to(-1)),
      ` ${String(at + 1)} / ${String(count)} `,
      this.#button("›", "The next one", to(1)),
      " ",
    ];
  }

  #limitButton(): ElementView {
    return html("button", { class: "link", type: "button" }, ["Change the limit"], {
      key: "limit",
      on: {
        click: () => {
          this.#room.send({ type: "limit", of: "interleavings" });
        },
      },
    });
  }

  #debugButton(interleaving: number): ElementView {
    return html("button", { class: "link", type: "button", "aria-label": "Debug this interleaving" }, ["Debug"], {
      key: "debug",
      on: {
        click: () => {
          if (this.#asked !== null) this.#room.send({ type: "debug", version: this.#asked.version, interleaving });
        },
      },
    });
  }

  #button(text: string, label: string, interleaving: number | null): ElementView {
    return html("button", { class: "link", type: "button", "aria-label": label }, [text], {
      key: label,
      on: {
        click: () => {
          this.#show(interleaving);
        },
      },
    });
  }
}

function inHowMany(
  { interleavings }: ExploredChoice,
  { when, interleavings: some }: ExploredChoice["wrong"][number],
): string {
  if (when === "always") return "in every interleaving";
  if (some === null || interleavings === null) return "in some interleavings";
  return `in ${written(some)} of ${written(interleavings)} interleavings`;
}

function fineWords({ interleavings }: ExploredChoice): string {
  if (interleavings === 1) return "One order is possible, and nothing goes wrong in it.";
  const all = interleavings === null ? "any interleaving" : `any of the ${written(interleavings)} interleavings`;
  return `Nothing goes wrong in ${all}.`;
}

function bar(outcome: "fine" | "open" | "dies", words: readonly View[]): ElementView {
  return html(
    "section",
    { class: `interleavings i-${outcome}`, "aria-label": "Interleavings" },
    [verdictIcon(outcome), html("p", {}, words)],
    { key: "interleavings" },
  );
}
