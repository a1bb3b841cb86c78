/** The causal chain of one access to one page: who asked, where a page was looked for, why not there, what was done instead. */
import type { Event, Pid } from "../../engine/index.js";
import type { Phrase, Piece, WhyLink } from "../picture/picture.js";
import type { Access } from "./access.js";
import { inheritedFrom, sharers, sharing, slotName, type Kill } from "./cause.js";
import type { Chronicle, Taking } from "./chronicle.js";
import { bugSentence, endsHang, fixedWords, hangClause } from "./hang.js";
import { count, list, say } from "./phrase.js";
import { shortageWords } from "./shortage.js";

type Glyph = WhyLink["glyph"];
interface Source {
  readonly fn: string;
  readonly commit?: string | null;
}

/** What an access does, for the sentence about it. */
export type Verb = "reads" | "writes" | "touches";

/** Makes one link. */
export function link(glyph: Glyph, phrase: Phrase, source: Source, step: number): WhyLink {
  return { glyph, phrase, fn: source.fn, commit: source.commit ?? null, step };
}

/** Links of one access. The chronicle stands right before it and is taken past it. */
export function accessLinks(
  chronicle: Chronicle,
  access: Access,
  pid: Pid,
  verb: Verb,
  step: number,
): readonly WhyLink[] {
  const links: WhyLink[] = [];
  const me: Piece = { name: chronicle.name(pid) };
  const life = chronicle.mappings.get(access.mapping);
  const slot = slotName(life, access.index);
  const kill = access.events.find((event): event is Kill => event.kind === "kill" && event.pid === pid);
  const copy = access.events.find((event) => event.kind === "copy");
  const taking = access.events.some((event) => event.kind === "unmap" && event.why === "taken");
  const stuck = access.events.some((event) => event.kind === "bug" || event.kind === "hang");
  const first = access.events[0];
  const source: Source = { fn: "hugetlb_fault" };
  const held = chronicle.page(access.mapping, access.index);

  if (kill?.cause.why === "unmapped") links.push(...markedLinks(chronicle, access, me, slot, verb, kill, step));
  else if (kill !== undefined && isBarred(kill))
    links.push(link("look", barredPhrase(chronicle, access, me, slot, verb, kill), kill, step));
  else if (held !== undefined && (copy !== undefined || taking || kill !== undefined || stuck)) {
    links.push(
      link(
        "look",
        say`${me} writes ${slot}. Page ${{ page: held }} is ${sharing(chronicle, held, life, chronicle.memory(pid))}, so it must be copied.`,
        { fn: cowFunction(chronicle, access) },
        step,
      ),
    );
  } else if (held === undefined && first?.kind !== "hit")
    links.push(link("look", touchPhrase(chronicle, access, me, slot, verb), firstTouchSource(access, source), step));

  for (const event of access.events) {
    links.push(...eventLinks(chronicle, event, { me, slot, pid, access, held, verb, step }));
    chronicle.apply(event, step);
    const taken = chronicle.takings.at(-1);
    if (event.kind === "unmap" && event.why === "taken" && taken !== undefined) {
      const at = links.findIndex((known) => known.glyph === "taken");
      const told = takingLink(chronicle, taken);
      if (at >= 0) links[at] = told;
      else links.push(told);
    }
  }
  return links;
}

function cowFunction(chronicle: Chronicle, access: Access): string {
  const cow = access.events.find((event) => event.kind === "copy" || event.kind === "reuse" || event.kind === "bug");
  return cow?.fn ?? chronicle.copyFunction;
}

function firstTouchSource(access: Access, fallback: Source): Source {
  const map = access.events.find((event) => event.kind === "map");
  return map === undefined ? { fn: "hugetlb_no_page" } : { fn: map.fn || fallback.fn, commit: null };
}

function isBarred(kill: Kill): boolean {
  const why = kill.cause.why;
  return why === "past-end" || why === "no-vma" || why === "protection";
}

function barredPhrase(chronicle: Chronicle, access: Access, me: Piece, slot: string, verb: Verb, kill: Kill): Phrase {
  switch (kill.cause.why) {
    case "past-end": {
      const life = chronicle.mappings.get(access.mapping);
      const size = life === undefined ? undefined : chronicle.size(life.inode);
      const since =
        size === undefined || size.step === 0 ? say`` : say` The file has ${size.pages} since ${{ step: size.step }}.`;
      return say`${me} ${verb} ${slot}: past the end of ${life?.file ?? "the file"}.${since}`;
    }
    case "no-vma": {
      const gone = chronicle.goneAt(access.mapping, access.index);
      return gone === undefined
        ? say`${me} ${verb} ${slot}: nothing is mapped there.`
        : say`${me} ${verb} ${slot}: nothing is mapped there since ${{ step: gone }}.`;
    }
    case "protection":
      return say`${me} ${verb} ${slot}: its protection forbids it.`;
    case "no-page":
    case "cow-no-page":
    case "unmapped":
    case "kill":
      return say`${me} ${verb} ${slot}.`;
  }
}

function touchPhrase(chronicle: Chronicle, access: Access, me: Piece, slot: string, verb: Verb): Phrase {
  const life = chronicle.mappings.get(access.mapping);
  const loss = chronicle.loss(access.mapping, access.index);
  if (loss !== undefined)
    return say`${me} ${verb} ${slot} again: page ${{ page: loss.page }} is not there since ${{ step: loss.step }}.`;
  const maker = inheritedFrom(chronicle, life);
  const inherited =
    maker === null ? say`` : say` ${maker} made the mapping: the promise is the maker's, a fork does not inherit it.`;
  return say`${me} touches ${slot} for the first time.${inherited}`;
}

/** The chain behind a SIGBUS of a marked mapping: the fork, the write that took the page, the touch that finds the mark. */
function markedLinks(
  chronicle: Chronicle,
  access: Access,
  me: Piece,
  slot: string,
  verb: Verb,
  kill: Kill,
  step: number,
): readonly WhyLink[] {
  const links: WhyLink[] = [];
  const mark = chronicle.mark(access.mapping, access.index);
  const taking = mark === undefined ? undefined : chronicle.takingBehind(mark, access.mapping, access.index);
  if (taking !== undefined) links.push(...takingLinks(chronicle, taking));
  links.push(
    link(
      "look",
      say`${me} ${verb} ${slot}: no page there, and its mapping is marked: a page was taken from it.`,
      access.events.find((event) => event.kind === "printk") ?? kill,
      step,
    ),
  );
  return links;
}

/** How a page came to be taken: shared since when, why no copy, from whom. */
export function takingLinks(chronicle: Chronicle, taking: Taking): readonly WhyLink[] {
  const writer: Piece = { name: chronicle.name(taking.by) };
  const slot = taking.mapping === null ? "it" : slotName(chronicle.mappings.get(taking.mapping), taking.index);
  const since = taking.sharedSince === null ? say`` : say` since the fork at ${{ step: taking.sharedSince }}`;
  const links = [
    link(
      "look",
      say`${writer} writes ${slot}. Page ${{ page: taking.page }} is shared with ${victimNames(chronicle, taking)}${since}, so it must be copied.`,
      { fn: chronicle.copyFunction },
      taking.step,
    ),
  ];
  if (taking.shortage !== null)
    links.push(
      link("none", say`No page for it: ${shortageWords(taking.shortage.shortage)}.`, taking.shortage, taking.step),
    );
  links.push(takingLink(chronicle, taking));
  return links;
}

function victimNames(chronicle: Chronicle, taking: Taking): Phrase {
  return list([...new Set(taking.victims.map((victim) => chronicle.name(victim.pid)))].map((name) => ({ name })));
}

function takingLink(chronicle: Chronicle, taking: Taking): WhyLink {
  const phrase = say`${{ name: chronicle.name(taking.by) }} made this mapping and must not die: page ${{ page: taking.page }} is taken from ${victimNames(chronicle, taking)} instead. Nothing is copied.`;
  return link("taken", phrase, taking, taking.step);
}

interface Moment {
  readonly me: Piece;
  readonly slot: string;
  readonly pid: Pid;
  readonly access: Access;
  readonly held: number | undefined;
  readonly verb: Verb;
  readonly step: number;
}

/** Links of one event inside an access; the chronicle stands right before it. */
function eventLinks(chronicle: Chronicle, event: Event, at: Moment): readonly WhyLink[] {
  switch (event.kind) {
    case "refuse":
      return [link("none", say`No page for it: ${shortageWords(event.shortage)}.`, event, at.step)];
    case "alloc":
      return [link("page", allocPhrase(chronicle, event, at), event, at.step)];
    case "map": {
      if (at.access.events.some((other) => other.kind === "alloc" && other.page === event.page)) return [];
      const others = sharers(chronicle, event.page, chronicle.memory(at.pid));
      const where =
        others.length > 0 ? say`, which ${list(others)} ${others.length === 1 ? "has" : "have"} too` : say``;
      return chronicle.isCached(event.page)
        ? [
            link(
              "page",
              say`The file has page ${{ page: event.page }} already${where}: it is mapped, nothing is used up.`,
              event,
              at.step,
            ),
          ]
        : [];
    }
    case "copy":
      return [
        link(
          "copy",
          say`Page ${{ page: event.from }} is copied into ${{ page: event.to }}. The others keep ${{ page: event.from }}.`,
          event,
          at.step,
        ),
      ];
    case "reuse":
      // After a taking, or right after the fault that made the page, this is only its last stroke.
      return at.access.events.some(
        (other) => other.kind === "alloc" || (other.kind === "unmap" && other.why === "taken"),
      )
        ? []
        : [
            link(
              "ok",
              say`${at.me} writes ${at.slot}. Nobody else has page ${{ page: event.page }}: it is made writable in place.`,
              event,
              at.step,
            ),
          ];
    case "hit":
      return [
        link(
          "ok",
          say`${at.me} ${event.access === "read" ? "reads" : "writes"} ${at.slot}: page ${{ page: event.page }} is there. Nothing changes.`,
          event,
          at.step,
        ),
      ];
    case "kill":
      return endsHang(event) ? [] : [link("killed", killPhrase(chronicle, event, at), event, at.step)];
    case "bug":
      return [link("bug", bugSentence(event), event, at.step)];
    case "hang":
      return [link("hang", say`${hangClause("The access", event)}.${fixedWords(event.fixed)}`, event, at.step)];
    default:
      return [];
  }
}

function allocPhrase(chronicle: Chronicle, event: Extract<Event, { kind: "alloc" }>, at: Moment): Phrase {
  const page: Piece = { page: event.page };
  switch (event.from) {
    case "reserve":
      return say`A page was promised at ${promisedAt(chronicle, at)}: ${page}. Promised ${chronicle.promised(event.pageSize)} → ${chronicle.promised(event.pageSize) - 1}.`;
    case "free":
      if (!event.lucky) return say`An unpromised page is free: ${page}.`;
      return say`${at.me} gets page ${page} only because ${count(chronicle.available(event.pageSize), "unpromised page")} happened to be free. Nothing guaranteed it.`;
    case "surplus":
      return at.held === undefined
        ? say`No unpromised page is left: a surplus page is made: ${page}.`
        : say`No unpromised page is left: a surplus page is made: ${page}. The others keep ${{ page: at.held }}.`;
  }
}

/** The call that made the promise which an access uses. */
function promisedAt(chronicle: Chronicle, at: Moment): string {
  return chronicle.mappings.get(at.access.mapping)?.attached === true ? "shmget" : "mmap";
}

function killPhrase(chronicle: Chronicle, kill: Kill, at: Moment): Phrase {
  const name: Piece = { name: chronicle.name(kill.pid) };
  return kill.cause.why === "cow-no-page" && at.held !== undefined
    ? say`No copy, no write: ${{ signal: kill.signal }} to whoever wrote.`
    : say`${{ signal: kill.signal }} to ${name}.`;
}
