import type { Disposable, Memento } from "vscode";
import { isPanelState } from "../../language/picture/validate.js";
import type { PanelState } from "../../language/picture/messages.js";

const KEY = "hugetlb.panels";
/** Files whose panel is remembered in a workspace; the longest untouched are forgotten first. */
const MOST_FILES = 100;
/** Scrubbing changes the state many times a second; the disk need not know each of them. */
const WRITE_DELAY_MS = 300;

/** What each file's panel showed last, in this workspace: closing a panel and opening it again is no loss. */
export class PanelMemory implements Disposable {
  private readonly storage: Memento;
  /** By URI; in the order of their last change. */
  private readonly states = new Map<string, PanelState>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(storage: Memento) {
    this.storage = storage;
    const stored: unknown = storage.get(KEY);
    if (!Array.isArray(stored)) return;
    for (const state of stored as readonly unknown[]) if (isPanelState(state)) this.states.set(state.uri, state);
  }

  recall(uri: string): PanelState | undefined {
    return this.states.get(uri);
  }

  keep(state: PanelState): void {
    this.states.delete(state.uri);
    this.states.set(state.uri, state);
    for (const oldest of this.states.keys()) {
      if (this.states.size <= MOST_FILES) break;
      this.states.delete(oldest);
    }
    this.writeSoon();
  }

  forget(uri: string): void {
    if (this.states.delete(uri)) this.writeSoon();
  }

  dispose(): void {
    if (this.timer !== undefined) this.write();
  }

  private writeSoon(): void {
    this.timer ??= setTimeout(() => {
      this.write();
    }, WRITE_DELAY_MS);
  }

  private write(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    void this.storage.update(KEY, [...this.states.values()]);
  }
}
