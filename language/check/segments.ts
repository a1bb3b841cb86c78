/** System V segments: their names are global, like keys. */
import { DEFAULT_PAGE_SIZE } from "../../engine/index.js";
import { didYouMean } from "../syntax/nearest.js";
import type { Action, Word } from "../syntax/tree.js";
import { useFeature } from "./availability.js";
import { SHMAT_FLAGS, SHMCTL_COMMANDS, SHMGET_FLAGS } from "./constants.js";
import type { FeatureUse } from "./features.js";
import type { Files } from "./files.js";
import type { Lowered, Owner } from "./lowered.js";
import type { SourceLine } from "./source-line.js";
import type { Story } from "./story.js";
import { constantOf } from "./words.js";

type SegmentCall = Action & { readonly call: "shmget" | "shmat" | "shmdt" | "shmctl" };

export class Segments {
  constructor(
    private readonly story: Story,
    private readonly files: Files,
    private readonly uses: FeatureUse[],
  ) {}

  private known({ text, span }: Word, line: SourceLine): boolean {
    if (this.story.segments.has(text) || this.story.maybe.has(text)) return true;
    const hint = didYouMean(text, this.story.segments.keys());
    line.report({ code: "unknown-name", message: `there is no segment \`${text}\`${hint}`, span });
    return false;
  }

  /** The engine's step, or null when the line has an error (told). */
  lower(owner: Owner, action: SegmentCall, line: SourceLine): Lowered | null {
    const actor = owner.name;
    switch (action.call) {
      case "shmget": {
        const length = this.files.length(action.length, DEFAULT_PAGE_SIZE, line);
        const flags = action.flags.map((flag) => constantOf(flag, SHMGET_FLAGS, "flag", line));
        if (length === null || flags.includes(null)) return null;
        if (!flags.includes("hugetlb")) {
          const span = action.flags[0]?.span ?? action.word.span;
          line.report({ code: "wrong-kind", message: "a segment of huge pages needs SHM_HUGETLB", span });
          return null;
        }
        const noreserve = action.flags.find((_, at) => flags[at] === "noreserve");
        if (noreserve !== undefined) useFeature(this.uses, "shm-noreserve", line, noreserve.span);
        const { text, span } = action.binds;
        this.story.segments.set(text, line.place(span));
        const step = { call: "shmget", actor, segment: text, length, noreserve: noreserve !== undefined } as const;
        return { step, pages: 0, mayRebind: null };
      }
      case "shmat": {
        const known = this.known(action.segment, line);
        const flags = action.flags.map((flag) => constantOf(flag, SHMAT_FLAGS, "flag", line));
        if (!known || flags.includes(null)) return null;
        const { text, span } = action.binds;
        const before = owner.facts?.mappings.get(text);
        owner.facts?.mappings.set(text, {
          name: text,
          place: line.place(span),
          pages: null,
          pageSize: DEFAULT_PAGE_SIZE,
          gone: false,
        });
        return {
          step: { call: "shmat", actor, mapping: text, segment: action.segment.text, readonly: flags.length > 0 },
          pages: 0,
          mayRebind: before === undefined || before.gone ? null : { name: text, before: before.place.line },
        };
      }
      case "shmdt": {
        const found = this.story.mapping(owner, action.target, line);
        if (found === null) return null;
        if (action.target.slice !== null) {
          const message = "`shmdt` takes a whole mapping, not a slice of it";
          line.report({ code: "wrong-kind", message, span: action.target.slice.span });
          return null;
        }
        if (found.facts !== null) found.facts.gone = true;
        return { step: { call: "shmdt", actor, mapping: action.target.name.text }, pages: 0, mayRebind: null };
      }
      case "shmctl": {
        const known = this.known(action.segment, line);
        const command = constantOf(action.command, SHMCTL_COMMANDS, "command", line);
        if (!known || command === null) return null;
        return { step: { call: "shmctl", actor, segment: action.segment.text }, pages: 0, mayRebind: null };
      }
    }
  }
}
