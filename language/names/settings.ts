/** Reads setting lines and the files that they include, in the order in which they hold. */
import type { Included } from "../check/index.js";
import { MAX_INCLUDE_DEPTH } from "../limits.js";
import type { Leaf, SettingStatement, SyntaxTree } from "../syntax/index.js";
import { readBroken } from "./broken.js";
import type { Reader, ReadLine } from "./reader.js";
import type { Scope } from "./scope.js";

/** A file with its lines. */
export interface Source {
  readonly uri: string;
  readonly tree: SyntaxTree;
}

export type Include = (path: string, from: string) => Included;

export class SettingNames {
  constructor(
    private readonly scope: Scope,
    private readonly reader: Reader,
    private readonly include: Include,
  ) {}

  /** Reads lines of a file; `open` are the URIs of the files that are being read. */
  leaves(source: Source, leaves: readonly Leaf[], open: readonly string[] = [source.uri]): void {
    for (const leaf of leaves) this.leaf(source, leaf, open);
  }

  leaf(source: Source, { line, statement }: Leaf, open: readonly string[] = [source.uri]): void {
    const read = lineOf(source, line);
    switch (statement.kind) {
      case "broken":
        readBroken(statement, read, this.scope, this.reader, null);
        return;
      case "include":
        this.included(statement.path.text, source.uri, open);
        return;
      case "kernel":
      case "pool":
      case "overcommit":
      case "mount":
      case "process":
      case "let":
      case "node":
      case "cgroup":
        this.setting(statement, read);
        return;
      case "step":
      case "sysctl":
      case "expect":
      case "always":
      case "never":
        return;
    }
  }

  private setting(statement: Exclude<SettingStatement, { readonly kind: "include" }>, line: ReadLine): void {
    const { scope, reader } = this;
    switch (statement.kind) {
      case "kernel":
        reader.given("kernel", statement.kernels, line);
        return;
      case "pool":
      case "overcommit":
        reader.number(statement.amount.pages, line);
        reader.given("page-size", [statement.amount.size], line);
        return;
      case "node":
        reader.number(statement.node, line);
        reader.number(statement.amount.pages, line);
        reader.given("page-size", [statement.amount.size], line);
        return;
      case "mount":
        reader.mount(statement.path, line);
        for (const option of statement.options) {
          if (option.key === "pagesize") reader.given("page-size", [option.value], line);
          else reader.number(option.value, line);
        }
        return;
      case "process":
        for (const process of statement.processes) {
          scope.define("process", process.name.text, line, process.name.span, process);
          reader.number(process.index, line);
        }
        if (statement.cgroup !== null) reader.group(statement.cgroup, line);
        reader.number(statement.node, line);
        return;
      case "let":
        // The value is worked out before there is the name.
        reader.number(statement.value, line);
        scope.define("number", statement.name.text, line, statement.name.span);
        return;
      case "cgroup":
        scope.define("cgroup", statement.name.text, line, statement.name.span);
        for (const { amount } of statement.options) {
          reader.number(amount.pages, line);
          reader.given("page-size", [amount.size], line);
        }
    }
  }

  private included(path: string, from: string, open: readonly string[]): void {
    const found = this.include(path, from);
    if (found.state !== "loaded" || open.length >= MAX_INCLUDE_DEPTH) return;
    const { uri, tree } = found.document;
    if (!open.includes(uri)) this.leaves({ uri, tree }, tree.top, [...open, uri]);
  }
}

/** A line as it is read. */
export function lineOf({ uri, tree }: Source, line: number): ReadLine {
  return { uri, line, text: tree.lines[line]?.text ?? "", later: false };
}
