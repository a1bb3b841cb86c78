/** Hatching as lines: the sheets hatch with a gradient that repeats, which a drawing has no shape for. */
const SVG = "http://www.w3.org/2000/svg";

/** Cells that styles/page.css hatches, and the pixels from line to line along an edge; styles/paper.css has their inks. */
const HATCHES = [
  { cells: ".promised", kind: "of-promise", step: 7 },
  { cells: ".taken", kind: "of-loss", step: 9 },
] as const;

/** Hatches every cell that is promised or taken; gives what was added, to be removed again. */
export function hatchCells(panel: HTMLElement): readonly Element[] {
  return HATCHES.flatMap(({ cells, kind, step }) =>
    [...panel.querySelectorAll<HTMLElement>(cells)].map((cell) => {
      const lines = document.createElementNS(SVG, "svg");
      const [wide, high] = [cell.clientWidth, cell.clientHeight];
      lines.setAttribute("class", `hatching ${kind}`);
      lines.setAttribute("width", String(wide));
      lines.setAttribute("height", String(high));
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", hatchPath(wide, high, step));
      lines.append(path);
      cell.prepend(lines);
      return lines;
    }),
  );
}

/** Lines that rise to the right, cut off at the edges of a box. */
export function hatchPath(width: number, height: number, step: number): string {
  let path = "";
  for (let sum = step; sum < width + height; sum += step) {
    const [x1, y1] = sum <= height ? [0, sum] : [sum - height, height];
    const [x2, y2] = sum <= width ? [sum, 0] : [width, sum - width];
    path += `M${String(x1)} ${String(y1)}L${String(x2)} ${String(y2)}`;
  }
  return path;
}
