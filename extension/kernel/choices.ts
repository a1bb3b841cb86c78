import { EventEmitter, Uri, type Disposable, type Event, type Memento } from "vscode";
import { addressBelow } from "../language.js";

const KEY = "hugetlb.kernels";
/** Files whose kernel is remembered in a workspace; the longest untouched are forgotten first. */
const MOST_FILES = 100;

/** The kernel under which the reader looks at each file, in this workspace. Panel, lens, marks, hints and problems follow it; the text does not change. */
export class KernelChoices implements Disposable {
  private readonly storage: Memento;
  /** By URI; in the order of their last change. */
  private readonly kernels: Map<string, string>;
  private readonly changed = new EventEmitter<string>();

  /** Fires with the URI of the file whose kernel was chosen. */
  readonly onDidChange: Event<string> = this.changed.event;

  constructor(storage: Memento) {
    this.storage = storage;
    const stored: unknown = storage.get(KEY);
    this.kernels = new Map(Array.isArray(stored) ? (stored as readonly unknown[]).filter(isEntry) : []);
  }

  /** The kernel chosen for a file; null = the first that each of its scenarios lists. */
  of(uri: string): string | null {
    return this.kernels.get(uri) ?? null;
  }

  /** Every choice, by URI. */
  all(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.kernels);
  }

  choose(uri: string, kernel: string | null): void {
    if (this.of(uri) === kernel) return;
    this.kernels.delete(uri);
    if (kernel !== null) this.kernels.set(uri, kernel);
    for (const oldest of this.kernels.keys()) {
      if (this.kernels.size <= MOST_FILES) break;
      this.kernels.delete(oldest);
    }
    void this.storage.update(KEY, [...this.kernels]);
    this.changed.fire(uri);
  }

  /** A file or folder has another address: what lies there keeps its kernel. */
  move(from: Uri, to: Uri): void {
    for (const [uri, kernel] of [...this.kernels]) {
      const rest = addressBelow(from, uri);
      if (rest === null) continue;
      this.choose(uri, null);
      this.choose(Uri.parse(to.toString() + rest).toString(), kernel);
    }
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function isEntry(value: unknown): value is [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}
