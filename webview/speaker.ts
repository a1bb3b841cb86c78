/** What a screen reader hears: the step that the reader rests on, and while the run plays only deaths and takings. */
import { html } from "./dom/view.js";
import type { ElementView } from "./dom/view.js";
import { stepWords } from "./speech.js";
import type { Story } from "./story/story.js";

const SPEAK_AFTER = 300;

export class Speaker {
  #text = "";
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #spoken: () => void;

  /** `spoken` is called when there is something new to hear. */
  constructor(spoken: () => void) {
    this.#spoken = spoken;
  }

  /** `more` is asked when the time has come. */
  soon(story: Story, step: number, playing: boolean, more: () => string): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const matters = story.deathsAt(step).length > 0 || story.takingsAt(step).length > 0;
    if (playing && !matters) return;
    this.#timer = setTimeout(() => {
      this.#text = `${stepWords(story, step)}${more()}`;
      this.#spoken();
    }, SPEAK_AFTER);
  }

  view(): ElementView {
    return html("div", { class: "unseen", "aria-live": "polite", id: "spoken" }, [this.#text], {
      key: "spoken",
    });
  }
}
