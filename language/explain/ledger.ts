/** What is promised to whom and what each file holds, folded from a run's events. */
import type { Event, MappingId, PageId } from "../../engine/index.js";

export interface FileEntry {
  readonly path: string | null;
  /** The file's own pages (its page cache), by file page. */
  readonly pages: ReadonlyMap<number, PageId>;
  /** Pages promised to whoever maps it shared. */
  readonly promised: number;
  /** Its length where ftruncate set it; null = as long as what was mapped. */
  readonly length: number | null;
  /** Its name was taken away. */
  readonly unlinked: boolean;
}

interface Draft {
  path: string | null;
  readonly pages: Map<number, PageId>;
  promised: number;
  length: number | null;
  unlinked: boolean;
}

export class Ledger {
  readonly #promised = new Map<MappingId, number>();
  readonly #files = new Map<number, Draft>();
  /** Pages drawn from a promise, until it is known from whose. */
  readonly #drawn = new Set<PageId>();
  readonly #shared = new Set<MappingId>();

  /** Pages promised to a private mapping that it has not touched yet. */
  promisedTo(mapping: MappingId): number {
    return this.#promised.get(mapping) ?? 0;
  }

  /** The file that the path means now; undefined when nobody has used it. */
  file(path: string): FileEntry | undefined {
    return [...this.#files.values()].findLast((file) => file.path === path && !file.unlinked);
  }

  /** The file with that number. */
  inode(inode: number): FileEntry | undefined {
    return this.#files.get(inode);
  }

  /** Takes in one event. */
  apply(event: Event): void {
    switch (event.kind) {
      case "mmap":
        this.#fileOf(event.inode).path = event.file;
        if (event.share === "shared") this.#shared.add(event.mapping);
        return;
      case "fork":
        for (const { from, to } of event.maps) if (this.#shared.has(from)) this.#shared.add(to);
        return;
      case "reserve":
        this.#promise(event.mapping, event.inode, event.pages);
        return;
      case "unreserve":
        this.#promise(event.mapping, event.inode, -event.pages);
        return;
      case "alloc":
        if (event.from === "reserve") this.#drawn.add(event.page);
        return;
      case "cache":
        this.#fileOf(event.inode).pages.set(event.index, event.page);
        if (this.#drawn.delete(event.page)) this.#promise(null, event.inode, -1);
        return;
      case "uncache":
        this.#fileOf(event.inode).pages.delete(event.index);
        return;
      case "map":
        if (!this.#shared.has(event.mapping) && this.#drawn.delete(event.page)) this.#promise(event.mapping, null, -1);
        return;
      case "copy":
        if (this.#drawn.delete(event.to)) this.#promise(event.mapping, null, -1);
        return;
      case "truncate":
        this.#fileOf(event.inode).length = event.pages;
        return;
      case "unlink":
        this.#fileOf(event.inode).unlinked = true;
        return;
      default:
        return;
    }
  }

  #promise(mapping: MappingId | null, inode: number | null, pages: number): void {
    if (mapping !== null) this.#promised.set(mapping, Math.max(0, this.promisedTo(mapping) + pages));
    else if (inode !== null) {
      const file = this.#fileOf(inode);
      file.promised = Math.max(0, file.promised + pages);
    }
  }

  #fileOf(inode: number): Draft {
    let file = this.#files.get(inode);
    if (file === undefined) {
      file = { path: null, pages: new Map(), promised: 0, length: null, unlinked: false };
      this.#files.set(inode, file);
    }
    return file;
  }
}
