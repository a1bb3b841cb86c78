/** Where columns stand in lines below one another. */

/** Between a line's words and its column. */
const GAP = 2;
/** A column that stands this far to the right of its lines, and no farther, is somebody's choice. */
const MOST_GAP = 24;
/** Lines that are this much longer than the next shorter ones have a column of their own. */
const MOST_DIFFERENCE = 12;
/** Labels that differ by no more than this are lined up when some of them are. */
const MOST_LABEL_DIFFERENCE = 4;

export interface Cell {
  /** Width of what stands before the column. */
  readonly width: number;
  /** Where the column begins in the text as it is. */
  readonly column: number;
}

/**
 * Where the column begins for each line. Lines that stand straight already, and not too far away, stay where they are;
 * else there is one place for lines of about the same width.
 */
export function columnsOf(cells: readonly Cell[]): readonly number[] {
  const all = cells.map((cell, at) => ({ cell, at }));
  const columns = new Array<number>(cells.length).fill(0);
  for (const group of isStraight(all) && chosen(all) !== null ? [all] : groupsOf(all)) {
    const column = chosen(group) ?? widthOf(group) + GAP;
    for (const { at } of group) columns[at] = column;
  }
  return columns;
}

/** The column in which most of the lines stand, if there is room for it in all of them; null = nobody chose one. */
function chosen(group: readonly Member[]): number | null {
  const counts = new Map<number, number>();
  for (const { cell } of group) counts.set(cell.column, (counts.get(cell.column) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined || 2 * most[1] <= group.length) return null;
  const gap = most[0] - widthOf(group);
  return gap > 0 && gap <= MOST_GAP ? most[0] : null;
}

function isStraight(group: readonly Member[]): boolean {
  return group.every(({ cell }) => cell.column === group[0]?.cell.column);
}

function widthOf(group: readonly Member[]): number {
  return widestOf(group.map(({ cell }) => cell));
}

/** Where what follows a label begins: all lined up, or each one space behind its label. */
export function labelColumns(cells: readonly Cell[]): readonly number[] {
  const widest = widestOf(cells);
  const narrowest = cells.reduce((least, { width }) => Math.min(least, width), Infinity);
  const straight = cells.every(({ column }) => column === cells[0]?.column);
  const close = cells.every(({ width, column }) => column === width + 1);
  const mixed = cells.some(({ width, column }) => column > width + 1) && widest - narrowest <= MOST_LABEL_DIFFERENCE;
  const lined = !close && (straight || mixed);
  return cells.map(({ width }) => (lined ? widest : width) + 1);
}

/** Not by `Math.max(...)`: a paragraph may have more lines than a call has room for arguments. */
function widestOf(cells: readonly Cell[]): number {
  return cells.reduce((most, { width }) => Math.max(most, width), 0);
}

interface Member {
  readonly cell: Cell;
  readonly at: number;
}

/** Lines of about the same width, wherever they stand among the others. */
function groupsOf(all: readonly Member[]): readonly (readonly Member[])[] {
  const sorted = [...all].sort((a, b) => a.cell.width - b.cell.width);
  const groups: Member[][] = [];
  for (const member of sorted) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && member.cell.width - last.cell.width <= MOST_DIFFERENCE)
      group.push(member);
    else groups.push([member]);
  }
  return groups;
}
