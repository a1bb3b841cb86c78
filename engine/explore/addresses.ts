/**
 * New addresses for mappings. Nothing depends on an address but which mappings of several mms lie at the same one (fork's
 * copies) and, within one mm, which lies above which: so they may be dealt out anew in the order of the walk.
 */
import { GAP } from "../calls/address.js";

export class Addresses {
  private readonly pages = new Map<number, number>();
  private readonly renamed = new Map<number, number>();
  /** The starts of each mm. */
  private readonly groups: number[][] = [];
  private group: number[] = [];
  /** What the last one got: the next goes below. */
  lowest = 0;

  reset(): void {
    this.pages.clear();
    this.renamed.clear();
    this.groups.length = 0;
    this.group = [];
  }

  /** A mapping of that many pages starts there; starts noted between two `endGroup`s lie in one mm. */
  note(start: number, pages: number): void {
    this.pages.set(start, pages);
    this.group.push(start);
  }

  endGroup(): void {
    if (this.group.length === 0) return;
    this.groups.push(this.group);
    this.group = [];
  }

  /** Deals out addresses from `top` down. */
  assign(top: number): void {
    this.lowest = top;
    for (const group of this.groups) {
      group.sort((a, b) => b - a);
      for (const start of group) this.give(start);
      if (this.isInOrder(group)) continue;
      // Two mms share mappings crosswise: then all keep the order that they have.
      this.renamed.clear();
      this.lowest = top;
      for (const start of [...this.pages.keys()].sort((a, b) => b - a)) this.give(start);
      return;
    }
  }

  /** The new address of a mapping's start. */
  of(start: number): number {
    return this.renamed.get(start) ?? start;
  }

  private give(start: number): void {
    if (this.renamed.has(start)) return;
    this.lowest -= (this.pages.get(start) ?? 0) + GAP;
    this.renamed.set(start, this.lowest);
  }

  private isInOrder(group: readonly number[]): boolean {
    for (let i = 1; i < group.length; i++) if (this.of(group[i - 1] ?? 0) <= this.of(group[i] ?? 0)) return false;
    return true;
  }
}
