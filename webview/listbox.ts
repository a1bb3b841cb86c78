/** A list to choose one of: a listbox of which only the options in view are in the page, so that its length costs nothing. */
import { html, classes } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";

/** Height of an option, CSS pixels; see styles/listbox.css. */
const OPTION = 26;
/** Options in view at the most, and beyond them on either side. */
const IN_VIEW = 17;
const BEYOND = 6;

/** What is listed. */
export interface Listed {
  readonly count: number;
  /** The one that is chosen already; null = none. */
  readonly chosen: number | null;
  readonly option: (index: number) => readonly View[];
  /** What the first letters lead to. */
  readonly name: (index: number) => string;
}

export interface ListboxParts {
  /** Of the button that opens it. */
  readonly opener: string;
  readonly label: string;
  /** Beside `list`, which every one has. */
  readonly class: string;
  readonly redraw: () => void;
  readonly choose: (index: number) => void;
}

/** Knows whether the list is open and where the keyboard is in it, and gives the focus back when it closes. */
export class Listbox {
  readonly #parts: ListboxParts;
  /** The option under the keyboard; null = the list is closed. */
  #active: number | null = null;
  /** How far it is scrolled, CSS pixels. */
  #top = 0;
  /** The keyboard has moved: the list follows it. */
  #moved = false;

  constructor(parts: ListboxParts) {
    this.#parts = parts;
  }

  get open(): boolean {
    return this.#active !== null;
  }

  /** Opens the list at an option, or closes it. */
  toggle(at: number): void {
    if (this.open) {
      this.close(true);
      return;
    }
    this.#active = Math.max(0, at);
    this.#top = Math.max(0, this.#active - IN_VIEW / 2) * OPTION;
    this.#moved = true;
    this.#parts.redraw();
  }

  /** `focus`: the button that opened it has the keyboard again. */
  close(focus: boolean): void {
    if (this.#active === null) return;
    this.#active = null;
    this.#parts.redraw();
    if (focus) document.getElementById(this.#parts.opener)?.focus();
  }

  /** null while it is closed. */
  view(listed: Listed): ElementView | null {
    const active = this.#active === null ? null : Math.min(this.#active, listed.count - 1);
    if (active === null || active < 0) return null;
    const { opener, label, class: name, redraw } = this.#parts;
    const first = Math.max(0, Math.floor(this.#top / OPTION) - BEYOND);
    const last = Math.min(listed.count, first + IN_VIEW + 2 * BEYOND);
    const options: View[] = [];
    for (let index = first; index < last; index++) options.push(this.#option(listed, index, active));
    return html(
      "div",
      {
        class: `list ${name}`,
        role: "listbox",
        tabindex: -1,
        "aria-label": label,
        "aria-activedescendant": `${opener}-${active}`,
      },
      [room("before", first), ...options, room("behind", listed.count - last)],
      {
        key: "list",
        after: (element) => {
          if (element instanceof HTMLElement) this.#settle(element, active);
        },
        on: {
          keydown: (event) => {
            event.stopPropagation();
            if (this.#key(event.key, listed, active)) event.preventDefault();
          },
          scroll: (event) => {
            if (!(event.currentTarget instanceof Element)) return;
            const before = Math.floor(this.#top / OPTION);
            this.#top = event.currentTarget.scrollTop;
            if (Math.floor(this.#top / OPTION) !== before) redraw();
          },
          blur: (event) => {
            // The button's own click closes it.
            const to = event.relatedTarget;
            if (!(to instanceof Element && to.id === opener)) this.close(false);
          },
        },
      },
    );
  }

  #option(listed: Listed, index: number, active: number): ElementView {
    const id = `${this.#parts.opener}-${index}`;
    return html(
      "div",
      {
        class: classes("option", index === active && "active"),
        role: "option",
        id,
        "aria-selected": index === listed.chosen ? "true" : "false",
        "aria-posinset": index + 1,
        "aria-setsize": listed.count,
      },
      listed.option(index),
      {
        key: id,
        on: {
          click: () => {
            this.#choose(index);
          },
        },
      },
    );
  }

  /** The list has the keyboard, and shows the option that it is on. */
  #settle(element: HTMLElement, active: number): void {
    if (document.activeElement !== element) element.focus();
    if (!this.#moved) return;
    this.#moved = false;
    const room = element.clientHeight;
    const top = Math.min(active * OPTION, Math.max(this.#top, (active + 1) * OPTION - room));
    this.#top = top;
    element.scrollTop = top;
  }

  #choose(index: number): void {
    this.close(true);
    this.#parts.choose(index);
  }

  /** Was it a key of the list? */
  #key(key: string, listed: Listed, active: number): boolean {
    const to = destination(key, listed, active);
    if (to !== null) {
      this.#active = Math.max(0, Math.min(listed.count - 1, to));
      // Far off, its neighbours are put into the page before the list is scrolled to them.
      if (Math.abs(this.#active - active) > BEYOND) this.#top = Math.max(0, this.#active - IN_VIEW / 2) * OPTION;
      this.#moved = true;
      this.#parts.redraw();
      return true;
    }
    switch (key) {
      case "Enter":
      case " ":
        this.#choose(active);
        return true;
      case "Escape":
        this.close(true);
        return true;
      case "Tab":
        this.close(true);
        return false;
      default:
        return false;
    }
  }
}

/** Where a key leads in the list; null = nowhere. */
function destination(key: string, listed: Listed, active: number): number | null {
  switch (key) {
    case "ArrowDown":
      return active + 1;
    case "ArrowUp":
      return active - 1;
    case "PageDown":
      return active + IN_VIEW - 1;
    case "PageUp":
      return active - IN_VIEW + 1;
    case "Home":
      return 0;
    case "End":
      return listed.count - 1;
    default:
      return key === " " ? null : startingWith(listed, active, key);
  }
}

/** The next option whose name begins with the key typed. */
function startingWith({ count, name }: Listed, active: number, key: string): number | null {
  if (key.length !== 1) return null;
  for (let ahead = 1; ahead <= count; ahead++) {
    const index = (active + ahead) % count;
    if (name(index).toLowerCase().startsWith(key.toLowerCase())) return index;
  }
  return null;
}

/** What the options out of view take. */
function room(key: string, options: number): ElementView {
  return html("div", { role: "presentation" }, [], { key, style: { height: `${options * OPTION}px` } });
}
