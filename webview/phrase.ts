/** Phrases of the language server as elements: names bold, pages as chips with their letter, steps as links. */
import { html, classes } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { hueClass, letterOf } from "./ink.js";
import type { Phrase, Piece } from "../language/picture/picture.js";
import { written } from "./number.js";

export function phraseViews(phrase: Phrase, go: (step: number) => void): View[] {
  return phrase.map((piece) => pieceView(piece, go));
}

function pieceView(piece: Piece, go: (step: number) => void): View {
  if (typeof piece === "string") return piece;
  if ("name" in piece) return html("b", {}, [piece.name]);
  if ("signal" in piece) return html("b", { class: "signal-word" }, [piece.signal]);
  if ("page" in piece) return pageView(piece.page);
  return stepLink(piece.step, piece.text ?? `step ${written(piece.step)}`, go);
}

export function pageView(page: number): ElementView {
  return html("span", { class: classes("page-chip", hueClass(page)) }, [letterOf(page)]);
}

/** A link to a step: a button, because it moves and does not leave. */
export function stepLink(step: number, text: string, go: (step: number) => void, label?: string): ElementView {
  return html("button", { class: "link", type: "button", "data-step": step, "aria-label": label }, [text], {
    on: {
      click: () => {
        go(step);
      },
    },
  });
}

/** The phrase as plain text, for the live region. */
export function plain(phrase: Phrase): string {
  return phrase
    .map((piece) => {
      if (typeof piece === "string") return piece;
      if ("name" in piece) return piece.name;
      if ("signal" in piece) return piece.signal;
      if ("page" in piece) return letterOf(piece.page);
      return piece.text ?? `step ${piece.step}`;
    })
    .join("");
}
