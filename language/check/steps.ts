/** One step: its names, constants and numbers looked up, and what it makes noted in the story. */
import {
  DEFAULT_PAGE_SIZE,
  PAGE_BYTES,
  type PageSize,
  type PolicyMode,
  type Slice,
  type Step,
} from "../../engine/index.js";
import { MAX_POOL_PAGES, MAX_PROCESSES } from "../limits.js";
import { didYouMean } from "../syntax/nearest.js";
import type {
  Action,
  Expression,
  MappingRef,
  MmapOption,
  ProcessRef,
  Span,
  StepStatement,
  SysctlStatement,
  Word,
} from "../syntax/tree.js";
import { useFeature } from "./availability.js";
import { ADVICE, FALLOCATE_FLAGS, MREMAP_FLAGS, POLICIES, SYSCTLS } from "./constants.js";
import type { Feature, FeatureUse } from "./features.js";
import { Files } from "./files.js";
import type { Lowered, Owner, Rebinding } from "./lowered.js";
import { checkSentSignal } from "./outcomes.js";
import { pageSizeOf } from "./page-sizes.js";
import { Segments } from "./segments.js";
import { sliceOf } from "./slices.js";
import type { SourceLine } from "./source-line.js";
import type { MappingFacts, Story } from "./story.js";
import { bytes, count } from "./values.js";
import { constantOf, mappingFlags, protectionOf } from "./words.js";

interface Target {
  readonly mapping: string;
  readonly slice: Slice;
  readonly facts: MappingFacts | null;
  readonly pages: number;
}

export class Steps {
  readonly uses: FeatureUse[] = [];
  private processesMade = 0;
  private readonly files: Files;
  private readonly segments: Segments;

  constructor(private readonly story: Story) {
    this.files = new Files(story);
    this.segments = new Segments(story, this.files, this.uses);
  }

  /** The engine's step, or null when the line has an error (told). */
  lower({ actor, action }: StepStatement, line: SourceLine): Lowered | null {
    const owner = this.story.process(actor, line);
    const lowered = owner === null ? this.namesOnly(action, line) : this.action(owner, action, line);
    if (lowered === null || line.failed || line.poisoned) {
      if ("binds" in action) this.story.maybe.add("text" in action.binds ? action.binds.text : action.binds.name.text);
      return null;
    }
    return lowered;
  }

  /** The actor is unknown: what can be checked without it. */
  private namesOnly(action: Action, line: SourceLine): null {
    if (action.call === "mmap") mappingFlags(action, line);
    if (action.call === "kill") checkSentSignal(action.signal, line);
    return null;
  }

  sysctl(statement: SysctlStatement, line: SourceLine): Lowered | null {
    const { name, amount, node } = statement;
    const known = SYSCTLS.get(name.text);
    if (known === undefined) {
      line.report({
        code: "unknown-name",
        message: `there is no sysctl \`${name.text}\` here${didYouMean(name.text, SYSCTLS.keys())}`,
        span: name.span,
      });
    }
    const value = count(amount.pages, `\`${name.text}\``, this.story.numbers(line));
    const pageSize = pageSizeOf(amount.size, this.uses, line);
    const on = node === null ? null : this.node(node, line);
    if (node !== null) this.use("nodes", line, node.span);
    if (node !== null && name.text === "vm.nr_overcommit_hugepages") {
      line.report({ code: "wrong-kind", message: "a node has no overcommit limit of its own", span: node.span });
    }
    if (value !== null && value > MAX_POOL_PAGES) {
      line.report({
        code: "limit",
        message: `a pool has at most ${String(MAX_POOL_PAGES)} pages: the line is left out`,
        span: amount.pages.span,
      });
    }
    if (known === undefined || value === null || pageSize === null || line.failed) return null;
    const step: Step = { call: "sysctl", actor: null, name: known, value, pageSize };
    return { step: on === null ? step : { ...step, node: on }, pages: 0, mayRebind: null };
  }

  private use(feature: Feature, line: SourceLine, span: Span): void {
    useFeature(this.uses, feature, line, span);
  }

  /** A node that the machine has; null when it has none of that number (told). */
  private node(expression: Expression, line: SourceLine): number | null {
    const number = count(expression, "a node", this.story.numbers(line));
    if (number === null) return null;
    const { nodes, open } = this.story.settings;
    // A machine without `node` lines is one node: 0.
    if (nodes.has(number) || number === 0 || open) return number;
    const message = `there is no node ${String(number)}: no \`node\` line gives it a pool`;
    line.report({ code: "out-of-range", message, span: expression.span });
    return null;
  }

  private action(owner: Owner, action: Action, line: SourceLine): Lowered | null {
    const actor = owner.name;
    const numbers = this.story.numbers(line);
    const plain = (step: Step, pages = 0): Lowered => ({ step, pages, mayRebind: null });
    switch (action.call) {
      case "read":
      case "write": {
        const target = this.target(owner, action.target, line);
        if (target === null) return null;
        const { mapping, slice, pages } = target;
        return plain({ call: action.call, actor, mapping, slice }, pages);
      }
      case "mmap":
        return this.mmap(owner, action, line);
      case "munmap":
      case "mlock":
      case "munlock": {
        const target = this.target(owner, action.target, line);
        if (target === null) return null;
        const { mapping, slice, facts, pages } = target;
        if (action.call === "munmap" && facts !== null && slice.from === 0 && (slice.to ?? facts.pages) === facts.pages)
          facts.gone = true;
        return plain({ call: action.call, actor, mapping, slice }, pages);
      }
      case "mprotect": {
        const target = this.target(owner, action.target, line);
        const protection = protectionOf(action.protection, line);
        if (target === null || protection === null) return null;
        return plain({ call: "mprotect", actor, mapping: target.mapping, slice: target.slice, protection });
      }
      case "madvise": {
        const target = this.target(owner, action.target, line);
        const advice = constantOf(action.advice, ADVICE, "advice", line);
        if (advice === "DONTNEED") this.use("dontneed", line, action.advice.span);
        if (target === null || advice === null) return null;
        return plain({ call: "madvise", actor, mapping: target.mapping, slice: target.slice, advice }, target.pages);
      }
      case "mremap": {
        const target = this.target(owner, action.target, line);
        const length = bytes(
          action.length,
          "a length",
          PAGE_BYTES[target?.facts?.pageSize ?? DEFAULT_PAGE_SIZE],
          numbers,
        );
        for (const flag of action.flags) constantOf(flag, MREMAP_FLAGS, "flag", line);
        this.use("mremap", line, action.word.span);
        if (target === null || length === null) return null;
        if (action.target.slice !== null) {
          line.report({
            code: "wrong-kind",
            message: "`mremap` takes a whole mapping, not a slice of it",
            span: action.target.slice.span,
          });
          return null;
        }
        return plain({ call: "mremap", actor, mapping: target.mapping, length, fixed: action.flags.length > 0 });
      }
      case "ftruncate": {
        const located = this.files.locate(action.file, line);
        const length = this.files.length(action.length, located?.pageSize ?? DEFAULT_PAGE_SIZE, line);
        return located === null || length === null
          ? null
          : plain({ call: "ftruncate", actor, file: located.file, length });
      }
      case "fallocate": {
        const located = this.files.locate(action.file, line);
        const size = located?.pageSize ?? DEFAULT_PAGE_SIZE;
        const from = this.files.length(action.from, size, line);
        const to = this.files.length(action.to, size, line);
        for (const flag of action.flags) constantOf(flag, FALLOCATE_FLAGS, "flag", line);
        this.use("fallocate", line, action.word.span);
        if (located === null || from === null || to === null) return null;
        if (from > to)
          line.report({
            code: "out-of-range",
            message: "the range ends before it starts",
            span: { start: action.from.span.start, end: action.to.span.end },
          });
        return plain({ call: "fallocate", actor, file: located.file, from, to, punch: action.flags.length > 0 });
      }
      case "unlink": {
        const located = this.files.locate(action.file, line);
        return located === null ? null : plain({ call: "unlink", actor, file: located.file });
      }
      case "fork":
      case "vfork":
        return this.fork(owner, action.call, action.binds, line);
      case "exec": {
        if (owner.facts !== null) {
          owner.facts.mappings = this.story.copyOf(owner.facts.mappings);
          for (const facts of owner.facts.mappings.values()) facts.gone = true;
        }
        return plain({ call: "exec", actor });
      }
      case "exit": {
        if (owner.facts !== null) owner.facts.dead = true;
        return plain({ call: "exit", actor });
      }
      case "wait": {
        const child = this.story.process(action.target, line);
        if (child === null) return null;
        return plain({ call: "wait", actor, child: child.name });
      }
      case "kill": {
        const target = this.story.process(action.target, line);
        if (!checkSentSignal(action.signal, line) || target === null) return null;
        if (target.facts !== null && action.signal.text === "SIGKILL") target.facts.dead = true;
        return plain({ call: "kill", actor, target: target.name, signal: action.signal.text });
      }
      case "shmget":
      case "shmat":
      case "shmdt":
      case "shmctl":
        return this.segments.lower(owner, action, line);
      case "mbind": {
        const target = this.target(owner, action.target, line);
        const policy = this.policy(action.mode, action.nodes, line);
        this.use("nodes", line, action.word.span);
        if (target === null || policy === null) return null;
        return plain({ call: "mbind", actor, mapping: target.mapping, slice: target.slice, ...policy });
      }
      case "set_mempolicy": {
        const policy = this.policy(action.mode, action.nodes, line);
        this.use("nodes", line, action.word.span);
        if (policy === null) return null;
        return plain({ call: "set_mempolicy", actor, ...policy });
      }
    }
  }

  private policy(
    mode: Word,
    nodes: readonly Expression[],
    line: SourceLine,
  ): { readonly mode: PolicyMode; readonly nodes: readonly number[] } | null {
    const found = constantOf(mode, POLICIES, "policy", line);
    const numbers = nodes.map((node) => this.node(node, line));
    if (found === null || numbers.includes(null)) return null;
    return { mode: found, nodes: numbers.filter((node) => node !== null) };
  }

  private option<K extends MmapOption["key"]>(
    options: readonly MmapOption[],
    key: K,
    line: SourceLine,
  ): (MmapOption & { readonly key: K }) | null {
    const found = options.filter((option): option is MmapOption & { readonly key: K } => option.key === key);
    const twice = found[1];
    if (twice !== undefined)
      line.report({ code: "bad-setting", message: `\`${key}=\` is given twice`, span: twice.span });
    return found[0] ?? null;
  }

  private mmap(owner: Owner, action: Action & { readonly call: "mmap" }, line: SourceLine): Lowered | null {
    const { binds, file, options } = action;
    const located = file === null ? null : this.files.locate(file, line);
    if (file === null) this.use("anon", line, { start: action.span.start, end: action.span.end });
    const wanted = this.option(options, "pagesize", line);
    const asked = wanted === null ? null : pageSizeOf(wanted.value, this.uses, line);
    if (wanted !== null && asked !== null && located !== null && asked !== located.pageSize) {
      line.report({
        code: "wrong-kind",
        message: `the file lies on a mount of ${located.pageSize} pages: \`${located.file.mount}\` has none of ${asked}`,
        span: wanted.span,
      });
    }
    const pageSize = located?.pageSize ?? asked ?? DEFAULT_PAGE_SIZE;
    const length = this.files.length(action.length, pageSize, line);
    const flags = mappingFlags(action, line);
    if (flags?.noreserve != null) this.use("noreserve", line, flags.noreserve.span);
    const offsetOption = this.option(options, "offset", line);
    const offset = offsetOption === null ? 0 : this.files.length(offsetOption.value, pageSize, line);
    const protOption = this.option(options, "prot", line);
    const protection = protOption === null ? "rw" : protectionOf(protOption.value, line);
    if (
      (file !== null && located === null) ||
      length === null ||
      flags === null ||
      offset === null ||
      protection === null
    )
      return null;
    if (line.failed || line.poisoned) return null;
    const pages = Math.ceil(length / PAGE_BYTES[pageSize]);
    const mayRebind = this.bindMapping(owner, binds.text, pages, pageSize, line.place(binds.span));
    const step: Step = {
      call: "mmap",
      actor: owner.name,
      mapping: binds.text,
      file: located?.file ?? null,
      length,
      share: flags.share,
      flags: flags.flags,
      offset,
      protection,
      pageSize,
    };
    return { step, pages, mayRebind };
  }

  private bindMapping(
    owner: Owner,
    name: string,
    pages: number,
    pageSize: PageSize,
    place: MappingFacts["place"],
  ): Rebinding | null {
    if (owner.facts === null) return null;
    const before = owner.facts.mappings.get(name);
    const free = before === undefined || before.gone;
    // Which of the two the name stands for, only a run tells: the longer one allows every page that may exist.
    const known = free ? pages : before.pages === null ? null : Math.max(pages, before.pages);
    owner.facts.mappings.set(name, { name, place, pages: known, pageSize, gone: false });
    return free ? null : { name, before: before.place.line };
  }

  private fork(owner: Owner, call: "fork" | "vfork", binds: ProcessRef, line: SourceLine): Lowered | null {
    const child = this.story.nameOf(binds, line);
    if (child === null) return null;
    if ((this.processesMade += 1) > MAX_PROCESSES) {
      line.report({
        code: "limit",
        message: `a run has at most ${String(MAX_PROCESSES)} processes: the fork is left out`,
        span: binds.span,
      });
      return null;
    }
    const before = this.story.processes.get(child);
    const mappings = owner.facts?.mappings ?? new Map<string, MappingFacts>();
    const inherited = call === "vfork" ? mappings : this.story.copyOf(mappings);
    this.story.addProcess(child, line.place(binds.span), inherited);
    let pages = 0;
    for (const facts of mappings.values()) if (!facts.gone) pages += facts.pages ?? 0;
    const mayRebind = before === undefined || before.dead ? null : { name: child, before: before.place.line };
    return { step: { call, actor: owner.name, child }, pages, mayRebind };
  }

  private target(owner: Owner, ref: MappingRef, line: SourceLine): Target | null {
    const found = this.story.mapping(owner, ref, line);
    const slice = sliceOf(ref, found?.facts ?? null, this.story.numbers(line), line);
    if (found === null || slice === null) return null;
    const end = slice.to ?? found.facts?.pages ?? slice.from;
    return { mapping: ref.name.text, slice, facts: found.facts, pages: Math.max(0, end - slice.from) };
  }
}
