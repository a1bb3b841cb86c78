import { EventEmitter, type Disposable, type Event } from "vscode";
import type { KernelItem } from "./tree.js";

interface Place {
  readonly uri: string;
  readonly line: number;
}

/** Where the editor writes what failed behind a line: nothing else has room there. */
export class TestMessages implements Disposable {
  private readonly places = new Map<string, readonly Place[]>();
  private readonly changed = new EventEmitter<void>();

  readonly onDidChange: Event<void> = this.changed.event;

  /** What a kernel's item was told; again, when its text has moved. */
  set({ item, test }: KernelItem): void {
    const places = test.failures.map(({ uri, range }): Place => ({ uri, line: range.start.line }));
    if (JSON.stringify(places) === JSON.stringify(this.places.get(item.id) ?? [])) return;
    this.places.set(item.id, places);
    this.changed.fire();
  }

  /** The result of an item is not so any more. */
  delete(id: string): void {
    if (this.places.delete(id)) this.changed.fire();
  }

  /** The lines of a file, from 0. */
  of(uri: string): ReadonlySet<number> {
    return new Set([...this.places.values()].flat().flatMap((place) => (place.uri === uri ? [place.line] : [])));
  }

  dispose(): void {
    this.changed.dispose();
  }
}
