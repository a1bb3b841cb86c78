/** A name where it stands, and what it stands for. */
import type { Range } from "vscode-languageserver-types";
import type { ProcessRef, ScenarioBlock, Span } from "../syntax/index.js";

/** What a scenario names itself. */
export type MadeKind = "process" | "mapping" | "segment" | "number" | "file" | "mount" | "cgroup" | "scenario";
/** What there is without being made: its words mean the same everywhere. */
export type GivenKind = "kernel" | "call" | "constant" | "outcome" | "counter" | "sysctl" | "page-size";
export type NameKind = MadeKind | GivenKind;

/** A range of some file. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** What a name stands for; one object for all its occurrences. */
export interface NameSymbol {
  readonly kind: NameKind;
  /** Without an index: the processes `worker[0]` and `worker[1]` are one symbol `worker`. A path's holes are `{}`. */
  readonly name: string;
  /** Where it is made, in the order of the text; empty for what is given, and for a name that nothing makes. */
  readonly definitions: readonly Place[];
  /** The scenario that alone knows it; null = the whole file does. */
  readonly scenario: ScenarioBlock | null;
}

/** `definition` makes the name (`a = mmap(...)`, `let`, a file's first mention); `write` changes what it stands for. */
export type Role = "definition" | "write" | "read";

export interface Occurrence extends Place {
  /** The line and the columns of `range`. */
  readonly line: number;
  readonly span: Span;
  readonly kind: NameKind;
  /** As the symbol is called. */
  readonly name: string;
  /** As it stands in the text. */
  readonly written: string;
  readonly role: Role;
  readonly symbol: NameSymbol;
  /** Where the name as it stands here was made last; itself at a definition. */
  readonly definition: Place | null;
  /** Of a process: the process with its index; of a mapping: the process whose mapping it is. */
  readonly process: ProcessRef | null;
}

/** Whether a scenario or a file it includes makes such names. */
export function isMade(kind: NameKind): kind is MadeKind {
  switch (kind) {
    case "process":
    case "mapping":
    case "segment":
    case "number":
    case "file":
    case "mount":
    case "cgroup":
    case "scenario":
      return true;
    case "kernel":
    case "call":
    case "constant":
    case "outcome":
    case "counter":
    case "sysctl":
    case "page-size":
      return false;
  }
}
