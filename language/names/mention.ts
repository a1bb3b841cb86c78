import type { Range } from "vscode-languageserver-types";
import { type ProcessRef, rangeOf, type Span } from "../syntax/index.js";
import type { SymbolDraft } from "./draft.js";
import type { NameKind, Occurrence, Place, Role } from "./occurrence.js";

/** The line on which a name is noted. */
export interface NotedAt {
  readonly uri: string;
  readonly line: number;
  readonly text: string;
}

/**
 * An occurrence, as it is noted and as it is given. A long file has tens of thousands, all of them made anew at a keystroke:
 * so each is one object, and what can be worked out of the others is worked out when somebody asks for it.
 */
export class Mention implements Occurrence {
  readonly uri: string;
  readonly line: number;
  private readonly text: string;

  constructor(
    at: NotedAt,
    readonly span: Span,
    readonly role: Role,
    readonly process: ProcessRef | null,
    public symbol: SymbolDraft,
    public definition: Place | null,
  ) {
    this.uri = at.uri;
    this.line = at.line;
    this.text = at.text;
  }

  get kind(): NameKind {
    return this.symbol.kind;
  }

  get name(): string {
    return this.symbol.name;
  }

  get range(): Range {
    return rangeOf(this.line, this.span);
  }

  get written(): string {
    return this.text.slice(this.span.start, this.span.end);
  }
}
