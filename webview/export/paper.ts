/** The panel as it is printed: in the inks of a light theme on white, whatever the editor's theme, and without its controls. */
import { drawingOf } from "../pen.js";
import { hatchCells } from "./hatching.js";
import { vectorsOf } from "./vector.js";

/** What the sheets of the panel ask of a theme: VS Code's own light colours. */
const INKS: Readonly<Record<string, string>> = {
  "--vscode-editor-background": "#ffffff",
  "--vscode-foreground": "#2b2b2b",
  "--vscode-editorError-foreground": "#e51400",
  "--vscode-editorWarning-foreground": "#bf8803",
  "--vscode-charts-green": "#388a34",
  "--vscode-focusBorder": "#0090f1",
  "--vscode-textLink-foreground": "#005fb8",
  "--vscode-contrastBorder": "transparent",
  "--vscode-textCodeBlock-background": "#f3f3f3",
  "--vscode-inputValidation-errorBackground": "#f2dede",
  "--vscode-inputValidation-errorBorder": "#be1100",
  "--vscode-inputValidation-warningBackground": "#f6f5d2",
  "--vscode-inputValidation-warningBorder": "#b89500",
  "--vscode-dropdown-background": "#ffffff",
  "--vscode-dropdown-foreground": "#2b2b2b",
  "--vscode-dropdown-border": "transparent",
  "--vscode-button-secondaryBackground": "#ffffff",
  "--vscode-button-secondaryForeground": "#2b2b2b",
  // Fonts that every system has or replaces by a like one: the file brings none.
  "--vscode-font-family": "Helvetica, Arial, sans-serif",
  "--vscode-editor-font-family": "Menlo, Consolas, 'DejaVu Sans Mono', monospace",
};

/** What has no place on paper: controls, and what is only heard. */
const CONTROLS =
  ".tool, .menu-place, .transport, .overview-edge, .by-hand, .slider, .steps, .remedies, .row-form, .help, .unseen, .key, .what-if .field, .what-if button, .pick .icon";

/**
 * Puts the panel on paper while `draw` reads it, and back again. Nothing of it is ever painted: it begins and ends in
 * one task.
 */
export function onPaper<T>(panel: HTMLElement, draw: () => T): T {
  const { body, activeElement } = document;
  const theme = body.className;
  const style = body.getAttribute("style");
  const controls = takeOut(panel.querySelectorAll(CONTROLS));
  const hatching: Element[] = [];
  const canvases: (readonly [HTMLCanvasElement, Element])[] = [];
  try {
    body.className = "vscode-light";
    panel.classList.add("paper");
    for (const [name, value] of Object.entries(INKS)) body.style.setProperty(name, value);
    hatching.push(...hatchCells(panel));
    canvases.push(...vectors(panel.querySelectorAll("canvas")));
    return inked(panel, draw);
  } finally {
    for (const lines of hatching) lines.remove();
    for (const [canvas, drawn] of canvases) drawn.replaceWith(canvas);
    body.className = theme;
    panel.classList.remove("paper");
    if (style === null) body.removeAttribute("style");
    else body.setAttribute("style", style);
    for (const [element, place] of controls) place.replaceWith(element);
    if (activeElement instanceof HTMLElement && document.activeElement !== activeElement) activeElement.focus();
  }
}

/** Elements and what stands in their places. A control inside another goes with it. */
function takeOut(elements: Iterable<Element>): readonly (readonly [Element, Comment])[] {
  return [...elements]
    .filter((element) => element.parentElement?.closest(CONTROLS) == null)
    .map((element) => {
      const place = document.createComment("");
      element.replaceWith(place);
      return [element, place] as const;
    });
}

/** Canvases, and the same as vectors, which stand in their places. */
function vectors(canvases: Iterable<HTMLCanvasElement>): readonly (readonly [HTMLCanvasElement, Element])[] {
  return [...canvases].flatMap((canvas) => {
    const draw = drawingOf(canvas);
    if (draw === undefined) return [];
    const drawn = vectorsOf(draw, canvas.clientWidth, canvas.clientHeight);
    canvas.replaceWith(drawn);
    return [[canvas, drawn] as const];
  });
}

/** The drawing takes a word's ink from its `color`, where the sheets say `fill`, and knows no ink around it. */
function inked<T>(panel: HTMLElement, draw: () => T): T {
  const words = [...panel.querySelectorAll<SVGTextContentElement>("svg text, svg tspan")];
  const inks = words.map((word) => getComputedStyle(word).fill);
  try {
    words.forEach((word, at) => {
      word.style.color = inks[at] ?? "";
      word.style.stroke = "none";
    });
    return draw();
  } finally {
    for (const word of words) word.removeAttribute("style");
  }
}
