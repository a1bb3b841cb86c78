/** The constants of a call, looked up and told where there is none of that name. */
import type { MmapFlag, Protection } from "../../engine/index.js";
import { didYouMean } from "../syntax/nearest.js";
import type { Action, Word } from "../syntax/tree.js";
import { ANON_FLAGS, MAP_FLAGS, PROTECTIONS, SHARE_FLAGS } from "./constants.js";
import type { SourceLine } from "./source-line.js";

/** What a constant stands for; null when there is none of that name. */
export function constantOf<T>(word: Word, known: ReadonlyMap<string, T>, what: string, line: SourceLine): T | null {
  const found = known.get(word.text);
  if (found !== undefined) return found;
  const hint = didYouMean(word.text, known.keys());
  const names = [...known.keys()].map((name) => `\`${name}\``).join(", ");
  line.report({
    code: "unknown-name",
    message: `there is no ${what} \`${word.text}\` here${hint === "" ? `: there is ${names}` : hint}`,
    span: word.span,
  });
  return null;
}

export function protectionOf(words: readonly Word[], line: SourceLine): Protection | null {
  const set = new Set<string>();
  for (const { text, span } of words) {
    if (!PROTECTIONS.has(text)) {
      const hint = didYouMean(text, PROTECTIONS);
      line.report({ code: "unknown-name", message: `there is no protection \`${text}\`${hint}`, span });
      return null;
    }
    set.add(text);
  }
  if (set.has("PROT_READ")) return set.has("PROT_WRITE") ? "rw" : "r";
  return set.has("PROT_WRITE") ? "w" : "none";
}

export interface MappingFlags {
  readonly share: "shared" | "private";
  readonly flags: readonly MmapFlag[];
  /** MAP_NORESERVE where it stands. */
  readonly noreserve: Word | null;
}

/** The flags of an mmap: one of MAP_SHARED and MAP_PRIVATE, and what else there may be. */
export function mappingFlags(action: Action & { readonly call: "mmap" }, line: SourceLine): MappingFlags | null {
  let share: "shared" | "private" | null = null;
  let noreserve: Word | null = null;
  const flags = new Set<MmapFlag>();
  for (const word of action.flags) {
    const { text, span } = word;
    const sharing = SHARE_FLAGS.get(text);
    const flag = MAP_FLAGS.get(text);
    if (sharing !== undefined) {
      if (share !== null && share !== sharing) {
        line.report({ code: "wrong-kind", message: "a mapping is MAP_SHARED or MAP_PRIVATE, not both", span });
      }
      share = sharing;
    } else if (flag !== undefined) {
      flags.add(flag);
      if (flag === "noreserve") noreserve = word;
    } else if (ANON_FLAGS.has(text)) {
      const how = action.file === null ? "`anon` says so already" : "write `anon` in the file's place";
      line.report({ code: "wrong-kind", message: `\`${text}\` does not stand here: ${how}`, span });
    } else if (text === "MAP_FIXED") {
      const message = "MAP_FIXED is out of scope: every mapping here has addresses of its own";
      line.report({ code: "unknown-name", message, span });
    } else {
      const hint = didYouMean(text, [...SHARE_FLAGS.keys(), ...MAP_FLAGS.keys()]);
      line.report({ code: "unknown-name", message: `there is no flag \`${text}\` here${hint}`, span });
    }
  }
  if (share === null) {
    const span = action.flags[0]?.span ?? action.word.span;
    if (!line.failed) {
      const message = "a mapping is MAP_SHARED or MAP_PRIVATE: one of the two must stand here";
      line.report({ code: "wrong-kind", message, span });
    }
    return null;
  }
  return { share, flags: [...flags], noreserve };
}
