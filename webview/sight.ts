/** What the reader looks at a run with: the pinned step, the page followed and its life, the zoom. */
import type { PageId } from "../engine/index.js";
import { NO_VIEW } from "../language/picture/messages.js";
import type { PanelView } from "../language/picture/messages.js";
import { lifeOf } from "./story/life.js";
import type { Life } from "./story/life.js";
import type { Story } from "./story/story.js";
import { MAX_ZOOM } from "./timeline/layout.js";

export class Sight {
  #view: PanelView = NO_VIEW;
  #life: { readonly story: Story; readonly life: Life } | null = null;
  readonly #changed: (view: PanelView) => void;

  /** `changed` hears of what the reader changes. */
  constructor(changed: (view: PanelView) => void) {
    this.#changed = changed;
  }

  get view(): PanelView {
    return this.#view;
  }

  /** Takes what the host remembers; what the run does not have any more is dropped. */
  take(view: PanelView, story: Story | null): void {
    const pin = view.pin !== null && view.pin <= (story?.length ?? 0) ? view.pin : null;
    this.#view = { ...view, pin };
    if (story !== null && view.page !== null && this.#read(story, view.page).steps.length === 0)
      this.#view = { ...this.#view, page: null };
  }

  /** The life of the page followed; null when none is. */
  life(story: Story): Life | null {
    return this.#view.page === null ? null : this.#read(story, this.#view.page);
  }

  /** Follows a page; the same one again, or null = none. */
  follow(page: PageId | null): void {
    this.#set({ page: page === this.#view.page ? null : page });
  }

  /** Pins a step; the pinned one again, or null = none. */
  pin(step: number | null): void {
    this.#set({ pin: step === this.#view.pin ? null : step });
  }

  /** So many steps of zoom more; null = as it fits. */
  zoom(by: number | null): void {
    const zoom = by === null ? 0 : Math.max(-MAX_ZOOM, Math.min(MAX_ZOOM, this.#view.zoom + by));
    this.#set({ zoom, from: null });
  }

  /** The window begins at a step, and is so many steps of zoom wide. */
  window(from: number, zoom: number): void {
    this.#set({ from, zoom: Math.max(-MAX_ZOOM, Math.min(MAX_ZOOM, zoom)) });
  }

  #set(change: Partial<PanelView>): void {
    this.#view = { ...this.#view, ...change };
    this.#changed(this.#view);
  }

  #read(story: Story, page: PageId): Life {
    if (this.#life?.story !== story || this.#life.life.page !== page) this.#life = { story, life: lifeOf(story, page) };
    return this.#life.life;
  }
}
