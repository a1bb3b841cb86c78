/**
 * The tree of a scenario file. Every node's span is relative to the start of its own line (UTF-16 units, end
 * exclusive), so a line that was parsed once can stand anywhere in the file; only leaves and blocks know their line.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name, constant, kernel id or other word, as written. */
export interface Word {
  readonly text: string;
  readonly span: Span;
}

export type Unit = "K" | "M" | "G";
export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** Counters and groups stand only in the comparisons of expectations. */
export type Expression =
  | { readonly kind: "number"; readonly value: number; readonly span: Span }
  | { readonly kind: "size"; readonly value: number; readonly unit: Unit; readonly span: Span }
  | { readonly kind: "name"; readonly name: string; readonly span: Span }
  | { readonly kind: "negate"; readonly operand: Expression; readonly span: Span }
  | {
      readonly kind: "binary";
      readonly op: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly span: Span;
    }
  | {
      readonly kind: "counter";
      readonly counter: Word;
      readonly size: Word | null;
      readonly node: Expression | null;
      readonly span: Span;
    }
  | { readonly kind: "cgroup"; readonly group: Word; readonly counter: Word; readonly span: Span };

/** `worker`, `worker[i + 1]` */
export interface ProcessRef {
  readonly name: Word;
  readonly index: Expression | null;
  readonly span: Span;
}

/** `[2]` or `[0:3]`, `[2:]`, `[:2]` */
export type SliceRef =
  | { readonly kind: "page"; readonly page: Expression; readonly span: Span }
  | { readonly kind: "range"; readonly from: Expression | null; readonly to: Expression | null; readonly span: Span };

/** `a`, `a[0]`, `a[0:3]`; `slice: null` = all pages. */
export interface MappingRef {
  readonly name: Word;
  readonly slice: SliceRef | null;
  readonly span: Span;
}

/** `parent.a[0]` */
export interface PlaceRef {
  readonly process: ProcessRef;
  readonly mapping: MappingRef;
  readonly span: Span;
}

export type PathPart =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "value"; readonly value: Expression };

/** An absolute path; `{i}` inside puts a number in. */
export interface FilePath {
  readonly parts: readonly PathPart[];
  readonly span: Span;
}

/** `on ID, ID`, `since ID`, `before ID`, `otherwise` */
export type Guard =
  | { readonly kind: "on"; readonly kernels: readonly Word[]; readonly span: Span }
  | { readonly kind: "since" | "before"; readonly kernel: Word; readonly span: Span }
  | { readonly kind: "otherwise"; readonly span: Span };

/** `ok | SIGBUS since 2.6.27` */
export interface Alternative {
  readonly anyOf: readonly Word[];
  readonly guard: Guard | null;
  readonly span: Span;
}

/** What stands behind `->`. */
export interface Outcome {
  readonly alternatives: readonly Alternative[];
  readonly span: Span;
}

/** One option of mmap. */
export type MmapOption =
  | { readonly key: "offset"; readonly value: Expression; readonly span: Span }
  | { readonly key: "prot"; readonly value: readonly Word[]; readonly span: Span }
  | { readonly key: "pagesize"; readonly value: Word; readonly span: Span };

/** What a step does. `word` is the verb or the call's name; `binds` the name that the call makes. */
export type Action = { readonly word: Word; readonly span: Span } & (
  | { readonly call: "read" | "write"; readonly target: MappingRef }
  | {
      readonly call: "mmap";
      readonly binds: Word;
      /** null = anon */
      readonly file: FilePath | null;
      readonly length: Expression;
      readonly flags: readonly Word[];
      readonly options: readonly MmapOption[];
    }
  | { readonly call: "munmap" | "mlock" | "munlock"; readonly target: MappingRef }
  | { readonly call: "mprotect"; readonly target: MappingRef; readonly protection: readonly Word[] }
  | { readonly call: "madvise"; readonly target: MappingRef; readonly advice: Word }
  | {
      readonly call: "mremap";
      readonly target: MappingRef;
      readonly length: Expression;
      readonly flags: readonly Word[];
    }
  | { readonly call: "ftruncate"; readonly file: FilePath; readonly length: Expression }
  | {
      readonly call: "fallocate";
      readonly file: FilePath;
      readonly from: Expression;
      readonly to: Expression;
      readonly flags: readonly Word[];
    }
  | { readonly call: "unlink"; readonly file: FilePath }
  | { readonly call: "fork" | "vfork"; readonly binds: ProcessRef }
  | { readonly call: "exec" | "exit" }
  | { readonly call: "kill"; readonly target: ProcessRef; readonly signal: Word }
  | { readonly call: "wait"; readonly target: ProcessRef }
  | { readonly call: "shmget"; readonly binds: Word; readonly length: Expression; readonly flags: readonly Word[] }
  | { readonly call: "shmat"; readonly binds: Word; readonly segment: Word; readonly flags: readonly Word[] }
  | { readonly call: "shmdt"; readonly target: MappingRef }
  | { readonly call: "shmctl"; readonly segment: Word; readonly command: Word }
  | { readonly call: "mbind"; readonly target: MappingRef; readonly mode: Word; readonly nodes: readonly Expression[] }
  | { readonly call: "set_mempolicy"; readonly mode: Word; readonly nodes: readonly Expression[] }
);

export type ConditionNode = { readonly span: Span; readonly guard: Guard | null } & (
  | { readonly kind: "compare"; readonly op: ComparisonOperator; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: "process";
      readonly process: ProcessRef;
      readonly is: "alive" | "exited" | "killed";
      readonly signal: Word | null;
    }
  | { readonly kind: "page"; readonly place: PlaceRef; readonly is: "present" | "absent" | "unmapped" }
  | { readonly kind: "same"; readonly left: PlaceRef; readonly right: PlaceRef; readonly same: boolean }
  | { readonly kind: "on-node"; readonly place: PlaceRef; readonly node: Expression }
);

/** What a debugger is asked about: conditions, a number, `parent.a[0]`, or `a[0]` and `child` alone. */
export type Watch =
  | { readonly kind: "conditions"; readonly conditions: readonly ConditionNode[] }
  | { readonly kind: "term"; readonly term: Expression }
  | { readonly kind: "place"; readonly place: PlaceRef }
  | { readonly kind: "mapping"; readonly mapping: MappingRef };

/** A number of pages, of another size where one is named: `4 x 1G`. */
export interface Amount {
  readonly pages: Expression;
  readonly size: Word | null;
  readonly span: Span;
}

export type MountOption =
  | { readonly key: "size" | "min_size"; readonly value: Expression; readonly span: Span }
  | { readonly key: "pagesize"; readonly value: Word; readonly span: Span };

export interface CgroupOption {
  readonly key: "limit" | "rsvd";
  readonly amount: Amount;
  readonly span: Span;
}

interface Spanned {
  /** From the statement's first to its last character. */
  readonly span: Span;
}

export type KernelStatement = Spanned & { readonly kind: "kernel"; readonly kernels: readonly Word[] };
export type PoolStatement = Spanned & { readonly kind: "pool" | "overcommit"; readonly amount: Amount };
export type MountStatement = Spanned & {
  readonly kind: "mount";
  readonly path: FilePath;
  readonly options: readonly MountOption[];
};
export type ProcessStatement = Spanned & {
  readonly kind: "process";
  readonly processes: readonly ProcessRef[];
  readonly cgroup: Word | null;
  readonly node: Expression | null;
};
export type LetStatement = Spanned & { readonly kind: "let"; readonly name: Word; readonly value: Expression };
export type NodeStatement = Spanned & { readonly kind: "node"; readonly node: Expression; readonly amount: Amount };
export type CgroupStatement = Spanned & {
  readonly kind: "cgroup";
  readonly name: Word;
  readonly options: readonly CgroupOption[];
};
/** `path` is without its quotes, its span with them. */
export type IncludeStatement = Spanned & { readonly kind: "include"; readonly path: Word };

export type SettingStatement =
  | KernelStatement
  | PoolStatement
  | MountStatement
  | ProcessStatement
  | LetStatement
  | NodeStatement
  | CgroupStatement
  | IncludeStatement;

/** `name` is without its quotes, its span with them. */
export type ScenarioStatement = Spanned & { readonly kind: "scenario"; readonly name: Word };
export type ConcurrentStatement = Spanned & { readonly kind: "concurrent" };
export type ForStatement = Spanned & {
  readonly kind: "for";
  readonly name: Word;
  readonly from: Expression;
  readonly to: Expression;
};
export type RepeatStatement = Spanned & { readonly kind: "repeat"; readonly times: Expression };
export type BlockStatement = ConcurrentStatement | ForStatement | RepeatStatement;
export type CloseStatement = Spanned & { readonly kind: "close" };

export type StepStatement = Spanned & {
  readonly kind: "step";
  readonly actor: ProcessRef;
  readonly action: Action;
  readonly outcome: Outcome | null;
};
export type SysctlStatement = Spanned & {
  readonly kind: "sysctl";
  readonly name: Word;
  readonly amount: Amount;
  readonly node: Expression | null;
  readonly outcome: Outcome | null;
};
export type ExpectStatement = Spanned & {
  readonly kind: "expect";
  readonly sometimes: boolean;
  readonly guard: Guard | null;
  readonly conditions: readonly ConditionNode[];
};
/** `always` takes several conditions, `never` one. */
export type InvariantStatement = Spanned & {
  readonly kind: "always" | "never";
  readonly guard: Guard | null;
  readonly conditions: readonly ConditionNode[];
};

export type BlankStatement = Spanned & { readonly kind: "blank" };

/** A line that does not parse, with what could be read of it all the same. */
export type BrokenStatement = Spanned & {
  readonly kind: "broken";
  readonly problem: LineProblem;
  /** The first word of the line. */
  readonly keyword: Word | null;
  readonly actor: Word | null;
  /** The name on the left of `=`. */
  readonly binds: Word | null;
  /** Every word of the line: a name among them may have been made by it. */
  readonly words: readonly string[];
  /** The string of the line, for a scenario's name. */
  readonly string: Word | null;
  /** brace: a `{` is left open. header: a block's first word, but no `{`. */
  readonly opens: "brace" | "header" | null;
  readonly closes: boolean;
};

export interface LineProblem {
  readonly code: "syntax" | "limit";
  readonly message: string;
  readonly span: Span;
}

export type LeafStatement =
  SettingStatement | StepStatement | SysctlStatement | ExpectStatement | InvariantStatement | BrokenStatement;

export type Statement = LeafStatement | ScenarioStatement | BlockStatement | CloseStatement | BlankStatement;

/** One line, parsed alone; the same object wherever the same text stands. */
export interface Line {
  /** Without its line end. */
  readonly text: string;
  readonly statement: Statement;
  readonly comment: Span | null;
}

export interface Leaf {
  readonly kind: "statement";
  /** Counted from 0. */
  readonly line: number;
  readonly statement: LeafStatement;
}

export interface Block {
  readonly kind: "block";
  readonly line: number;
  /** The line of its `}`, or the last line that belongs to it when that is missing. */
  readonly endLine: number;
  readonly header: BlockStatement | BrokenStatement;
  readonly body: readonly TreeNode[];
}

export type TreeNode = Leaf | Block;

export interface ScenarioBlock {
  readonly line: number;
  readonly endLine: number;
  readonly header: ScenarioStatement | BrokenStatement;
  /** As written; a broken header gets a name by its line. */
  readonly name: string;
  readonly body: readonly TreeNode[];
}

/** A problem of the text's form at its place in the file. */
export interface TreeProblem extends LineProblem {
  readonly line: number;
  /** Another place that belongs to it, such as the block's first line. */
  readonly related: { readonly line: number; readonly span: Span; readonly message: string } | null;
}

/** A part of a file that is nested alone: one scenario, or what stands before the first, and what stands around it. */
export interface Part {
  readonly from: number;
  /** The first line behind it. */
  readonly to: number;
  readonly top: readonly Leaf[];
  readonly scenarios: readonly ScenarioBlock[];
  readonly problems: readonly TreeProblem[];
}

export interface SyntaxTree {
  readonly lines: readonly Line[];
  /** The statements outside every scenario, in order. */
  readonly top: readonly Leaf[];
  readonly scenarios: readonly ScenarioBlock[];
  /** In the order of their lines. */
  readonly problems: readonly TreeProblem[];
  /** The parts from one `scenario` line to the next, by their first line: where nothing was edited they are kept. */
  readonly parts: ReadonlyMap<number, Part>;
  /** Lines parsed so far by their text, handed on from one version of the document to the next. */
  readonly memo: ReadonlyMap<string, Line>;
}
