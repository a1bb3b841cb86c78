/**
 * The words of a drawing as every program that reads SVG draws them: on their baseline, which not all know how to find
 * from another edge, and without white space at their ends, which some drop and none stretches as the screen does.
 */

/** Where the drawing puts the `y` of a word. */
const EDGE = "text-after-edge";
const WHITE = /\s/u;

/** Where on the page words begin or end beside white space that a line does not show. */
export type LineEnds = ReadonlySet<string>;

/** The ends of lines on the page. */
export function lineEndsOf(panel: HTMLElement): LineEnds {
  const ends = new Set<string>();
  const range = document.createRange();
  const boxAt = (node: Text, at: number): DOMRect => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getBoundingClientRect();
  };
  const walker = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.data.trim() === "") continue;
    const first = node.data.length - node.data.trimStart().length;
    const last = node.data.trimEnd().length - 1;
    if (first > 0 && boxAt(node, first - 1).width === 0) {
      const { left, bottom } = boxAt(node, first);
      ends.add(placeOf(left, bottom));
    }
    if (last < node.data.length - 1 && boxAt(node, last + 1).width === 0) {
      const { right, bottom } = boxAt(node, last);
      ends.add(placeOf(right, bottom));
    }
  }
  return ends;
}

/** Mends the words of a drawing. Its fonts are those that the page has now. */
export function settleWords(drawing: Document, ends: LineEnds): void {
  const pen = document.createElement("canvas").getContext("2d");
  if (pen === null) return;
  for (const text of drawing.querySelectorAll("text")) {
    const part = (name: string): string => text.getAttribute(`font-${name}`) ?? "normal";
    pen.font = `${part("style")} ${part("weight")} ${part("size")} ${part("family")}`;
    pen.letterSpacing = text.getAttribute("letter-spacing")?.replace("normal", "0px") ?? "0px";
    const lines = [...text.querySelectorAll("tspan[textLength]")];
    for (const [at, line] of lines.entries())
      settle(line, { isLater: at > 0, goesOn: at < lines.length - 1 }, ends, pen);
    if (text.getAttribute("dominant-baseline") !== EDGE) continue;
    text.removeAttribute("dominant-baseline");
    const descent = pen.measureText("").fontBoundingBoxDescent;
    for (const line of text.querySelectorAll("tspan")) put(line, "y", numberOf(line, "y") - descent);
  }
}

/** A line of a text; whether one stands before it, and one behind. */
function settle(
  line: Element,
  { isLater, goesOn }: { readonly isLater: boolean; readonly goesOn: boolean },
  ends: LineEnds,
  pen: CanvasRenderingContext2D,
): void {
  const words = line.textContent;
  const trimmed = words.trim();
  if (trimmed === "") {
    line.remove();
    return;
  }
  const [x, y, length] = [numberOf(line, "x"), numberOf(line, "y"), numberOf(line, "textLength")];
  const begins = isLater || ends.has(placeOf(x, y));
  const stops = goesOn || ends.has(placeOf(x + length, y));
  const space = (shown: boolean, white: string): number =>
    shown && WHITE.test(white) ? pen.measureText(" ").width : 0;
  const before = space(!begins, words.charAt(0));
  const behind = space(!stops, words.charAt(words.length - 1));
  line.textContent = trimmed;
  line.removeAttribute("xml:space");
  put(line, "x", x + before);
  put(line, "textLength", length - before - behind);
}

function placeOf(x: number, y: number): string {
  return `${Math.round(x)} ${Math.round(y)}`;
}

function numberOf(element: Element, name: string): number {
  return Number(element.getAttribute(name));
}

function put(element: Element, name: string, pixels: number): void {
  element.setAttribute(name, String(Math.round(pixels * 100) / 100));
}
