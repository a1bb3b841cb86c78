/** Reads the setting lines of one level, included files first come first. */
import { MAX_INCLUDE_DEPTH } from "../limits.js";
import type { IncludeStatement, Leaf, SettingStatement } from "../syntax/tree.js";
import type { CheckOptions, SourceDocument } from "./checked.js";
import type { Problems } from "./problems.js";
import { SettingLines } from "./setting-lines.js";
import type { SettingsDraft, Tier } from "./settings.js";
import { SourceLine, type Via } from "./source-line.js";

const SETTING_KINDS: ReadonlySet<string> = new Set([
  "kernel",
  "pool",
  "overcommit",
  "mount",
  "process",
  "let",
  "node",
  "cgroup",
  "include",
]);

export function isSetting(statement: Leaf["statement"]): statement is SettingStatement {
  return SETTING_KINDS.has(statement.kind);
}

/** Names that a line with an error may have made all the same. */
function madeBy(statement: SettingStatement): readonly string[] {
  switch (statement.kind) {
    case "process":
      return statement.processes.map(({ name }) => name.text);
    case "let":
    case "cgroup":
      return [statement.name.text];
    default:
      return [];
  }
}

export class Gatherer {
  /** Lines of the document itself that were left out. */
  readonly leftOut = new Set<number>();

  constructor(
    private readonly settings: SettingsDraft,
    private readonly problems: Problems,
    private readonly include: CheckOptions["include"],
    private readonly ownTier: Tier,
    private readonly includeTier: Tier,
  ) {}

  /** Takes the document's own lines in their order. */
  take(document: SourceDocument, leaves: readonly Leaf[]): void {
    this.lines(document, leaves, null, [document.uri]);
  }

  private lines(document: SourceDocument, leaves: readonly Leaf[], via: Via | null, open: readonly string[]): void {
    const taker = new SettingLines(this.settings, via === null ? this.ownTier : this.includeTier);
    for (const { line, statement } of leaves) {
      const source = new SourceLine(this.problems, document.uri, line, via);
      if (statement.kind === "broken") {
        for (const word of statement.words) this.settings.maybe.add(word);
        source.failed = true;
        if (via !== null)
          source.report({
            code: statement.problem.code,
            message: statement.problem.message,
            span: statement.problem.span,
          });
      } else if (statement.kind === "include") {
        this.included(document, statement, source, via, open);
      } else if (isSetting(statement)) {
        taker.take(statement, source);
        if (source.failed) for (const name of madeBy(statement)) this.settings.maybe.add(name);
      }
      if (via === null && (source.failed || source.poisoned)) this.leftOut.add(line);
    }
  }

  private included(
    document: SourceDocument,
    { path }: IncludeStatement,
    source: SourceLine,
    via: Via | null,
    open: readonly string[],
  ): void {
    const found = this.include(path.text, document.uri);
    if (found.state === "loading") {
      this.settings.open = true;
      source.poisoned = true;
      return;
    }
    if (found.state === "missing") {
      this.settings.open = true;
      source.report({
        code: "bad-setting",
        message: `\`${path.text}\` cannot be read: ${found.reason}`,
        span: path.span,
      });
      return;
    }
    const { uri, tree } = found.document;
    if (open.includes(uri)) {
      source.report({
        code: "bad-setting",
        message: `\`${path.text}\` is being included already: it includes itself`,
        span: path.span,
      });
      return;
    }
    if (open.length >= MAX_INCLUDE_DEPTH) {
      source.report({
        code: "limit",
        message: `files include files more than ${String(MAX_INCLUDE_DEPTH)} deep: this one is left out`,
        span: path.span,
      });
      return;
    }
    const through = via ?? { place: source.place(path.span), path: path.text };
    this.lines(found.document, tree.top, { place: through.place, path: path.text }, [...open, uri]);
  }
}
