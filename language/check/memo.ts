/** Scenarios of the last version of a document: one whose lines, place and file settings are as they were is not checked again. */
import type { Line, ScenarioBlock } from "../syntax/tree.js";
import type { CheckedScenario } from "./checked.js";
import type { Problem } from "./problems.js";

interface Remembered {
  readonly scenario: CheckedScenario;
  readonly problems: readonly Problem[];
}

interface Entry extends Remembered {
  readonly lines: readonly Line[];
}

/** Belongs to one document with one set of options. */
export class ScenarioMemo {
  #settings: readonly unknown[] = [];
  #known = new Map<number, Entry>();
  #next = new Map<number, Entry>();

  /** Begins a version. `settings`: everything that the file's settings were made of; lines and trees are the same objects when they are unchanged. */
  begin(settings: readonly unknown[]): void {
    const same = settings.length === this.#settings.length && settings.every((part, i) => part === this.#settings[i]);
    this.#known = same ? this.#next : new Map<number, Entry>();
    this.#next = new Map();
    this.#settings = settings;
  }

  /** What was found in the scenario, if it stands where it stood and says what it said. */
  find(block: ScenarioBlock, lines: readonly Line[]): Remembered | null {
    const entry = this.#known.get(block.line);
    if (entry?.lines.length !== block.endLine - block.line + 1) return null;
    if (entry.lines.some((line, i) => line !== lines[block.line + i])) return null;
    this.#next.set(block.line, entry);
    return entry;
  }

  /** Remembers what was found in a scenario. */
  keep(block: ScenarioBlock, lines: readonly Line[], found: Remembered): void {
    this.#next.set(block.line, { ...found, lines: lines.slice(block.line, block.endLine + 1) });
  }
}
