/** Class names of inks that follow a page. */
import { pageLetter } from "../language/picture/picture.js";
import type { PageId } from "../engine/index.js";
import { written } from "./number.js";

/** Pages of the same number modulo this one have the same hue; their letters tell them apart. */
export const HUES = 8;

/** Sets `--c` (the page's hue) and `--k` (its letter's ink); no page's hue where one bar stands for several pages. */
export function hueClass(page: PageId): string {
  return page < 0 ? "several" : `hue${page % HUES}`;
}

export function letterOf(page: PageId): string {
  return pageLetter(page);
}

/** `A`, `A ×4` for four pages that follow one another, `4 pages` for such as do not. */
export function pagesText(page: PageId, count: number): string {
  if (page < 0) return count === 1 ? "" : `${written(count)} pages`;
  return count === 1 ? letterOf(page) : `${letterOf(page)} ×${written(count)}`;
}
