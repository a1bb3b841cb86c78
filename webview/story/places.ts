/** The places of a pool: which page lies where, so that a page is drawn in the same place for as long as it is in use. */
import type { PageId } from "../../engine/index.js";

/** A larger pool is drawn as a bar of counts: nobody can follow single pages in it. */
export const MAX_PLACES = 16_384;

export class Places {
  readonly #pages: (PageId | null)[] = [];
  readonly #where = new Map<PageId, number>();
  /** No place before this one is free. */
  #firstFree = 0;

  get pages(): readonly (PageId | null)[] {
    return this.#pages;
  }

  clone(): Places {
    const copy = new Places();
    for (const page of this.#pages) copy.#pages.push(page);
    for (const [page, at] of this.#where) copy.#where.set(page, at);
    copy.#firstFree = this.#firstFree;
    return copy;
  }

  /** A page goes into use: into the first free place, or, when it was made for this, into a new one at the end. */
  take(page: PageId, surplus: boolean): void {
    if (this.#where.has(page)) return;
    const at = surplus ? this.#pages.length : this.#free();
    if (at >= MAX_PLACES) return;
    this.#pages[at] = page;
    this.#where.set(page, at);
  }

  /** A page is free again; `away` = it leaves the pool, and the last place moves into the hole. */
  give(page: PageId, away: boolean): void {
    const at = this.#where.get(page);
    if (at === undefined) return;
    this.#where.delete(page);
    this.#pages[at] = null;
    if (away) {
      const last = this.#pages.pop() ?? null;
      if (at < this.#pages.length) {
        this.#pages[at] = last;
        if (last !== null) this.#where.set(last, at);
      }
    }
    this.#firstFree = Math.min(this.#firstFree, at);
  }

  /** Adds free places, or takes free ones away from the end, until there are `total`. */
  resize(total: number): void {
    const wanted = Math.min(total, MAX_PLACES);
    while (this.#pages.length < wanted) this.#pages.push(null);
    for (let at = this.#pages.length - 1; at >= 0 && this.#pages.length > wanted; at--) {
      if (this.#pages[at] !== null) continue;
      this.#pages.splice(at, 1);
      for (let moved = at; moved < this.#pages.length; moved++) {
        const page = this.#pages[moved];
        if (page !== null && page !== undefined) this.#where.set(page, moved);
      }
    }
    this.#firstFree = Math.min(this.#firstFree, this.#pages.length);
  }

  #free(): number {
    while (this.#firstFree < this.#pages.length && this.#pages[this.#firstFree] !== null) this.#firstFree++;
    return this.#firstFree;
  }
}
