/** Sentences made of pieces, so that the panel can set names in bold and the terminal can print them plain. */
import { pageLetter, type Phrase, type Piece } from "../picture/picture.js";

/** Builds a phrase: `say`${name("p")} writes ${"a[0]"}.``. Phrases inside are laid flat. */
export function say(strings: TemplateStringsArray, ...values: readonly (Piece | Phrase | number)[]): Phrase {
  const pieces: Piece[] = [];
  strings.forEach((text, i) => {
    append(pieces, text);
    const value = values[i];
    if (value === undefined) return;
    if (typeof value === "number") append(pieces, String(value));
    else if (isPhrase(value)) value.forEach((piece) => append(pieces, piece));
    else append(pieces, value);
  });
  return pieces;
}

function isPhrase(value: Piece | Phrase): value is Phrase {
  return Array.isArray(value);
}

function append(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (piece === "") return;
  if (typeof piece === "string" && typeof last === "string") pieces[pieces.length - 1] = last + piece;
  else pieces.push(piece);
}

/** `A`, `A and B`, `A, B and C`. */
export function list(items: readonly (Piece | Phrase)[]): Phrase {
  const pieces: Piece[] = [];
  items.forEach((item, i) => {
    if (i > 0) append(pieces, i === items.length - 1 ? " and " : ", ");
    if (isPhrase(item)) item.forEach((piece) => append(pieces, piece));
    else append(pieces, item);
  });
  return pieces;
}

/** The phrase as plain text; `stepWords` says how a step is named (by its number, or by its line). */
export function plain(phrase: Phrase, stepWords: (step: number) => string = (step) => `step ${step}`): string {
  return phrase
    .map((piece) => {
      if (typeof piece === "string") return piece;
      if ("name" in piece) return piece.name;
      if ("signal" in piece) return piece.signal;
      if ("page" in piece) return pageLetter(piece.page);
      return piece.text ?? stepWords(piece.step);
    })
    .join("");
}

/** `1 page`, `2 pages`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
