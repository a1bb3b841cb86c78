/** The drawing of the overview on its canvas. */
import { drawnBy } from "../pen.js";
import type { Pen } from "../pen.js";
import type { Story } from "../story/story.js";
import { inksIn, inksOfTheme } from "./inks.js";
import type { Inks } from "./inks.js";
import { CHART, columnsOn, deathsOnRail, HEAD, marksOn, RAIL, stretchesOf } from "./plot.js";
import type { OverviewChart, OverviewMark, Plot } from "./plot.js";
import { written } from "../number.js";

/** A row as high as this has a name. */
const NAMED_ROW = 13;
/** Room that a name needs left of the plot. */
const NAME_ROOM = 40;

/** Draws all of a run. */
export function drawOverview(canvas: HTMLCanvasElement, story: Story, plot: Plot, width: number): void {
  const ratio = globalThis.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(plot.height * ratio);
  const context = canvas.getContext("2d");
  if (context === null) return;
  context.scale(ratio, ratio);
  const place = canvas.parentElement ?? document.body;
  drawAll(context, story, plot, width, inksOfTheme(place));
  drawnBy(canvas, (pen) => {
    drawAll(pen, story, plot, width, inksIn(place));
  });
}

/** Deaths come last, so that nothing covers them. */
function drawAll(context: Pen, story: Story, plot: Plot, width: number, ink: Inks): void {
  drawAxis(context, story, plot, ink);
  drawHoldings(context, story, plot, ink);
  for (const chart of plot.charts) drawChart(context, story, plot, chart, ink);
  for (const mark of marksOn(plot, story)) drawMark(context, plot, mark, ink);
  drawRail(context, story, plot, width, ink);
}

function drawAxis(context: Pen, story: Story, plot: Plot, ink: Inks): void {
  const rough = story.length / Math.max(2, (plot.right - plot.left) / 110);
  const size = 10 ** Math.floor(Math.log10(rough));
  const every = Math.max(1, [1, 2, 5, 10].map((times) => times * size).find((step) => step >= rough) ?? rough);
  context.font = `11px ${ink.font}`;
  context.textAlign = "center";
  for (let step = every; step <= story.length; step += every) {
    const x = plot.xOf(step);
    context.fillStyle = ink.hair;
    context.fillRect(x, HEAD, 1, plot.height - HEAD);
    context.fillStyle = ink.ink3;
    context.fillText(step >= 10_000 ? `${written(step / 1000)}k` : written(step), x, 11);
  }
}

function drawHoldings(context: Pen, story: Story, plot: Plot, ink: Inks): void {
  let most = 1;
  for (const list of story.holdings.values()) for (const { pages } of list) most = Math.max(most, pages);
  for (const process of story.lanes) {
    const base = plot.base(plot.rowOf(process.pid));
    const killed = process.end !== null && process.end.signal !== null;
    const end = process.end?.step ?? story.length;
    const endX = process.end === null ? plot.right : plot.xOf(process.end.step);
    const startX = process.born === 0 ? plot.left : plot.xOf(process.born);
    context.fillStyle = ink.used;
    for (const { from, to, pages } of stretchesOf(story.holdings.get(process.pid) ?? [], story.bucketSize, end)) {
      const x = Math.max(startX, plot.xOf(from + 1));
      // Square root: one page must be seen beside a thousand.
      const height = Math.sqrt(pages / most) * (plot.row - 4);
      context.fillRect(x, base - height, Math.max(0.6, Math.min(endX, plot.xOf(to + 1)) - x), height);
    }
    context.fillStyle = ink.ink3;
    context.fillRect(startX, base - 1, Math.max(1, endX - startX), 1);
    if (plot.shared || plot.row < NAMED_ROW) continue;
    context.textAlign = "left";
    if (plot.left < NAME_ROOM) {
      // Without a gutter the name stands at the beginning of the life, on what is drawn of it.
      context.font = `600 11px ${ink.font}`;
      context.fillStyle = ink.ink;
      context.fillText(process.name.slice(0, 11), startX + 4, base - 4);
      continue;
    }
    context.font = `600 12px ${ink.font}`;
    context.fillStyle = killed ? ink.death : ink.ink;
    context.fillText(process.name.slice(0, 11), 0, base - 2, plot.left - 6);
  }
  if (plot.left >= NAME_ROOM && (plot.shared || plot.row < NAMED_ROW)) {
    context.textAlign = "left";
    context.font = `600 12px ${ink.font}`;
    context.fillStyle = ink.ink;
    context.fillText(written(story.lanes.length), 0, HEAD + RAIL + 12, plot.left - 6);
    context.font = `11px ${ink.font}`;
    context.fillStyle = ink.ink3;
    context.fillText("processes", 0, HEAD + RAIL + 26, plot.left - 6);
  }
}

function drawChart(context: Pen, story: Story, plot: Plot, { size, top }: OverviewChart, ink: Inks): void {
  const base = top + CHART;
  const { most } = story.pool(size);
  const scale = CHART / Math.max(1, most);
  const columns = columnsOn(plot, story, size).map((bucket, at) => {
    const { available, free, total } = bucket;
    return {
      x: plot.left + at,
      free,
      total,
      none: available <= 0,
      low: Math.max(0, Math.min(available, most)) * scale,
    };
  });
  // Layer by layer, so that those of one ink become one shape where the drawing is exported.
  context.fillStyle = ink.used;
  for (const { x, free, total } of columns) context.fillRect(x, base - total * scale, 1, (total - free) * scale);
  context.globalAlpha = 0.25;
  context.fillStyle = ink.ink;
  columns.forEach(({ x, free, low }, at) => {
    if (at % 3 === 0) context.fillRect(x, base - free * scale, 1, Math.max(0, free * scale - low));
  });
  context.fillStyle = ink.available;
  for (const { x, low } of columns) context.fillRect(x, base - low, 1, low);
  context.globalAlpha = 1;
  for (const none of [false, true]) {
    context.fillStyle = none ? ink.lost : ink.available;
    for (const column of columns) if (column.none === none) context.fillRect(column.x, base - column.low - 1.3, 1, 2.6);
  }
  context.fillStyle = ink.ink;
  context.textAlign = "left";
  const name = story.run.others.length === 0 ? "pages" : `${size} pages`;
  const beside = plot.left >= NAME_ROOM;
  context.font = `600 ${beside ? 13 : 11}px ${ink.font}`;
  if (beside) context.fillText(name, 0, base - 3, plot.left - 6);
  else context.fillText(name, plot.left + 4, top + 13);
  context.font = `11px ${ink.font}`;
  context.fillStyle = ink.ink3;
  context.fillText("available", plot.right + 8, base - 12);
  context.fillText("(lowest)", plot.right + 8, base);
}

function drawMark(context: Pen, plot: Plot, mark: OverviewMark, ink: Inks): void {
  const { x, row } = mark;
  const base = plot.base(row);
  switch (mark.sort) {
    case "failure": {
      const y = base - plot.row / 2;
      context.strokeStyle = ink.lost;
      context.beginPath();
      context.moveTo(x, y - 4);
      context.lineTo(x + 4, y + 3);
      context.lineTo(x - 4, y + 3);
      context.closePath();
      context.stroke();
      return;
    }
    case "taking": {
      const top = base - plot.row;
      context.fillStyle = ink.lost;
      // Once more on the rail: a cross in the row may cover it.
      context.fillRect(x - 0.8, HEAD + RAIL - 6, 1.6, 5);
      context.fillRect(x - 0.8, top + 2, 1.6, plot.row - 2);
      context.beginPath();
      context.moveTo(x, top - 2);
      context.lineTo(x + 4, top + 2);
      context.lineTo(x, top + 6);
      context.lineTo(x - 4, top + 2);
      context.fill();
      return;
    }
    case "announced":
    case "death": {
      const y = base - 6;
      context.fillStyle = ink.death;
      context.fillRect(x - 0.8, HEAD + RAIL / 2, 1.6, y - HEAD - RAIL / 2);
      drawCross(context, x, y, 11, mark.sort === "death", ink);
      return;
    }
    default:
      mark.sort satisfies never;
  }
}

/** The deaths above the rows: near ones are counted together. */
function drawRail(context: Pen, story: Story, plot: Plot, width: number, ink: Inks): void {
  const y = HEAD + 9;
  context.font = `700 12px ${ink.font}`;
  for (const { x, count, signal, announced } of deathsOnRail(plot, story)) {
    drawCross(context, x, y, 15, !announced, ink);
    context.fillStyle = ink.death;
    const flip = x + 80 > width;
    context.textAlign = flip ? "right" : "left";
    context.fillText(count === 1 ? signal : `×${written(count)} killed`, x + (flip ? -11 : 11), y + 4);
  }
}

/** Filled = nobody had announced it. */
function drawCross(context: Pen, x: number, y: number, size: number, filled: boolean, ink: Inks): void {
  const h = size / 2;
  context.fillStyle = filled ? ink.death : ink.ground;
  context.beginPath();
  context.roundRect(x - h, y - h, size, size, size * 0.22);
  context.fill();
  context.strokeStyle = ink.death;
  if (!filled) context.stroke();
  context.strokeStyle = filled ? ink.onDeath : ink.death;
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
