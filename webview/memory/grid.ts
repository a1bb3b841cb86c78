/** The grids of a state: a file, and a strip for every mapping of it that has one. */
import { isExhausted } from "../story/look.js";
import { DEFAULT_SIZE } from "../../language/picture/state/state.js";
import type { Mapping, State } from "../../language/picture/state/state.js";
import type { Death } from "../story/story.js";
import type { Column, Row } from "./columns.js";
import type { Follow } from "./follow.js";

/** The column of labels: characters of a name and of its tag, and its bounds. */
const LABEL = { name: 7.4, tag: 6.4, least: 82, most: 190 } as const;
/** Strips drawn of one file; the rest is counted. */
export const MAX_STRIPS = 64;

export interface Strip {
  /** The same for as long as the process has so many mappings of the file. */
  readonly key: string;
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

/** The grids of a state, files in the order of their inodes; victims of `deaths` keep their strips. */
export function grids(state: State, before: State | null, deaths: readonly Death[]): FileGrid[] {
  const found = new Map<number, { inode: number; path: string | null; strips: Strip[] }>();
  const dead = new Set(deaths.map((death) => death.pid));
  const now = state.mappingsByPid();
  const old = dead.size === 0 || before === null ? null : before.mappingsByPid();
  for (const [pid, { name }] of state.processes) {
    const died = dead.has(pid);
    const from = died ? before : state;
    let number = 0;
    if (from === null) continue;
    for (const mapping of (died ? old : now)?.get(pid) ?? []) {
      const { inode, file: path } = mapping;
      const grid = found.get(inode) ?? { inode, path, strips: [] };
      found.set(inode, grid);
      grid.strips.push({ key: `${pid}:${number++}`, mapping, name, died, state: from });
    }
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

/** What a grid is drawn with. */
export interface GridScene {
  readonly before: State | null;
  readonly wounds: readonly Wound[];
  readonly follow: Follow;
  /** CSS pixels. */
  readonly room: number;
  readonly label: number;
}

/** What every row of a grid is drawn with. */
export interface GridLook extends GridScene {
  readonly columns: readonly Column[];
  /** What every strip has, in their order. */
  readonly rows: readonly Row[];
  /** Some process maps the file more than once: strips say which mapping. */
  readonly several: boolean;
}

/** What a grid's view depends on: equal, and the view of another step can be shown. */
export function gridSign(grid: FileGrid, state: State, { before, follow, room, label, wounds }: GridScene): string {
  const { inode, strips } = grid;
  const size = strips[0]?.mapping.pageSize ?? DEFAULT_SIZE;
  // Whoever dies, or is touched, in this step is drawn otherwise than before and after.
  const alone = wounds.length > 0 || strips.some(({ died }) => died) ? state.step : null;
  const changes = [state.changeOf(inode), before?.changeOf(inode)];
  return [...changes, isExhausted(state, { pageSize: size }), alone, follow.page, room, label].join();
}

/** Does some process map the file more than once? */
export function isSeveral({ strips }: FileGrid): boolean {
  return new Set(strips.map(({ mapping }) => mapping.pid)).size < strips.length;
}

/** The width of the labels of all grids, so that their columns stand under one another. */
export function labelWidth(all: readonly FileGrid[]): number {
  const widths = all.flatMap((grid) => {
    const several = isSeveral(grid);
    return grid.strips
      .slice(0, MAX_STRIPS)
      .map((strip) => 12 + stripName(strip, several).length * LABEL.name + stripTag(strip).length * LABEL.tag);
  });
  return Math.round(Math.min(LABEL.most, Math.max(LABEL.least, ...widths)));
}

/** What the strip of a mapping is called: its process, and which mapping where a process has several. */
export function stripName({ mapping, name }: Strip, several: boolean): string {
  return several ? `${name}.${mapping.name}` : name;
}

/** Whose promise a private mapping has, in a word. */
export function stripTag({ mapping, died }: Strip): string {
  if (died) return "killed";
  if (mapping.share === "shared") return "";
  return mapping.owner ? "owner" : mapping.inherited ? "inherited" : "no promise";
}
