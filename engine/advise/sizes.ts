/** Sizes [from,to), in pages. */
export interface Sizes {
  readonly from: number;
  readonly to: number;
}

/** Adds sizes above those that are there; side by side they are one entry. */
export function addSizes(all: Sizes[], from: number, to: number): void {
  const last = all.at(-1);
  if (last?.to === from) all[all.length - 1] = { from: last.from, to };
  else all.push({ from, to });
}
