/** What if: other sizes or another kernel, tried without a change of the text, and written into it with one button. */
import { kernelField, pagesField } from "../choice.js";
import type { Command } from "../command.js";
import { html } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { verdictIcon } from "../icon.js";
import type { Part, Room, Scene } from "../part.js";
import { toolView } from "../tool.js";
import type { KernelId } from "../../engine/index.js";
import type { Tried, WhatIf } from "../../language/picture/picture.js";

/** A number is typed digit by digit: each of them need not be run. */
const TRY_AFTER_MS = 120;

export class WhatIfPart implements Part {
  readonly #room: Room;
  #open = false;
  #wish: Tried | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(room: Room) {
    this.#room = room;
  }

  tool(scene: Scene): View {
    const open = this.#open || triedOf(scene) !== null;
    return toolView("try", "What if (I)", open, () => {
      this.#toggle();
    });
  }

  strip(scene: Scene): View {
    const whatIf = triedOf(scene);
    if (!this.#open && whatIf === null) return null;
    return html(
      "section",
      { class: "what-if", "aria-label": "What if" },
      [...this.#fields(scene), words(scene, whatIf)],
      {
        key: "what-if",
      },
    );
  }

  page(): null {
    return null;
  }

  aside(): null {
    return null;
  }

  run(command: Command): boolean {
    if (command !== "what-if") return false;
    this.#toggle();
    return true;
  }

  receive(): false {
    return false;
  }

  #toggle(): void {
    this.#open = !this.#open;
    if (!this.#open) this.#try(null);
    this.#room.redraw();
  }

  #fields(scene: Scene): readonly View[] {
    const { story, scenario } = scene;
    const { run } = story;
    const whatIf = triedOf(scene);
    const written = whatIf?.written ?? { kernel: run.kernel, pool: run.pool, overcommit: run.overcommit };
    const now: Tried = this.#wish ?? whatIf ?? { kernel: null, pool: null, overcommit: null };
    const change = (part: Partial<Tried>): void => {
      const next = { kernel: now.kernel, pool: now.pool, overcommit: now.overcommit, ...part };
      this.#tryLater({
        kernel: next.kernel,
        pool: next.pool === written.pool ? null : next.pool,
        overcommit: next.overcommit === written.overcommit ? null : next.overcommit,
      });
    };
    const listed = scenario.kernels.map(({ kernel }) => kernel);
    return [
      html("h2", {}, ["What if"], { key: "title" }),
      pagesField("pool", now.pool ?? written.pool, (pool) => {
        if (pool !== null) change({ pool });
      }),
      pagesField("overcommit", now.overcommit ?? written.overcommit, (overcommit) => {
        if (overcommit !== null) change({ overcommit });
      }),
      kernelField(run.kernel, listed, (kernel) => {
        this.#kernel(kernel, listed, now, scenario.name);
      }),
      html("span", { class: "space" }, [], { key: "space" }),
      whatIf === null ? null : this.#button("Write into the file", "primary", () => this.#room.send({ type: "write" })),
      this.#button(whatIf === null ? "Close" : "Drop", "quiet-button", () => {
        this.#open = false;
        this.#try(null);
        this.#room.redraw();
      }),
    ];
  }

  /** One that the scenario lists is a matter of its chip. */
  #kernel(kernel: KernelId, listed: readonly KernelId[], now: Tried, scenario: string): void {
    if (!listed.includes(kernel)) {
      this.#try({ ...sizesOf(now), kernel });
      return;
    }
    if (now.kernel !== null) this.#try({ ...sizesOf(now), kernel: null });
    this.#room.send({ type: "select", scenario, kernel });
  }

  #button(text: string, kind: string, act: () => void): ElementView {
    return html("button", { class: kind, type: "button" }, [text], { key: text, on: { click: act } });
  }

  #tryLater(tried: Tried): void {
    this.#wish = tried;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#try(tried);
    }, TRY_AFTER_MS);
  }

  #try(tried: Tried | null): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wish = null;
    this.#room.send({ type: "try", tried });
  }
}

/** Sizes or a kernel that are tried; an interleaving is another matter. */
function triedOf({ picture }: Scene): WhatIf | null {
  const { whatIf } = picture;
  const nothing = whatIf?.kernel == null && whatIf?.pool == null && whatIf?.overcommit == null;
  return nothing ? null : whatIf;
}

function sizesOf({ pool, overcommit }: Tried): Pick<Tried, "pool" | "overcommit"> {
  return { pool, overcommit };
}

/** What it comes to, and what the file says instead. */
function words({ story }: Scene, whatIf: WhatIf | null): ElementView {
  if (whatIf === null)
    return html("p", { class: "what-if-words" }, ["Change a number or the kernel: the file stays as it is."], {
      key: "words",
    });
  const { verdict } = story.run;
  const { written } = whatIf;
  const said = [
    whatIf.kernel === null ? null : `kernel ${written.kernel}`,
    whatIf.pool === null ? null : `pool ${written.pool}`,
    whatIf.overcommit === null ? null : `overcommit ${written.overcommit}`,
  ].filter((part) => part !== null);
  return html(
    "p",
    { class: "what-if-words", role: "status", "aria-live": "polite" },
    [
      "Tried: ",
      verdictIcon(verdict.outcome),
      html("b", {}, [verdict.words]),
      `. As written (${said.join(", ")}): `,
      verdictIcon(written.verdict.outcome),
      `${written.verdict.words}.`,
    ],
    { key: "words" },
  );
}
