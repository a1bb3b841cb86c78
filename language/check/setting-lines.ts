/** Takes setting lines into the settings, one at a time. */
import {
  DEFAULT_PAGE_SIZE,
  PAGE_BYTES,
  PLAIN_KERNELS,
  type CgroupLimit,
  type KernelId,
  type PageSize,
} from "../../engine/index.js";
import { MAX_NODES, MAX_POOL_PAGES } from "../limits.js";
import { didYouMean } from "../syntax/nearest.js";
import type {
  Amount,
  CgroupStatement,
  Expression,
  FilePath,
  KernelStatement,
  MountStatement,
  NodeStatement,
  PoolStatement,
  ProcessStatement,
  SettingStatement,
  Span,
} from "../syntax/tree.js";
import { useFeature } from "./availability.js";
import { KERNEL_IDS, kernelNamed } from "./kernels.js";
import { pageSizeOf } from "./page-sizes.js";
import { processName, type Entry, type SettingsDraft, type Tier } from "./settings.js";
import type { SourceLine } from "./source-line.js";
import { bytes, count, evaluate, type Numbers } from "./values.js";

type Taken = Exclude<SettingStatement, { readonly kind: "include" }>;

export class SettingLines {
  constructor(
    private readonly settings: SettingsDraft,
    private readonly tier: Tier,
  ) {}

  /** Takes one line; an error leaves it out. */
  take(statement: Taken, line: SourceLine): void {
    switch (statement.kind) {
      case "kernel":
        this.kernel(statement, line);
        return;
      case "pool":
      case "overcommit":
        this.pool(statement, line);
        return;
      case "mount":
        this.mount(statement, line);
        return;
      case "process":
        this.process(statement, line);
        return;
      case "let": {
        const value = evaluate(statement.value, this.numbers(line));
        this.put(
          this.settings.lets,
          statement.name.text,
          line.failed ? null : value,
          line,
          statement.name.span,
          "duplicate-name",
          `\`${statement.name.text}\``,
        );
        return;
      }
      case "node":
        this.node(statement, line);
        return;
      case "cgroup":
        this.cgroup(statement, line);
    }
  }

  /** How numbers are read in a setting: only `let` names are there. */
  numbers(line: SourceLine): Numbers {
    const { lets, maybe } = this.settings;
    return {
      lookup: (name) => {
        const entry = lets.get(name);
        if (entry?.value === null) line.poisoned = true;
        return entry?.value;
      },
      unknown: (name, span) => {
        line.poisoned = true;
        if (maybe.has(name) || this.settings.open) return;
        line.report({
          code: "unknown-name",
          message: `there is no \`let ${name}\` above${didYouMean(name, lets.keys())}`,
          span,
        });
      },
      report: (error) => {
        line.report(error);
      },
    };
  }

  /** Keeps one value a key: a later tier overrides, the same tier twice is an error. */
  private put<K, V>(
    map: Map<K, Entry<V>>,
    key: K,
    value: V,
    line: SourceLine,
    span: Span,
    code: "duplicate-name" | "bad-setting",
    what: string,
  ): void {
    const before = map.get(key);
    if (before !== undefined) {
      if (before.tier > this.tier) return;
      const included = this.tier % 2 === 0;
      if (before.tier === this.tier && !included) {
        line.report({ code, message: `${what} is set already`, span }, [
          { ...before.place, message: `${what} is set here first` },
        ]);
        return;
      }
    }
    map.set(key, { value, tier: this.tier, place: line.place(span) });
  }

  private kernel({ kernels, span }: KernelStatement, line: SourceLine): void {
    const ids: KernelId[] = [];
    for (const word of kernels) {
      if (word.text === "all") {
        if (kernels.length > 1) {
          line.report({ code: "bad-setting", message: "`all` stands alone: it names every kernel", span: word.span });
          return;
        }
        ids.push(...PLAIN_KERNELS);
        continue;
      }
      const id = kernelNamed(word.text);
      if (id === undefined) {
        line.report({
          code: "unknown-name",
          message: `there is no kernel \`${word.text}\` here${didYouMean(word.text, [...KERNEL_IDS, "all"])}`,
          span: word.span,
        });
      } else if (ids.includes(id)) {
        line.report({ code: "bad-setting", message: `\`${id}\` is named twice`, span: word.span });
      } else {
        ids.push(id);
      }
    }
    if (line.failed) return;
    const before = this.settings.kernel;
    if (before !== null && before.tier >= this.tier) {
      if (before.tier === this.tier && this.tier % 2 === 1) {
        line.report(
          { code: "bad-setting", message: "the kernels are set already: one `kernel` line names them all", span },
          [{ ...before.place, message: "they are set here first" }],
        );
      }
      if (before.tier > this.tier || this.tier % 2 === 1) return;
    }
    this.settings.kernel = { value: ids, tier: this.tier, place: line.outermost(span).place };
  }

  private amount(
    amount: Amount,
    what: string,
    line: SourceLine,
  ): { readonly size: PageSize; readonly pages: number } | null {
    const pages = count(amount.pages, what, this.numbers(line));
    const size = pageSizeOf(amount.size, this.settings.uses, line);
    if (pages === null || size === null) return null;
    if (pages > MAX_POOL_PAGES) {
      line.report({
        code: "limit",
        message: `${what} is more than ${String(MAX_POOL_PAGES)} pages: the line is left out`,
        span: amount.pages.span,
      });
      return null;
    }
    return { size, pages };
  }

  private pool({ kind, amount, span }: PoolStatement, line: SourceLine): void {
    const found = this.amount(amount, kind === "pool" ? "the pool" : "the overcommit limit", line);
    if (found === null || line.failed) return;
    const what = `\`${kind}\`${found.size === DEFAULT_PAGE_SIZE ? "" : ` for ${found.size}`}`;
    if (kind === "overcommit") {
      const isRefused = found.size !== DEFAULT_PAGE_SIZE && found.pages > 0;
      if (isRefused) useFeature(this.settings.uses, "1G-overcommit", line, span);
      this.put(this.settings.overcommit, found.size, isRefused ? 0 : found.pages, line, span, "bad-setting", what);
      return;
    }
    if (found.size === DEFAULT_PAGE_SIZE && !this.replaces(this.settings.nodes, "`node`", line, span)) return;
    this.put(this.settings.pools, found.size, found.pages, line, span, "bad-setting", what);
  }

  /** `pool` and `node` lines exclude each other: those of an earlier level are dropped, those of the same one are an error. */
  private replaces<K>(others: Map<K, Entry<number>>, what: string, line: SourceLine, span: Span): boolean {
    for (const [key, entry] of others) {
      const sameLevel = entry.tier >> 1 === this.tier >> 1;
      if (sameLevel && entry.tier === this.tier) {
        line.report(
          {
            code: "bad-setting",
            message: `there are ${what} lines already: a pool is given as a whole or node by node`,
            span,
          },
          [{ ...entry.place, message: "here" }],
        );
        return false;
      }
      if (entry.tier > this.tier) return false;
      others.delete(key);
    }
    return true;
  }

  private node({ node, amount, span }: NodeStatement, line: SourceLine): void {
    const number = count(node, "a node", this.numbers(line));
    const found = this.amount(amount, "the node's pool", line);
    if (number === null || found === null || line.failed) return;
    if (number >= MAX_NODES) {
      line.report({ code: "limit", message: `nodes are numbered from 0 to ${String(MAX_NODES - 1)}`, span: node.span });
      return;
    }
    useFeature(this.settings.uses, "nodes", line, span);
    if (
      !this.replaces(
        new Map([...this.settings.pools].filter(([size]) => size === DEFAULT_PAGE_SIZE)),
        "`pool`",
        line,
        span,
      )
    )
      return;
    this.settings.pools.delete(DEFAULT_PAGE_SIZE);
    this.put(this.settings.nodes, number, found.pages, line, span, "bad-setting", `the pool of node ${String(number)}`);
  }

  /** The text of a path in a setting; names of files come with the steps. */
  private path({ parts }: FilePath, line: SourceLine): string | null {
    let text = "";
    for (const part of parts) {
      if (part.kind === "text") text += part.text;
      else {
        const value = count(part.value, "a number in a path", this.numbers(line));
        if (value === null) return null;
        text += String(value);
      }
    }
    return text.length > 1 ? text.replace(/\/+$/u, "") : text;
  }

  private mount({ path, options, span }: MountStatement, line: SourceLine): void {
    const text = this.path(path, line);
    let pageSize: PageSize | null = DEFAULT_PAGE_SIZE;
    const seen = new Set<string>();
    for (const option of options) {
      if (seen.has(option.key))
        line.report({ code: "bad-setting", message: `\`${option.key}=\` is given twice`, span: option.span });
      seen.add(option.key);
      if (option.key === "pagesize") pageSize = pageSizeOf(option.value, this.settings.uses, line);
    }
    let size: number | null = null;
    let minSize: number | null = null;
    for (const option of options) {
      if (option.key === "pagesize") continue;
      if (option.key === "min_size") useFeature(this.settings.uses, "min_size", line, option.span);
      const pages = this.wholePages(option.value, `\`${option.key}=\``, pageSize ?? DEFAULT_PAGE_SIZE, line);
      if (option.key === "size") size = pages;
      else minSize = pages;
    }
    if (size !== null && minSize !== null && minSize > size) {
      line.report({
        code: "bad-setting",
        message: `\`min_size=\` is ${String(minSize)} pages, more than the \`size=\` of ${String(size)}`,
        span,
      });
    }
    if (text === null || pageSize === null || line.failed || line.poisoned) return;
    this.put(
      this.settings.mounts,
      text,
      { path: text, pageSize, size, minSize },
      line,
      span,
      "bad-setting",
      `the mount ${text}`,
    );
  }

  /** An amount of memory in whole pages. */
  private wholePages(value: Expression, what: string, size: PageSize, line: SourceLine): number | null {
    const found = bytes(value, what, PAGE_BYTES[size], this.numbers(line));
    if (found === null) return null;
    const pages = found / PAGE_BYTES[size];
    if (!Number.isInteger(pages)) {
      line.report({
        code: "bad-setting",
        message: `${what} is no multiple of the page size ${size}`,
        span: value.span,
      });
      return null;
    }
    if (pages > MAX_POOL_PAGES) {
      line.report({
        code: "limit",
        message: `${what} is more than ${String(MAX_POOL_PAGES)} pages: the line is left out`,
        span: value.span,
      });
      return null;
    }
    return pages;
  }

  private process({ processes, cgroup, node }: ProcessStatement, line: SourceLine): void {
    if (cgroup !== null) {
      useFeature(this.settings.uses, "cgroups", line, cgroup.span);
      if (!this.settings.cgroups.has(cgroup.text) && !this.settings.maybe.has(cgroup.text) && !this.settings.open) {
        const hint = didYouMean(cgroup.text, this.settings.cgroups.keys());
        line.report({
          code: "unknown-name",
          message: `there is no \`cgroup ${cgroup.text}\` above${hint}`,
          span: cgroup.span,
        });
      }
    }
    let on: number | null = null;
    if (node !== null) {
      useFeature(this.settings.uses, "nodes", line, node.span);
      on = this.knownNode(node, line);
    }
    for (const ref of processes) {
      const index = ref.index === null ? null : count(ref.index, "a process's index", this.numbers(line));
      if (ref.index !== null && index === null) continue;
      const name = processName(ref, index);
      const before = this.settings.processes.get(name);
      if (before !== undefined) {
        line.report({ code: "duplicate-name", message: `there is a process \`${name}\` already`, span: ref.span }, [
          { ...before.place, message: `\`${name}\` is there since here` },
        ]);
        continue;
      }
      this.settings.processes.set(name, {
        value: { name, cgroup: cgroup?.text ?? null, node: on },
        tier: this.tier,
        place: line.place(ref.span),
      });
    }
  }

  private knownNode(node: Expression, line: SourceLine): number | null {
    const number = count(node, "a node", this.numbers(line));
    if (number !== null && !this.settings.nodes.has(number)) {
      line.report({
        code: "out-of-range",
        message: `there is no node ${String(number)}: no \`node\` line gives it a pool`,
        span: node.span,
      });
    }
    return number;
  }

  private cgroup({ name, options, span }: CgroupStatement, line: SourceLine): void {
    const limits = new Map<PageSize, { limit: number | null; rsvd: number | null }>();
    useFeature(this.settings.uses, "cgroups", line, span);
    for (const { key, amount, span: where } of options) {
      const size = pageSizeOf(amount.size, this.settings.uses, line);
      if (size === null) continue;
      const pages = this.wholePages(amount.pages, `\`${key}=\``, size, line);
      const limit = limits.get(size) ?? { limit: null, rsvd: null };
      if (limit[key] !== null) line.report({ code: "bad-setting", message: `\`${key}=\` is given twice`, span: where });
      limit[key] = pages;
      limits.set(size, limit);
    }
    if (line.failed) return;
    const value: readonly CgroupLimit[] = [...limits].map(([pageSize, limit]) => ({ pageSize, ...limit }));
    this.put(this.settings.cgroups, name.text, value, line, span, "duplicate-name", `the cgroup \`${name.text}\``);
  }
}
