/** One grid a file: its pages as columns, what is promised, its page cache, then a strip for every process that maps it. */
import { html, classes } from "../dom/view.js";
import type { ElementView, View } from "../dom/view.js";
import { hueClass, letterOf } from "../ink.js";
import { kills, looks, sameLook } from "../story/look.js";
import type { Look } from "../story/look.js";
import type { Mapping, State } from "../story/state.js";
import type { Death } from "../story/story.js";

/** Columns drawn; a larger file ends in a note. */
export const MAX_COLUMNS = 64;

/** `/dev/hugepages/data` -> `data` */
export function fileName(path: string | null): string {
  if (path === null) return "anonymous";
  return path.slice(path.lastIndexOf("/") + 1) || path;
}

export interface Strip {
  readonly mapping: Mapping;
  readonly name: string;
  /** The process died in the step shown; its strip is the one of the step before. */
  readonly died: boolean;
  readonly state: State;
}

export interface FileGrid {
  readonly inode: number;
  readonly path: string | null;
  readonly strips: readonly Strip[];
}

/** The grids of a state, files in the order in which they were first mapped; victims of `deaths` keep their strips. */
export function grids(state: State, before: State | null, deaths: readonly Death[]): FileGrid[] {
  const found = new Map<number, { inode: number; path: string | null; strips: Strip[] }>();
  const add = (from: State, mapping: Mapping, died: boolean): void => {
    const grid = found.get(mapping.inode) ?? { inode: mapping.inode, path: mapping.file, strips: [] };
    found.set(mapping.inode, grid);
    grid.strips.push({
      mapping,
      name: from.processes.get(mapping.pid)?.name ?? `pid ${mapping.pid}`,
      died,
      state: from,
    });
  };
  const dead = new Set(deaths.map((death) => death.pid));
  const pids = [...state.processes.keys()];
  for (const pid of pids) {
    const from = dead.has(pid) ? before : state;
    if (from !== null) for (const mapping of from.mappingsOf(pid)) add(from, mapping, dead.has(pid));
  }
  for (const file of state.files.values())
    if (file.cache.size > 0 && !found.has(file.inode))
      found.set(file.inode, { inode: file.inode, path: file.path, strips: [] });
  return [...found.values()].sort((left, right) => left.inode - right.inode);
}

/** The slot that a death touched. */
export interface Wound {
  readonly mapping: number | null;
  readonly index: number | null;
}

export function fileGridView(
  grid: FileGrid,
  state: State,
  before: State | null,
  wounds: readonly Wound[],
): ElementView {
  const file = state.files.get(grid.inode);
  const last = Math.max(
    0,
    ...grid.strips.map(({ mapping }) => mapping.offset + mapping.length),
    ...[...(file?.cache.keys() ?? [])].map((index) => index + 1),
  );
  const first = Math.min(last, ...grid.strips.map(({ mapping }) => mapping.offset), ...(file?.cache.keys() ?? []));
  const columns = Math.min(MAX_COLUMNS, last - first);
  const shares = [
    ...new Set(grid.strips.map(({ mapping }) => (mapping.share === "private" ? "MAP_PRIVATE" : "MAP_SHARED"))),
  ].join(", ");
  const rows: View[] = [
    numbersRow(first, columns),
    ...factRows(grid, state, first, columns),
    html("div", { class: "rule-row", role: "presentation" }, [], { key: "rule" }),
  ];
  const several = new Set(grid.strips.map(({ mapping }) => mapping.pid)).size < grid.strips.length;
  for (const strip of grid.strips) rows.push(stripRow(strip, before, wounds, first, columns, several));
  return html(
    "section",
    { class: "file" },
    [
      html("h3", {}, [html("code", {}, [fileName(grid.path)]), html("span", {}, [shares || "page cache only"])], {
        key: "name",
      }),
      html(
        "div",
        {
          class: classes("grid", columns > 4 && "many"),
          role: "grid",
          "aria-label": `${fileName(grid.path)}, ${shares}`,
        },
        rows,
        { key: "grid", style: { "--columns": String(columns) } },
      ),
      last - first > columns
        ? html(
            "p",
            { class: "note" },
            [`File pages ${first} to ${first + columns - 1} of ${last - first} are drawn.`],
            { key: "more" },
          )
        : null,
    ],
    { key: `file${grid.inode}` },
  );
}

function numbersRow(first: number, columns: number): ElementView {
  const cells = Array.from({ length: columns }, (_, at) =>
    html("span", { class: "number", role: "columnheader" }, [String(first + at)]),
  );
  return html(
    "div",
    { class: "row", role: "row" },
    [html("span", { class: "label quiet", role: "rowheader" }, ["file page"]), ...cells],
    { key: "numbers" },
  );
}

/** Who is promised each page, and what the page cache holds. */
function factRows(grid: FileGrid, state: State, first: number, columns: number): ElementView[] {
  const promised: (string | null)[] = Array.from({ length: columns }, () => null);
  for (const { mapping, name, died } of grid.strips) {
    if (died) continue;
    looks(state, mapping, first + columns - mapping.offset).forEach((look, index) => {
      const at = mapping.offset + index - first;
      if (look.look === "promised" && at >= 0 && at < columns)
        promised[at] = mapping.share === "shared" ? "anyone" : name;
    });
  }
  const rows: ElementView[] = [];
  if (promised.some((name) => name !== null))
    rows.push(
      factRow(
        "promised to",
        promised.map((name) =>
          name === null
            ? plainCell("–")
            : html("span", { class: "thin promised", role: "gridcell", title: name }, [html("span", {}, [name])]),
        ),
      ),
    );
  const file = state.files.get(grid.inode);
  if (grid.strips.some(({ mapping }) => mapping.share === "shared") || (file?.cache.size ?? 0) > 0) {
    const cells = Array.from({ length: columns }, (_, at) => {
      const page = file?.cache.get(first + at);
      return page === undefined
        ? html("span", { class: "thin absent", role: "gridcell", "aria-label": "not in the page cache" })
        : html("span", { class: classes("thin own", hueClass(page)), role: "gridcell" }, [letterOf(page)]);
    });
    rows.push(factRow("page cache", cells));
  }
  return rows;
}

function factRow(name: string, cells: readonly ElementView[]): ElementView {
  return html(
    "div",
    { class: "row", role: "row" },
    [html("span", { class: "label quiet", role: "rowheader" }, [name]), ...cells],
    { key: name },
  );
}

function plainCell(text: string): ElementView {
  return html("span", { class: "thin none", role: "gridcell" }, [text]);
}

function stripRow(
  strip: Strip,
  before: State | null,
  wounds: readonly Wound[],
  first: number,
  columns: number,
  several: boolean,
): ElementView {
  const { mapping, name, died, state } = strip;
  const found = looks(state, mapping, first + columns - mapping.offset);
  const oldMapping = before?.mappings.get(mapping.id);
  const old = died || before === null || oldMapping === undefined ? null : looks(before, oldMapping, found.length);
  const cells: ElementView[] = [];
  for (let at = 0; at < columns; at++) {
    const index = first + at - mapping.offset;
    const look = found[index];
    if (look === undefined)
      cells.push(html("span", { class: "slot gone", role: "gridcell", "aria-label": "not mapped" }));
    else
      cells.push(
        slotView(
          strip,
          index,
          look,
          old?.[index] ?? null,
          wounds.some((wound) => wound.mapping === mapping.id && wound.index === index),
        ),
      );
  }
  const tag = died ? "killed" : mapping.share === "shared" ? "" : mapping.owner ? "owner" : "inherited";
  return html(
    "div",
    { class: classes("row", died && "died"), role: "row" },
    [
      html("span", { class: "label", role: "rowheader", title: `${name}.${mapping.name}` }, [
        several ? `${name}.${mapping.name}` : name,
        html("small", {}, [tag]),
      ]),
      ...cells,
    ],
    { key: `strip${mapping.id}` },
  );
}

function slotView(strip: Strip, index: number, look: Look, old: Look | null, wounded: boolean): ElementView {
  const { mapping, name, died, state } = strip;
  const deadly = !died && kills(state, mapping, index, look);
  const page = "page" in look ? look.page : null;
  const changed =
    old !== null &&
    !sameLook(look, old) &&
    !(look.look === "own" && old.look === "shared" && page === ("page" in old ? old.page : -1));
  const letter = page === null ? "" : letterOf(page);
  const words = `${name} ${mapping.name}[${index}], ${spoken(look, letter)}${deadly ? ", next touch kills" : ""}${wounded ? ", the touch that killed it" : ""}`;
  return html(
    "span",
    {
      class: classes(
        "slot",
        look.look,
        page === null ? null : hueClass(page),
        changed && "changed",
        deadly && "deadly",
        wounded && "wounded",
      ),
      role: "gridcell",
      tabindex: -1,
      "aria-label": words,
      title: words,
    },
    [look.look === "taken" ? html("s", {}, [letter]) : letter],
    { key: `slot${index}` },
  );
}

function spoken(look: Look, letter: string): string {
  switch (look.look) {
    case "own":
      return `page ${letter}, its own`;
    case "shared":
      return `page ${letter}, shared until written`;
    case "taken":
      return `page ${letter} was taken away`;
    case "promised":
      return "promised, nothing yet";
    case "absent":
      return "nothing yet";
    case "gone":
      return "not mapped";
    default:
      return look satisfies never;
  }
}
