/** One grid a file: its pages as columns, what is promised, its page cache, then a strip for every process that maps it. */
import { html, classes } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { hueClass, letterOf, pagesText } from "../ink.js";
import { allLooks, codeOf, lookOf, pageCodeOf } from "../story/look.js";
import type { LookCode } from "../story/look.js";
import { DEFAULT_SIZE } from "../../language/picture/state/state.js";
import type { FileState, State } from "../../language/picture/state/state.js";
import { codeAt, columnsOf, NOTHING } from "./columns.js";
import type { Column, Row } from "./columns.js";
import { isSeveral, MAX_STRIPS } from "./grid.js";
import type { FileGrid, GridLook, GridScene, Strip } from "./grid.js";
import { fileName } from "./names.js";
import { slotText, spoken } from "./slot.js";
import { squaresView } from "./squares.js";
import { stripRow } from "./strip.js";
import { written } from "../number.js";

/** Widths of a cell with its gap, CSS pixels: the widest with which all columns fit is taken. */
const CELLS = [
  { name: null, width: 51 },
  { name: "many", width: 41 },
  { name: "tight", width: 29 },
] as const;
const CELL_GAP = 7;
/** From this many columns on, cells are not of the widest. */
const NARROW_COLUMNS = 5;
/** The column of a run: its words in small type. */
const RUN = { character: 6.7, padding: 12, tight: 4, least: 56 } as const;
const PROMISED = codeOf("promised");

export function fileGridView(grid: FileGrid, state: State, scene: GridScene): ElementView {
  const file = state.files.get(grid.inode);
  const cached = file?.cache.bounds ?? null;
  const last = Math.max(cached?.to ?? 0, ...grid.strips.map(({ mapping }) => mapping.offset + mapping.length));
  const first = Math.min(last, cached?.from ?? last, ...grid.strips.map(({ mapping }) => mapping.offset));
  const several = isSeveral(grid);
  const strips = grid.strips.slice(0, MAX_STRIPS);
  const rows = strips.map(({ state, mapping }): Row => ({ offset: mapping.offset, codes: allLooks(state, mapping) }));
  const cache: Row = { offset: cached?.from ?? first, codes: cacheCodes(file, cached?.from ?? 0, cached?.to ?? 0) };
  const fit = Math.floor((scene.room - scene.label) / CELLS[2].width);
  const columns = columnsOf(first, last, [cache, ...rows], fit);
  const look: GridLook = { ...scene, columns: columns ?? [], several, rows };
  const body =
    columns === null
      ? stripMaps(grid, strips, rows, first, last, scene)
      : [tableOf(grid, strips, state, look, runWidth(columns, [cache, ...rows], scene.room - scene.label))];
  const left = grid.strips.length - strips.length;
  return html(
    "section",
    { class: "file" },
    [
      title(grid, state),
      ...body,
      left > 0 ? html("p", { class: "note" }, [`${left} more mappings are not drawn.`], { key: "more" }) : null,
    ],
    { key: `file${grid.inode}` },
  );
}

/** The page cache as looks: its pages are its own. */
function cacheCodes(file: FileState | undefined, from: number, to: number): Int32Array {
  const codes = file?.cache.piece(from, to - from) ?? new Int32Array(0);
  codes.forEach((page, at) => (codes[at] = page < 0 ? NOTHING : pageCodeOf("own", page)));
  return codes;
}

function title(grid: FileGrid, state: State): ElementView {
  const size = grid.strips[0]?.mapping.pageSize ?? state.files.get(grid.inode)?.pageSize ?? DEFAULT_SIZE;
  const mapped = grid.path === null ? grid.strips[0]?.mapping.name : undefined;
  const words = [
    mapped === undefined ? "" : "anonymous",
    state.others.size > 0 ? `${size} pages` : "",
    sharesOf(grid) || "page cache only",
  ].filter((word) => word !== "");
  return html(
    "h3",
    {},
    [html("code", {}, [mapped ?? fileName(grid.path)]), ...words.map((word) => html("span", {}, [word]))],
    { key: "name" },
  );
}

function sharesOf(grid: FileGrid): string {
  const shares = grid.strips.map(({ mapping }) => (mapping.share === "private" ? "MAP_PRIVATE" : "MAP_SHARED"));
  return [...new Set(shares)].join(", ");
}

function tableOf(grid: FileGrid, strips: readonly Strip[], state: State, look: GridLook, run: number): ElementView {
  const { columns, room, label } = look;
  const runs = columns.some(({ from, to }) => to - from > 1);
  const rows: View[] = [
    numbersRow(columns),
    ...factRows(grid, strips, state, look),
    html("div", { class: "rule-row", role: "presentation" }, [], { key: "rule" }),
    ...strips.map((strip) => stripRow(strip, look)),
  ];
  const fitting = CELLS.slice(columns.length >= NARROW_COLUMNS ? 1 : 0).find(
    ({ width }) => label + columns.length * width <= room,
  );
  const cell = fitting ?? CELLS[1];
  return html(
    "div",
    {
      class: classes(
        "grid",
        runs && (run + CELL_GAP) * columns.length > room - label ? "tight" : cell.name,
        runs && "runs",
      ),
      role: "grid",
      "aria-label": `${fileName(grid.path)}, ${sharesOf(grid)}`,
    },
    rows,
    { key: "grid", style: { "--columns": String(columns.length), "--label": `${label}px`, "--run": `${run}px` } },
  );
}

/** Width of a run's column, the same in every row: as wide as the longest words in it, with less around them where all would not fit. */
function runWidth(columns: readonly Column[], rows: readonly Row[], room: number): number {
  const lengths = columns.flatMap(({ from, to }) => [
    `${from}–${to - 1}`.length,
    ...rows.map((row) => {
      const code = codeAt(row, from);
      return code === NOTHING ? 0 : slotText(lookOf(code), to - from).length;
    }),
  ]);
  const words = Math.max(...lengths) * RUN.character;
  const roomy = Math.round(Math.max(RUN.least, words + RUN.padding));
  return (roomy + CELL_GAP) * columns.length <= room ? roomy : Math.round(words + RUN.tight);
}

function numbersRow(columns: readonly Column[]): ElementView {
  const cells = columns.map(({ from, to }) =>
    html("span", { class: "number", role: "columnheader" }, [to - from > 1 ? `${from}–${to - 1}` : String(from)]),
  );
  return html(
    "div",
    { class: "row", role: "row" },
    [html("span", { class: "label quiet", role: "rowheader" }, ["file page"]), ...cells],
    { key: "numbers" },
  );
}

/** Who is promised each page, and what the page cache holds. */
function factRows(
  grid: FileGrid,
  strips: readonly Strip[],
  state: State,
  { columns, rows: looks }: GridLook,
): readonly ElementView[] {
  const promisedTo = (page: number): string | undefined => {
    const at = strips.findLastIndex(({ died }, at) => {
      const row = looks[at];
      return !died && row !== undefined && codeAt(row, page) === PROMISED;
    });
    const strip = strips[at];
    return strip?.mapping.share === "shared" ? "anyone" : strip?.name;
  };
  const promised = columns.map(({ from }) => promisedTo(from));
  const rows: ElementView[] = [];
  if (promised.some((name) => name !== undefined)) rows.push(factRow("promised to", promisedCells(promised)));
  const file = state.files.get(grid.inode);
  if (strips.some(({ mapping }) => mapping.share === "shared") || (file?.cache.size ?? 0) > 0) {
    const cells = columns.map(({ from, to }) => {
      const page = file?.cache.get(from);
      return page === undefined
        ? html("span", { class: "thin absent", role: "gridcell", "aria-label": "not in the page cache" })
        : html("span", { class: classes("thin own", hueClass(page)), role: "gridcell" }, [pagesText(page, to - from)]);
    });
    rows.push(factRow("page cache", cells));
  }
  return rows;
}

/** One cell for neighbours that are promised to the same. */
function promisedCells(promised: readonly (string | undefined)[]): readonly ElementView[] {
  const cells: ElementView[] = [];
  for (let at = 0; at < promised.length;) {
    const name = promised[at];
    let end = at + 1;
    while (name !== undefined && end < promised.length && promised[end] === name) end++;
    cells.push(
      name === undefined
        ? html("span", { class: "thin none", role: "gridcell" }, ["–"])
        : html(
            "span",
            { class: "thin promised", role: "gridcell", title: name, "aria-colspan": end - at > 1 ? end - at : null },
            [html("span", {}, [name])],
            { style: { "grid-column": `span ${end - at}` } },
          ),
    );
    at = end;
  }
  return cells;
}

function factRow(name: string, cells: readonly ElementView[]): ElementView {
  return html(
    "div",
    { class: "row", role: "row" },
    [html("span", { class: "label quiet", role: "rowheader" }, [name]), ...cells],
    { key: name },
  );
}

/** Strips of more different pages than a table has room for. */
function stripMaps(
  grid: FileGrid,
  strips: readonly Strip[],
  rows: readonly Row[],
  first: number,
  last: number,
  { follow, room }: GridScene,
): readonly ElementView[] {
  return strips.map((strip, at) => {
    const row = rows[at] ?? { offset: first, codes: new Int32Array(0) };
    const codes = new Int32Array(last - first).fill(NOTHING);
    codes.set(row.codes, row.offset - first);
    const name = `${strip.name}.${strip.mapping.name}`;
    const words = `${name}: ${written(strip.mapping.pages.size)} of ${written(strip.mapping.length)} pages of ${fileName(grid.path)}`;
    return squaresView(`map${strip.key}`, words, codes, room, {
      name: (place) => `${name}[${first + place - strip.mapping.offset}]: ${lookWords(codes[place] ?? NOTHING)}`,
      choose: follow.choose,
      follow: follow.page,
    });
  });
}

function lookWords(code: LookCode): string {
  if (code === NOTHING) return "not mapped";
  const look = lookOf(code);
  return spoken(look, "page" in look ? letterOf(look.page) : "");
}
