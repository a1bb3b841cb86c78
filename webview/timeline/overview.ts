/**
 * The whole of a long run on a canvas: pages held by each process, deaths and takings, and the lowest number of available
 * pages in each pixel. Deaths and takings are drawn before anything else gets a pixel, so that none is lost.
 */
import { html } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import type { Story } from "../story/story.js";
import { breadthOf, gutters } from "./layout.js";
import type { Window } from "./layout.js";

const HEAD = 16;
const RAIL = 20;
const CHART = 72;
const MAX_LANE = 26;
const MIN_LANE = 7;
const MAX_LANES_HEIGHT = 260;
const LABEL_LANE = 13;

interface Plot {
  readonly left: number;
  readonly right: number;
  readonly lane: number;
  readonly chartTop: number;
  readonly height: number;
}

export class Overview {
  readonly story: Story;
  readonly width: number;
  readonly plot: Plot;

  constructor(story: Story, width: number) {
    this.story = story;
    this.width = width;
    const { left, right } = gutters(breadthOf(width), story.length);
    const lane = Math.max(MIN_LANE, Math.min(MAX_LANE, MAX_LANES_HEIGHT / Math.max(1, story.lanes.length)));
    const chartTop = HEAD + RAIL + lane * story.lanes.length + 10;
    this.plot = { left, right: width - right, lane, chartTop, height: chartTop + CHART + 4 };
  }

  xOf(step: number): number {
    const { left, right } = this.plot;
    return left + ((step - 0.5) / this.story.length) * (right - left);
  }

  stepAt(x: number): number {
    const { left, right } = this.plot;
    const step = Math.floor(((x - left) / (right - left)) * this.story.length) + 1;
    return Math.max(1, Math.min(this.story.length, step));
  }

  /** `theme` only makes the view new when the colours change. */
  view(current: number, window: Window, choose: (step: number, reveal: boolean) => void): ElementView {
    const { plot, story } = this;
    const at = (event: PointerEvent): number => {
      const box = event.currentTarget instanceof Element ? event.currentTarget.getBoundingClientRect() : null;
      return this.stepAt(event.clientX - (box?.left ?? 0));
    };
    const from = this.xOf(window.from - 0.5);
    const width = Math.max(8, this.xOf(window.to + 0.5) - from);
    const middle = (this.xOf(window.from) + this.xOf(window.to)) / 2;
    return html(
      "div",
      {
        class: "overview",
        role: "img",
        "aria-label": `Overview of all ${story.length.toLocaleString("en")} steps; steps ${window.from} to ${window.to} are drawn in full below.`,
      },
      [
        this.#canvas(),
        html("div", { class: "overview-window" }, [], {
          key: "window",
          style: { left: `${middle - width / 2}px`, width: `${width}px`, height: `${plot.height}px` },
        }),
        html("div", { class: "overview-now" }, [], {
          key: "now",
          style: { left: `${this.xOf(Math.max(1, current))}px`, height: `${plot.height}px` },
        }),
      ],
      {
        key: "overview",
        on: {
          pointerdown: (event) => {
            if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
            choose(at(event), false);
          },
          pointermove: (event) => {
            if (event.buttons !== 0) choose(at(event), false);
          },
          pointerup: (event) => {
            choose(at(event), true);
          },
        },
      },
    );
  }

  #drawn: ElementView | null = null;

  /** Draws again at the next view: the colours have changed. */
  forget(): void {
    this.#drawn = null;
  }

  #canvas(): ElementView {
    const { plot, width } = this;
    this.#drawn ??= html("canvas", { "aria-hidden": "true" }, [], {
      key: "canvas",
      style: { width: `${width}px`, height: `${plot.height}px` },
      after: (element) => {
        if (element instanceof HTMLCanvasElement) this.#draw(element);
      },
    });
    return this.#drawn;
  }

  #draw(canvas: HTMLCanvasElement): void {
    const ratio = globalThis.devicePixelRatio;
    canvas.width = Math.round(this.width * ratio);
    canvas.height = Math.round(this.plot.height * ratio);
    const context = canvas.getContext("2d");
    if (context === null) return;
    context.scale(ratio, ratio);
    const ink = inks(canvas);
    drawAxis(context, this, ink);
    drawHoldings(context, this, ink);
    drawChart(context, this, ink);
    drawTroubles(context, this, ink);
  }
}

interface Inks {
  readonly ink: string;
  readonly ink3: string;
  readonly hair: string;
  readonly used: string;
  readonly death: string;
  readonly onDeath: string;
  readonly lost: string;
  readonly available: string;
  readonly font: string;
}

/** A canvas cannot read `color-mix` from a custom property: a probe's computed colour can. */
function inks(near: Element): Inks {
  const probe = document.createElement("span");
  (near.parentElement ?? document.body).append(probe);
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
    lost: read("--hg-lost"),
    available: read("--hg-avail"),
    font: getComputedStyle(probe).fontFamily,
  };
  probe.remove();
  return found;
}

function drawAxis(context: CanvasRenderingContext2D, overview: Overview, ink: Inks): void {
  const { story, plot } = overview;
  const rough = story.length / Math.max(2, (plot.right - plot.left) / 110);
  const size = 10 ** Math.floor(Math.log10(rough));
  const every = Math.max(1, [1, 2, 5, 10].map((times) => times * size).find((step) => step >= rough) ?? rough);
  context.font = `11px ${ink.font}`;
  context.textAlign = "center";
  for (let step = every; step <= story.length; step += every) {
    const x = overview.xOf(step);
    context.fillStyle = ink.hair;
    context.fillRect(x, HEAD, 1, plot.height - HEAD);
    context.fillStyle = ink.ink3;
    context.fillText(step >= 10_000 ? `${(step / 1000).toLocaleString("en")}k` : step.toLocaleString("en"), x, 11);
  }
}

function drawHoldings(context: CanvasRenderingContext2D, overview: Overview, ink: Inks): void {
  const { story, plot } = overview;
  let most = 1;
  for (const list of story.holdings.values()) for (const holding of list) most = Math.max(most, holding.pages);
  story.lanes.forEach((process, at) => {
    const base = HEAD + RAIL + plot.lane * (at + 1);
    const killed = process.end !== null && process.end.signal !== null;
    const endX = process.end === null ? plot.right : overview.xOf(process.end.step);
    const startX = process.born === 0 ? plot.left : overview.xOf(process.born);
    context.fillStyle = ink.used;
    (story.holdings.get(process.pid) ?? []).forEach((holding, index, list) => {
      const next = list[index + 1];
      const from = overview.xOf(holding.step);
      const to = next === undefined ? endX : overview.xOf(next.step);
      // Square root: one page must be seen beside a thousand.
      const height = Math.sqrt(holding.pages / most) * (plot.lane - 4);
      context.fillRect(from, base - height, Math.max(0.6, to - from), height);
    });
    context.fillStyle = ink.ink3;
    context.fillRect(startX, base - 1, Math.max(1, endX - startX), 1);
    if (plot.lane < LABEL_LANE || plot.left < 40) return;
    context.textAlign = "left";
    context.font = `600 12px ${ink.font}`;
    context.fillStyle = killed ? ink.death : ink.ink;
    context.fillText(process.name.slice(0, 11), 0, base - 2, plot.left - 6);
  });
}

function drawChart(context: CanvasRenderingContext2D, overview: Overview, ink: Inks): void {
  const { story, plot } = overview;
  const base = plot.chartTop + CHART;
  const scale = CHART / Math.max(1, story.maxTotal);
  const pixels = Math.max(1, Math.floor(plot.right - plot.left));
  const columns = Array.from({ length: pixels }, () => ({ lowest: Infinity, total: 0, free: 0 }));
  let at = 0;
  for (const { counters } of story.run.steps) {
    const column = columns[Math.min(pixels - 1, Math.floor((at++ / story.length) * pixels))];
    if (column === undefined) continue;
    column.lowest = Math.min(column.lowest, counters.free - counters.rsvd);
    column.total = Math.max(column.total, counters.total);
    column.free = counters.free;
  }
  const blank = {
    lowest: story.run.start.free - story.run.start.rsvd,
    total: story.run.start.total,
    free: story.run.start.free,
  };
  let last = blank;
  columns.forEach((column, at) => {
    const shown = column.lowest === Infinity ? last : column;
    last = shown;
    const x = plot.left + at;
    const low = Math.max(0, Math.min(shown.lowest, story.maxTotal)) * scale;
    context.fillStyle = ink.used;
    context.fillRect(x, base - shown.total * scale, 1, (shown.total - shown.free) * scale);
    context.globalAlpha = 0.25;
    context.fillStyle = ink.ink;
    if (at % 3 === 0) context.fillRect(x, base - shown.free * scale, 1, Math.max(0, shown.free * scale - low));
    context.fillStyle = ink.available;
    context.fillRect(x, base - low, 1, low);
    context.globalAlpha = 1;
    context.fillStyle = shown.lowest <= 0 ? ink.lost : ink.available;
    context.fillRect(x, base - low - 1.3, 1, 2.6);
  });
  context.fillStyle = ink.ink;
  context.font = `600 13px ${ink.font}`;
  context.textAlign = "left";
  if (plot.left > 40) context.fillText("pages", 0, base - 3);
  context.font = `11px ${ink.font}`;
  context.fillStyle = ink.ink3;
  context.fillText("available", plot.right + 8, base - 12);
  context.fillText("(lowest)", plot.right + 8, base);
}

function drawTroubles(context: CanvasRenderingContext2D, overview: Overview, ink: Inks): void {
  const { story, plot } = overview;
  const laneBase = (pid: number | null): number => {
    const at = story.lanes.findIndex((process) => process.pid === pid);
    return HEAD + RAIL + plot.lane * (Math.max(0, at) + 1);
  };
  for (const failure of story.failures) {
    const x = overview.xOf(failure.step);
    const y = laneBase(failure.pid) - plot.lane / 2;
    context.strokeStyle = ink.lost;
    context.beginPath();
    context.moveTo(x, y - 4);
    context.lineTo(x + 4, y + 3);
    context.lineTo(x - 4, y + 3);
    context.closePath();
    context.stroke();
  }
  for (const taking of story.takings) {
    const x = overview.xOf(taking.step);
    const base = laneBase(taking.by);
    context.fillStyle = ink.lost;
    context.fillRect(x - 0.8, base - plot.lane + 2, 1.6, plot.lane - 2);
    context.beginPath();
    context.moveTo(x, base - plot.lane - 2);
    context.lineTo(x + 4, base - plot.lane + 2);
    context.lineTo(x, base - plot.lane + 6);
    context.lineTo(x - 4, base - plot.lane + 2);
    context.fill();
  }
  drawDeaths(context, overview, ink, laneBase);
}

/** Deaths in lanes, and a rail above them on which near ones are counted together. */
function drawDeaths(
  context: CanvasRenderingContext2D,
  overview: Overview,
  ink: Inks,
  laneBase: (pid: number | null) => number,
): void {
  const groups: { x: number; count: number; word: string }[] = [];
  for (const death of overview.story.deaths) {
    const x = overview.xOf(death.step);
    const y = laneBase(death.pid) - 6;
    context.fillStyle = ink.death;
    context.fillRect(x - 0.8, HEAD + RAIL / 2, 1.6, y - HEAD - RAIL / 2);
    drawCross(context, x, y, 11, ink);
    const last = groups.at(-1);
    if (last !== undefined && x - last.x < 74) last.count++;
    else groups.push({ x, count: 1, word: death.signal });
  }
  context.textAlign = "left";
  context.font = `700 12px ${ink.font}`;
  for (const group of groups) {
    drawCross(context, group.x, HEAD + RAIL / 2, 15, ink);
    context.fillStyle = ink.death;
    const text = group.count === 1 ? group.word : `×${group.count} killed`;
    const flip = group.x + 80 > overview.width;
    context.textAlign = flip ? "right" : "left";
    context.fillText(text, group.x + (flip ? -11 : 11), HEAD + RAIL / 2 + 4);
  }
}

function drawCross(context: CanvasRenderingContext2D, x: number, y: number, size: number, ink: Inks): void {
  const h = size / 2;
  context.fillStyle = ink.death;
  context.beginPath();
  context.roundRect(x - h, y - h, size, size, size * 0.22);
  context.fill();
  context.strokeStyle = ink.onDeath;
  context.lineWidth = Math.max(1.3, size * 0.14);
  context.lineCap = "round";
  context.beginPath();
  context.moveTo(x - h * 0.42, y - h * 0.42);
  context.lineTo(x + h * 0.42, y + h * 0.42);
  context.moveTo(x + h * 0.42, y - h * 0.42);
  context.lineTo(x - h * 0.42, y + h * 0.42);
  context.stroke();
  context.lineWidth = 1;
}
