/** The places of a pool: which page lies where, so that a page is drawn in the same place for as long as it is in use. */
import type { PageId } from "../../../engine/index.js";
import { Sheet } from "./sheet.js";

/** A larger pool is drawn by its beginning: nobody can follow single pages in it. */
export const MAX_PLACES = 131_072;

export class Places {
  #pages = new Sheet();
  #where = new Sheet();
  #length = 0;
  /** No place before this one is free. */
  #firstFree = 0;

  /** So many places, with these pages in them. */
  static of(length: number, pages: Sheet): Places {
    const places = new Places();
    places.#length = Math.min(length, MAX_PLACES);
    places.#pages = pages;
    for (const [at, page] of pages.entries()) places.#where.set(page, at);
    return places;
  }

  get length(): number {
    return this.#length;
  }

  /** The page of each place that has one. Not to be changed. */
  get pages(): Sheet {
    return this.#pages;
  }

  /** The page in a place; undefined = it is free. */
  at(place: number): PageId | undefined {
    return this.#pages.get(place);
  }

  clone(): Places {
    const copy = new Places();
    copy.#pages = this.#pages.clone();
    copy.#where = this.#where.clone();
    copy.#length = this.#length;
    copy.#firstFree = this.#firstFree;
    return copy;
  }

  /** A page goes into use: into the first free place, or, when it was made for this, into a new one at the end. */
  take(page: PageId, surplus: boolean): void {
    if (this.#where.has(page)) return;
    const at = surplus ? this.#length : this.#free();
    if (at >= MAX_PLACES) return;
    this.#length = Math.max(this.#length, at + 1);
    this.#put(page, at);
  }

  /** A page is free again; `away` = it leaves the pool, and the last place moves into the hole. */
  give(page: PageId, away: boolean): void {
    const at = this.#where.get(page);
    if (at === undefined) return;
    this.#where.delete(page);
    this.#pages.delete(at);
    if (away) {
      const last = this.#length - 1;
      const moved = this.#pages.get(last);
      this.#pages.delete(last);
      this.#length = last;
      if (at < last && moved !== undefined) this.#put(moved, at);
    }
    this.#firstFree = Math.min(this.#firstFree, at);
  }

  /** Adds free places, or takes free ones away from the end, until there are `total`. */
  resize(total: number): void {
    const wanted = Math.min(total, MAX_PLACES);
    if (this.#length <= wanted) {
      this.#length = wanted;
      return;
    }
    const free: number[] = [];
    for (let at = this.#length - 1; at >= 0 && free.length < this.#length - wanted; at--)
      if (!this.#pages.has(at)) free.push(at);
    const first = free.at(-1) ?? this.#length;
    const holes = new Set(free);
    let to = first;
    for (let at = first; at < this.#length; at++) {
      if (holes.has(at)) continue;
      const page = this.#pages.get(at);
      if (page !== undefined && to !== at) {
        this.#pages.delete(at);
        this.#put(page, to);
      }
      to++;
    }
    this.#length = to;
    this.#firstFree = Math.min(this.#firstFree, this.#length);
  }

  #put(page: PageId, at: number): void {
    this.#pages.set(at, page);
    this.#where.set(page, at);
  }

  #free(): number {
    while (this.#firstFree < this.#length && this.#pages.has(this.#firstFree)) this.#firstFree++;
    return this.#firstFree;
  }
}
