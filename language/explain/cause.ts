/** Why a process died, as one clause: "parent's write at step 5 had taken its page A away". */
import type { Event } from "../../engine/index.js";
import type { Phrase, Piece } from "../picture/picture.js";
import type { Chronicle, MappingLife } from "./chronicle.js";
import { count, list, say } from "./phrase.js";
import { shortageWords } from "./shortage.js";

export type Kill = Extract<Event, { kind: "kill" }>;

/** `a[3]` of the mapping; its bare name when no page is known. */
export function slotName(life: MappingLife | undefined, index: number | null): string {
  const name = life?.name ?? "memory";
  return index === null ? name : `${name}[${index}]`;
}

/** The other processes that have this page, as names. */
export function sharers(chronicle: Chronicle, page: number, pid: number): readonly Piece[] {
  const names = new Set<string>();
  for (const life of chronicle.holders(page)) if (life.pid !== pid) names.add(chronicle.name(life.pid));
  return [...names].map((name) => ({ name }));
}

/** With whom, since when, or why else a page is shared, after "page X is": `shared with child since step 4`. */
export function sharing(chronicle: Chronicle, page: number, mine: MappingLife | undefined, pid: number): Phrase {
  const others = sharers(chronicle, page, pid);
  if (others.length === 0) return chronicle.isCached(page) ? say`in the file's page cache` : say`in use twice`;
  const since = mine === undefined ? null : sinceFork(chronicle, page, mine);
  return since === null
    ? say`shared with ${list(others)}`
    : say`shared with ${list(others)} since the fork at ${{ step: since }}`;
}

function sinceFork(chronicle: Chronicle, page: number, mine: MappingLife): number | null {
  for (const other of chronicle.holders(page)) {
    const since = chronicle.sharedSince(mine, other);
    if (since !== null) return since;
  }
  return null;
}

/** The clause that says why the process dies. The chronicle stands right before the kill. */
export function causeOf(chronicle: Chronicle, kill: Kill): Phrase {
  const life = kill.mapping === null ? undefined : chronicle.mappings.get(kill.mapping);
  const slot = slotName(life, kill.index);
  const cause = kill.cause;
  switch (cause.why) {
    case "no-page": {
      const owner = inheritedFrom(chronicle, life);
      const promise =
        owner === null ? say`` : say`; ${owner} made the mapping, and a fork does not inherit its promise`;
      return say`no page is left for its first touch of ${slot} (${shortageWords(cause.shortage)})${promise}`;
    }
    case "cow-no-page": {
      const page = kill.mapping === null || kill.index === null ? undefined : chronicle.page(kill.mapping, kill.index);
      if (page === undefined)
        return say`its write to ${slot} needs a copy and no page is left for one (${shortageWords(cause.shortage)})`;
      return say`its write to ${slot} needs a copy of page ${{ page }}, ${sharing(chronicle, page, life, chronicle.memory(kill.pid))}, and no page is left for one (${shortageWords(cause.shortage)})`;
    }
    case "unmapped":
      return unmappedCause(chronicle, kill, slot, life);
    case "past-end": {
      const size = life === undefined ? undefined : chronicle.size(life.inode);
      const file = life?.file ?? "the file";
      if (size === undefined || size.step === 0) return say`${slot} lies past the end of ${file}`;
      return say`${slot} lies past the end of ${file}, which has ${count(size.pages, "page")} since ${{ step: size.step }}`;
    }
    case "no-vma": {
      const gone =
        kill.mapping === null || kill.index === null ? undefined : chronicle.goneAt(kill.mapping, kill.index);
      if (gone !== undefined) return say`${slot} is not mapped any more since ${{ step: gone }}`;
      const exec = chronicle.processes.get(kill.pid)?.exec ?? null;
      return exec === null
        ? say`${slot} is not mapped in it`
        : say`its exec at ${{ step: exec }} dropped every mapping`;
    }
    case "protection":
      return say`${slot} may not be touched in this way: its protection forbids it`;
    case "kill":
      return cause.by === null ? say`it was killed from outside` : say`${{ name: chronicle.name(cause.by) }} killed it`;
  }
}

/** The same in a few words, to stand at the end of a line: `page A was taken at step 5`. The chronicle stands right before the kill. */
export function causeInShort(chronicle: Chronicle, kill: Kill): Phrase {
  const { cause, mapping, index } = kill;
  const life = mapping === null ? undefined : chronicle.mappings.get(mapping);
  const page = mapping === null || index === null ? undefined : chronicle.page(mapping, index);
  switch (cause.why) {
    case "no-page":
      return say`no page left (${shortageWords(cause.shortage)})`;
    case "cow-no-page":
      return say`no page left to copy ${page === undefined ? slotName(life, index) : { page }} (${shortageWords(cause.shortage)})`;
    case "unmapped": {
      const mark = mapping === null || index === null ? undefined : chronicle.mark(mapping, index);
      const taking =
        mark === undefined || mapping === null || index === null
          ? undefined
          : chronicle.takingBehind(mark, mapping, index);
      return taking === undefined
        ? say`a page was taken from it`
        : say`page ${{ page: taking.page }} was taken at ${{ step: taking.step }}`;
    }
    case "past-end":
      return say`past the end of ${life?.file ?? "the file"}`;
    case "no-vma": {
      const gone = mapping === null || index === null ? undefined : chronicle.goneAt(mapping, index);
      const exec = gone ?? chronicle.processes.get(kill.pid)?.exec ?? null;
      return exec === null ? say`nothing is mapped there` : say`unmapped at ${{ step: exec }}`;
    }
    case "protection":
      return say`its protection forbids it`;
    case "kill":
      return causeOf(chronicle, kill);
  }
}

/** The maker of an inherited private mapping; null when the process made it itself. */
export function inheritedFrom(chronicle: Chronicle, life: MappingLife | undefined): Piece | null {
  if (life === undefined || life.share === "shared" || life.from === null) return null;
  const origin = chronicle.origin(life.id);
  return origin === undefined || origin.pid === life.pid || !chronicle.wasPromised(origin.id)
    ? null
    : { name: chronicle.name(origin.pid) };
}

function unmappedCause(chronicle: Chronicle, kill: Kill, slot: string, life: MappingLife | undefined): Phrase {
  const mark = kill.mapping === null || kill.index === null ? undefined : chronicle.mark(kill.mapping, kill.index);
  const taking =
    mark === undefined || kill.mapping === null || kill.index === null
      ? undefined
      : chronicle.takingBehind(mark, kill.mapping, kill.index);
  if (taking === undefined) return say`a page of ${life?.name ?? "its mapping"} was taken from it`;
  const taker: Piece = { name: chronicle.name(taking.by) };
  const mine = taking.victims.some((victim) => victim.mapping === kill.mapping && victim.index === kill.index);
  if (mine) return say`${taker}'s write at ${{ step: taking.step }} had taken its page ${{ page: taking.page }} away`;
  const lost = taking.victims.find((victim) => victim.mapping === kill.mapping);
  const where = lost === undefined ? say`` : say` (${slotName(life, lost.index)})`;
  return say`${taker}'s write at ${{ step: taking.step }} had taken page ${{ page: taking.page }}${where} away and marked the mapping, so ${slot}, which is not present, kills too`;
}
