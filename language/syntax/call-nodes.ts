/** The factories of calls: who may make a name and who must, and the arguments of each. */
import { span, type Range } from "./span.js";
import { StatementError } from "./statement-error.js";
import type * as Tree from "./tree.js";

/** A call before its range and the name on its left are known. */
type Distributed<T> = T extends unknown ? Omit<T, "span"> : never;
type BareCall = Distributed<Tree.Action>;
type Unbound<T> = T extends { readonly binds: unknown } ? Omit<T, "binds"> : T;
type UnboundCall = BareCall extends infer C ? (C extends unknown ? Unbound<C> : never) : never;

const EXAMPLES: Readonly<Record<string, string>> = {
  mmap: "a = mmap(...)",
  fork: "c = fork()",
  vfork: "c = vfork()",
  shmget: "s = shmget(...)",
  shmat: "a = shmat(...)",
};

const MADE: Readonly<Record<string, string>> = {
  mmap: "its mapping",
  fork: "the child",
  vfork: "the child",
  shmget: "its segment",
  shmat: "its mapping",
};

function needsName(word: Tree.Word): StatementError {
  return new StatementError(
    `\`${word.text}\` needs a name for ${MADE[word.text] ?? "what it makes"}: \`${EXAMPLES[word.text] ?? ""}\``,
    word.span,
  );
}

function plainName(binds: Tree.ProcessRef | null, word: Tree.Word): Tree.Word {
  if (binds === null) throw needsName(word);
  if (binds.index !== null) {
    throw new StatementError(`only process names may be indexed: \`${word.text}\` makes a plain name`, binds.span);
  }
  return binds.name;
}

/** Puts the name on the left of `=` to the call, or says that it is missing or has nothing to name. */
export function call(binds: Tree.ProcessRef | null, bare: UnboundCall, at: Range): Tree.Action {
  const within = span(at);
  switch (bare.call) {
    case "mmap":
      return { ...bare, binds: plainName(binds, bare.word), span: within };
    case "shmget":
      return { ...bare, binds: plainName(binds, bare.word), span: within };
    case "shmat":
      return { ...bare, binds: plainName(binds, bare.word), span: within };
    case "fork":
    case "vfork":
      if (binds === null) throw needsName(bare.word);
      return { ...bare, binds, span: within };
    default:
      if (binds !== null) {
        throw new StatementError(
          `\`${bare.word.text}\` makes nothing that \`${binds.name.text}\` could name`,
          binds.span,
        );
      }
      return { ...bare, span: within };
  }
}

export function mmap(
  of: Tree.Word,
  file: Tree.FilePath | null,
  length: Tree.Expression,
  flags: readonly Tree.Word[],
  options: readonly Tree.MmapOption[],
): UnboundCall {
  return { call: "mmap", word: of, file, length, flags, options };
}

export function mmapOffset(value: Tree.Expression, at: Range): Tree.MmapOption {
  return { key: "offset", value, span: span(at) };
}

export function mmapProtection(value: readonly Tree.Word[], at: Range): Tree.MmapOption {
  return { key: "prot", value, span: span(at) };
}

export function mmapPageSize(value: Tree.Word, at: Range): Tree.MmapOption {
  return { key: "pagesize", value, span: span(at) };
}

export function onMapping(of: Tree.Word, target: Tree.MappingRef): UnboundCall {
  switch (of.text) {
    case "munmap":
      return { call: "munmap", word: of, target };
    case "mlock":
      return { call: "mlock", word: of, target };
    case "munlock":
      return { call: "munlock", word: of, target };
    default:
      return { call: "shmdt", word: of, target };
  }
}

export function mprotect(of: Tree.Word, target: Tree.MappingRef, protection: readonly Tree.Word[]): UnboundCall {
  return { call: "mprotect", word: of, target, protection };
}

export function madvise(of: Tree.Word, target: Tree.MappingRef, advice: Tree.Word): UnboundCall {
  return { call: "madvise", word: of, target, advice };
}

export function mremap(
  of: Tree.Word,
  target: Tree.MappingRef,
  length: Tree.Expression,
  flags: readonly Tree.Word[] | null,
): UnboundCall {
  return { call: "mremap", word: of, target, length, flags: flags ?? [] };
}

export function ftruncate(of: Tree.Word, file: Tree.FilePath, length: Tree.Expression): UnboundCall {
  return { call: "ftruncate", word: of, file, length };
}

export function fallocate(
  of: Tree.Word,
  file: Tree.FilePath,
  from: Tree.Expression,
  to: Tree.Expression,
  flags: readonly Tree.Word[] | null,
): UnboundCall {
  return { call: "fallocate", word: of, file, from, to, flags: flags ?? [] };
}

export function unlink(of: Tree.Word, file: Tree.FilePath): UnboundCall {
  return { call: "unlink", word: of, file };
}

export function bare(of: Tree.Word): UnboundCall {
  switch (of.text) {
    case "fork":
      return { call: "fork", word: of };
    case "vfork":
      return { call: "vfork", word: of };
    case "exec":
      return { call: "exec", word: of };
    default:
      return { call: "exit", word: of };
  }
}

export function kill(of: Tree.Word, target: Tree.ProcessRef, signal: Tree.Word): UnboundCall {
  return { call: "kill", word: of, target, signal };
}

export function wait(of: Tree.Word, target: Tree.ProcessRef): UnboundCall {
  return { call: "wait", word: of, target };
}

export function shmget(of: Tree.Word, length: Tree.Expression, flags: readonly Tree.Word[]): UnboundCall {
  return { call: "shmget", word: of, length, flags };
}

export function shmat(of: Tree.Word, segment: Tree.Word, flags: readonly Tree.Word[] | null): UnboundCall {
  return { call: "shmat", word: of, segment, flags: flags ?? [] };
}

export function shmctl(of: Tree.Word, segment: Tree.Word, command: Tree.Word): UnboundCall {
  return { call: "shmctl", word: of, segment, command };
}

export function mbind(
  of: Tree.Word,
  target: Tree.MappingRef,
  mode: Tree.Word,
  nodes: readonly Tree.Expression[],
): UnboundCall {
  return { call: "mbind", word: of, target, mode, nodes };
}

export function setMempolicy(of: Tree.Word, mode: Tree.Word, nodes: readonly Tree.Expression[]): UnboundCall {
  return { call: "set_mempolicy", word: of, mode, nodes };
}
