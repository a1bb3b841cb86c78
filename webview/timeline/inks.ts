/** The colours in which a long run is drawn on its canvas. */
import { themeNumber } from "../theme.js";

export interface Inks {
  readonly ink: string;
  readonly ink3: string;
  readonly hair: string;
  readonly used: string;
  readonly death: string;
  readonly onDeath: string;
  readonly ground: string;
  readonly lost: string;
  readonly available: string;
  readonly font: string;
}

/** As they are inside an element now. A canvas cannot read `color-mix` from a custom property: a probe's computed colour can. */
export function inksIn(place: Element): Inks {
  const probe = document.createElement("span");
  place.append(probe);
  const read = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found: Inks = {
    ink: read("--hg-ink"),
    ink3: read("--hg-ink3"),
    hair: read("--hg-hair"),
    used: read("--hg-used"),
    death: read("--hg-death"),
    onDeath: read("--hg-on-death"),
    ground: read("--hg-bg"),
    lost: read("--hg-lost"),
    available: read("--hg-avail"),
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  return found;
}

let known: { readonly theme: number; readonly inks: Inks } | null = null;

/** As they are inside an element, read once a theme: to be asked, a page full of new elements is styled first. */
export function inksOfTheme(place: Element): Inks {
  const theme = themeNumber();
  if (known?.theme !== theme) known = { theme, inks: inksIn(place) };
  return known.inks;
}
