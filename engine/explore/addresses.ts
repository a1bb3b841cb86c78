/**
 * New addresses for mappings. Nothing depends on an address but which mappings of several mms lie at the same one (fork's
 * copies) and, within one mm, which lies above which: so they may be dealt out anew in the order of the walk.
 */
import { GAP } from "../calls/address.js";

export class Addresses {
  /** Where mappings start; the pages and the new address of each. */
  private starts: number[] = [];
  private pages: number[] = [];
  private renamed: number[] = [];
  /** The place (in `starts`) of the one asked for last. */
  private last = 0;
  /** The places of each mm's mappings. */
  private groups: number[][] = [];
  private group: number[] = [];
  /** What the last one got: the next goes below. */
  lowest = 0;

  reset(): void {
    this.starts = [];
    this.pages = [];
    this.groups = [];
    this.group = [];
  }

  /** A mapping of that many pages starts there; starts noted between two `endGroup`s lie in one mm. */
  note(start: number, pages: number): void {
    let place = this.find(start);
    if (place < 0) place = this.starts.push(start) - 1;
    this.pages[place] = pages;
    this.group.push(place);
  }

  endGroup(): void {
    if (this.group.length === 0) return;
    this.groups.push(this.group);
    this.group = [];
  }

  /** Deals out addresses from `top` down. */
  assign(top: number): void {
    const downwards = (a: number, b: number): number => (this.starts[b] ?? 0) - (this.starts[a] ?? 0);
    this.lowest = top;
    this.renamed = [];
    for (const group of this.groups) {
      if (group.length > 1) group.sort(downwards);
      for (const place of group) this.give(place);
      if (this.isInOrder(group)) continue;
      // Two mms share mappings crosswise: then all keep the order that they have.
      this.renamed = [];
      this.lowest = top;
      for (const place of [...this.starts.keys()].sort(downwards)) this.give(place);
      return;
    }
  }

  /** The new address of a mapping's start. */
  of(start: number): number {
    return this.renamed[this.find(start)] ?? start;
  }

  /** The place of a start, -1 = there is none. Mms that are copies of one another ask for the same ones in the same order. */
  private find(start: number): number {
    const { starts } = this;
    for (let left = starts.length; left > 0; left--) {
      const place = this.last < starts.length ? this.last : 0;
      if (starts[place] === start) return place;
      this.last = place + 1;
    }
    return -1;
  }

  private give(place: number): void {
    if (this.renamed[place] !== undefined) return;
    this.lowest -= (this.pages[place] ?? 0) + GAP;
    this.renamed[place] = this.lowest;
  }

  private isInOrder(group: readonly number[]): boolean {
    for (let i = 1; i < group.length; i++)
      if ((this.renamed[group[i - 1] ?? 0] ?? 0) <= (this.renamed[group[i] ?? 0] ?? 0)) return false;
    return true;
  }
}
