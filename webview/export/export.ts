/** Export: what is seen as a drawing, the run as a page of its own, as a table, or as data. */
import { pngOf, svgOf } from "./drawing.js";
import type { Command } from "../command.js";
import { html } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import type { Incoming } from "../host.js";
import type { Part, Room, Scene } from "../part.js";
import { toolView } from "../tool.js";
import type { ExportFormat } from "../../language/picture/messages.js";

interface Choice {
  readonly what: string;
  readonly why: string;
  readonly act: "export" | "copy";
  readonly format: ExportFormat;
}

const CHOICES: readonly Choice[] = [
  { what: "SVG", why: "what is seen, for a paper", act: "export", format: "svg" },
  { what: "PNG", why: "what is seen, for a slide", act: "export", format: "png" },
  { what: "HTML page", why: "the run, to be played anywhere", act: "export", format: "html" },
  { what: "Markdown table", why: "the steps, for a report", act: "export", format: "markdown" },
  { what: "JSON", why: "the trace, for a program", act: "export", format: "json" },
  { what: "C program", why: "plays it on a real kernel", act: "export", format: "c" },
  { what: "Copy SVG", why: "", act: "copy", format: "svg" },
  { what: "Copy Markdown", why: "", act: "copy", format: "markdown" },
];

/** Width of a drawing whose words can still be read when it is as wide as the text of a page, CSS pixels. */
const PAPER = 800;
/** What a step and the labels beside the steps need of it. */
const STEP = 9;
const GUTTERS = 320;

export class ExportPart implements Part {
  readonly #room: Room;
  #open = false;
  #scene: Scene | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  tool(scene: Scene): View {
    this.#scene = scene;
    const button = toolView("export", "Export (E)", this.#open, () => {
      this.#toggle();
    });
    return html("span", { class: "menu-place" }, [button, this.#open ? this.#menu() : null], { key: "export" });
  }

  strip(): null {
    return null;
  }

  page(): null {
    return null;
  }

  aside(): null {
    return null;
  }

  run(command: Command): boolean {
    if (command === "escape" && this.#open) this.#toggle();
    else if (command === "export") this.#toggle();
    else return false;
    return true;
  }

  receive(message: Incoming): boolean {
    if (message.type !== "draw") return false;
    void this.#send("export", message.format);
    return true;
  }

  #toggle(): void {
    this.#open = !this.#open;
    this.#room.redraw();
    document.querySelector<HTMLElement>(this.#open ? ".menu [role=menuitem]" : "#export-button")?.focus();
  }

  #menu(): ElementView {
    return html(
      "div",
      { class: "menu", role: "menu", "aria-label": "Export" },
      CHOICES.map((choice) => this.#item(choice)),
      {
        key: "menu",
        on: {
          keydown: (event) => {
            const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
            if (by === 0 || !(event.currentTarget instanceof Element)) return;
            event.preventDefault();
            event.stopPropagation();
            const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
            const at = items.findIndex((item) => item === document.activeElement);
            items[(at + by + items.length) % items.length]?.focus();
          },
          focusout: (event) => {
            const inside =
              event.currentTarget instanceof Element &&
              event.relatedTarget instanceof Node &&
              event.currentTarget.parentElement?.contains(event.relatedTarget);
            if (inside === true || !this.#open) return;
            this.#open = false;
            this.#room.redraw();
          },
        },
      },
    );
  }

  #item({ what, why, act, format }: Choice): ElementView {
    return html(
      "button",
      { class: "menu-item", type: "button", role: "menuitem", tabindex: -1 },
      [html("span", {}, [what]), why === "" ? null : html("span", { class: "quiet" }, [why])],
      {
        key: what,
        on: {
          click: () => {
            this.#toggle();
            void this.#send(act, format);
          },
        },
      },
    );
  }

  async #send(act: "export" | "copy", format: ExportFormat): Promise<void> {
    const drawing = await this.#draw(format);
    if (act === "export") this.#room.send({ type: "export", format, drawing });
    else if (format === "svg" || format === "markdown") this.#room.send({ type: "copy", format, drawing });
  }

  async #draw(format: ExportFormat): Promise<string | null> {
    const panel = document.querySelector<HTMLElement>("main.hg");
    if ((format !== "svg" && format !== "png") || panel === null) return null;
    const svg = this.#room.inWidth(paperWidth(this.#scene, panel), () => svgOf(panel, captionOf(this.#scene)));
    return format === "svg" ? svg : pngOf(svg);
  }
}

/** The width in which a picture of `panel` can be read when it is as wide as a page: as narrow as its steps can be told apart, and no wider than it is. */
function paperWidth(scene: Scene | null, panel: HTMLElement): number {
  const now = scene?.width ?? panel.clientWidth;
  // In another width the frame of a long run would hold other steps than those that are seen.
  if (panel.querySelector(".overview") !== null) return now;
  return Math.min(now, Math.max(PAPER, GUTTERS + STEP * (scene?.story.length ?? 0)));
}

function captionOf(scene: Scene | null): string {
  if (scene === null) return "HugeTLB scenario";
  const { run } = scene.story;
  return `${run.scenario}: Linux ${run.kernel}, pool ${String(run.pool)}, step ${String(scene.step)} of ${String(scene.story.length)}`;
}
