/** One line while it is checked: where its problems are shown, and whether it has to be left out. */
import type { Span } from "../syntax/tree.js";
import type { Place, Problems, Related } from "./problems.js";
import type { ValueError } from "./values.js";

/** The `include` line through which a line of another file is met. */
export interface Via {
  readonly place: Place;
  /** As written. */
  readonly path: string;
}

export class SourceLine {
  /** It has an error: it is left out. */
  failed = false;
  /** A name of it was made by a line with an error: it is left out without a word. */
  poisoned = false;

  constructor(
    private readonly problems: Problems,
    readonly uri: string,
    readonly line: number,
    private readonly via: Via | null = null,
    /** The round of the loops around it, put behind the message where it is not the first: ` (in round 3: i = 2)`. */
    private readonly round = "",
  ) {}

  place(span: Span): Place {
    return { uri: this.uri, line: this.line, span };
  }

  /** Tells an error of this line. Lines of an included file are told at the `include` line. */
  report({ code, message, span }: ValueError, related: readonly Related[] = []): void {
    this.failed = true;
    const place = this.place(span);
    if (this.via === null) {
      this.problems.add({ code, place, message: message + this.round, related });
    } else {
      this.problems.add({
        code,
        place: this.via.place,
        message: `${this.via.path}, line ${String(this.line + 1)}: ${message}`,
        related: [{ ...place, message: "it stands here" }, ...related],
      });
    }
  }

  /** Where a feature's absence is told, and the words before it. */
  outermost(span: Span): { readonly place: Place; readonly prefix: string } {
    return this.via === null
      ? { place: this.place(span), prefix: "" }
      : { place: this.via.place, prefix: `${this.via.path}, line ${String(this.line + 1)}: ` };
  }
}
