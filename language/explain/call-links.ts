/** The causal chain of a system call or of the administrator's act. */
import type { Event, PageSource, UnmapReason } from "../../engine/index.js";
import type { Phrase, Piece, WhyLink } from "../picture/picture.js";
import type { RunStep } from "../run/index.js";
import { accessesOf } from "./access.js";
import { accessLinks, link } from "./access-links.js";
import { causeOf, slotName } from "./cause.js";
import type { Chronicle } from "./chronicle.js";
import { bugSentence, endsHang, fixedWords, hangClause } from "./hang.js";
import { count, list, say } from "./phrase.js";
import { shortageWords } from "./shortage.js";

/** Pages named in a sentence before the rest is only counted. */
const NAMED_PAGES = 6;
/** Pages that a populating call touches and that are told one by one. */
const TOLD_TOUCHES = 3;

/** Links of a step that is no plain access. The chronicle stands right before the step and is taken past it. */
export function callLinks(chronicle: Chronicle, step: RunStep): readonly WhyLink[] {
  const events = step.trace.events;
  const links: WhyLink[] = [];
  const actor: Piece = { name: step.item.step.actor ?? "The administrator" };
  const failed = events.find((event) => event.kind === "fail");
  if (failed?.kind === "fail" && step.item.step.call === "mmap") return refusedMmap(chronicle, step, failed, actor);

  // mlock, MAP_POPULATE and MAP_LOCKED touch pages themselves: these are told as accesses, the rest of the call around them.
  const first = events.find((event) => event.kind === "map" || event.kind === "copy" || event.kind === "hit");
  const populating = step.item.step.call === "mmap" || step.item.step.call === "mlock";
  const cut =
    populating && first !== undefined
      ? events.findIndex((event) => event.kind === "alloc" || event === first)
      : events.length;
  const ahead = events.slice(0, cut);
  links.push(...calls(chronicle, ahead, step, actor));
  ahead.forEach((event) => chronicle.apply(event, step.number));
  const rest = events.slice(cut);
  if (rest.length > 0 && first !== undefined) {
    const accesses = accessesOf(rest, first.pid, first.pid);
    const pid = first.pid;
    accesses
      .slice(0, TOLD_TOUCHES)
      .forEach((access) => links.push(...accessLinks(chronicle, access, pid, "touches", step.number)));
    const more = accesses.length - TOLD_TOUCHES;
    if (more > 0) links.push(link("ok", say`${count(more, "more page")} in the same way.`, first, step.number));
  }
  const silent = silentCall(step, actor);
  if (silent !== null) links.unshift(link("ok", silent, { fn: "" }, step.number));
  if (failed?.kind === "fail")
    links.push(link("failed", say`${step.item.step.call} answers ${failed.errno}.`, failed, step.number));
  if (links.length === 0)
    links.push(link("ok", say`${actor}: ${step.item.text}. Nothing changes.`, { fn: "" }, step.number));
  return links;
}

function refusedMmap(
  chronicle: Chronicle,
  step: RunStep,
  failed: Extract<Event, { kind: "fail" }>,
  actor: Piece,
): readonly WhyLink[] {
  const links: WhyLink[] = [];
  const refusal = step.trace.events.find((event) => event.kind === "refuse");
  const shortage = failed.shortage ?? (refusal?.kind === "refuse" ? refusal.shortage : null);
  if (shortage !== null) {
    links.push(link("look", say`${actor} asks for promised pages: ${step.item.text}.`, refusal ?? failed, step.number));
    links.push(
      link(
        "none",
        say`${shortageSentence(shortageWords(shortage))}: the mapping cannot be promised.`,
        refusal ?? failed,
        step.number,
      ),
    );
    links.push(
      link(
        "failed",
        say`mmap answers ${failed.errno}. Nobody dies: better no promise than a broken one.`,
        failed,
        step.number,
      ),
    );
  } else links.push(link("failed", say`mmap answers ${failed.errno}.`, failed, step.number));
  step.trace.events.forEach((event) => chronicle.apply(event, step.number));
  return links;
}

function shortageSentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function calls(chronicle: Chronicle, events: readonly Event[], step: RunStep, actor: Piece): readonly WhyLink[] {
  const links: WhyLink[] = [];
  const unmapped = events.filter((event) => event.kind === "unmap");
  const freed = events.filter((event) => event.kind === "free");
  const number = step.number;
  for (const event of events) {
    switch (event.kind) {
      case "mmap": {
        if (event.fn === "do_shmat") {
          const pages = count(event.pages, "page");
          links.push(link("ok", say`${actor} attaches the segment's ${pages} as ${event.name}.`, event, number));
          break;
        }
        const what = event.file ?? "anonymous memory";
        links.push(
          link(
            "ok",
            say`${actor} maps ${count(event.pages, "page")} of ${what}, ${event.share}, as ${event.name}.`,
            event,
            number,
          ),
        );
        if (!events.some((other) => other.kind === "reserve"))
          links.push(link("look", say`Nothing is promised: a page comes only with its first touch.`, event, number));
        break;
      }
      case "reserve":
        // free_huge_page of 6.x: an owner's promise comes back, or its mount keeps the page for min_size=.
        if (event.fn === "free_huge_page") {
          links.push(link("page", say`${count(event.pages, "page")} that was freed is promised again.`, event, number));
          break;
        }
        links.push(
          link(
            "page",
            say`${count(event.pages, "page")} ${event.pages === 1 ? "is" : "are"} promised to ${event.mapping === null ? fileWords(step) : actor}.`,
            event,
            number,
          ),
        );
        break;
      case "unreserve":
        links.push(
          link(
            "ok",
            say`${count(event.pages, "promise")} ${event.pages === 1 ? "is" : "are"} given back.`,
            event,
            number,
          ),
        );
        break;
      case "refuse":
        links.push(link("none", say`No page for it: ${shortageWords(event.shortage)}.`, event, number));
        break;
      case "fork":
        links.push(
          link(
            "copy",
            event.vfork
              ? say`${actor} makes ${{ name: event.name }} by vfork. Nothing is copied: ${{ name: event.name }} runs in the memory of ${actor}, which waits until it execs or ends.`
              : say`${actor} forks ${{ name: event.name }}. Every page is shared until somebody writes; nothing is promised to ${{ name: event.name }}.`,
            event,
            number,
          ),
        );
        break;
      case "exec":
        links.push(link("ok", say`${actor} runs another program: every mapping is dropped.`, event, number));
        break;
      case "exit":
        links.push(link("ok", say`${actor} exits.`, event, number));
        break;
      case "kill":
        if (endsHang(event)) break;
        links.push(
          link(
            "killed",
            event.cause.why === "kill"
              ? say`${actor} kills ${{ name: chronicle.name(event.pid) }} by ${{ signal: event.signal }}.`
              : say`${{ name: chronicle.name(event.pid) }} is killed by ${{ signal: event.signal }}: ${causeOf(chronicle, event)}.`,
            event,
            number,
          ),
        );
        break;
      case "truncate":
        links.push(
          link(
            "ok",
            say`The file has ${count(event.pages, "page")} now: what lies past its end is dropped everywhere.`,
            event,
            number,
          ),
        );
        break;
      case "unlink":
        links.push(link("ok", say`The name is gone: from now on it means a new file.`, event, number));
        break;
      case "resize":
        links.push(
          link(
            "page",
            say`The pool has ${count(event.total, "page")} now${event.surplus > 0 ? `, ${event.surplus} of them surplus` : ""}.`,
            event,
            number,
          ),
        );
        break;
      case "overcommit":
        links.push(
          link("ok", say`Up to ${count(event.limit, "surplus page")} may be made from now on.`, event, number),
        );
        break;
      case "protect":
        links.push(
          link(
            "ok",
            say`${slotName(chronicle.mappings.get(event.mapping), null)}: protection is ${event.protection === "none" ? "none" : event.protection} now.`,
            event,
            number,
          ),
        );
        break;
      case "bug":
        links.push(link("bug", bugSentence(event), event, number));
        break;
      case "hang":
        links.push(
          link(
            "hang",
            say`${hangClause(isAccess(step) ? "The access" : "The call", event)}.${fixedWords(event.fixed)}`,
            event,
            number,
          ),
        );
        break;
      case "alloc":
        links.push(link("page", say`${sourceWords(event.from)}: ${{ page: event.page }}.`, event, number));
        break;
      case "cache":
        links.push(link("ok", say`Page ${{ page: event.page }} is put into the file.`, event, number));
        break;
      case "map":
      case "copy":
      case "reuse":
      case "hit":
      case "unmap":
      case "mark":
      case "vma-gone":
      case "uncache":
      case "free":
      case "fail":
      case "printk":
        break;
    }
  }
  const source = unmapped[0];
  if (source !== undefined)
    links.push(
      link(
        "ok",
        unmapPhrase(
          source.why,
          unmapped.map((event) => event.page),
        ),
        source,
        number,
      ),
    );
  const freeSource = freed[0];
  if (freeSource !== undefined) {
    const back = freed.filter((event) => event.to === "free").length;
    const away = freed.length - back;
    if (back > 0)
      links.push(link("ok", say`${count(back, "page")} ${back === 1 ? "is" : "are"} free again.`, freeSource, number));
    if (away > 0)
      links.push(
        link("ok", say`${count(away, "page")} ${away === 1 ? "leaves" : "leave"} the pool.`, freeSource, number),
      );
  }
  return links;
}

function isAccess({ item }: RunStep): boolean {
  return item.step.call === "read" || item.step.call === "write";
}

/** Whose promise it is that belongs to no one mapping. */
function fileWords(step: RunStep): string {
  return step.item.step.call === "shmget" ? "the segment" : "whoever maps the file shared";
}

/** Where a page of a call that is no access comes from. */
function sourceWords(from: PageSource): string {
  switch (from) {
    case "reserve":
      return "A promised page leaves the pool";
    case "free":
      return "An unpromised page leaves the pool";
    case "surplus":
      return "A surplus page is made";
  }
}

/** What a call did that has no event of its own; null = the events say it all. */
function silentCall({ item, trace }: RunStep, actor: Piece): Phrase | null {
  if (trace.result !== "ok") return null;
  const { step } = item;
  switch (step.call) {
    case "mremap":
      return step.fixed
        ? say`${actor} moves ${step.mapping} to a fresh address: its pages keep their numbers, and its promise goes along.`
        : null;
    case "mbind":
    case "set_mempolicy":
      return say`${actor} sets the policy ${step.mode.toLowerCase()}: it says on which nodes pages are looked for from now on.`;
    case "wait":
      return say`${actor} waits for ${{ name: step.child }}, which has ended.`;
    case "shmctl":
      return say`The segment ${step.segment} is removed: its name is free at once, its pages when nobody is attached any more.`;
    default:
      return null;
  }
}

function unmapPhrase(why: UnmapReason, pages: readonly number[]): Phrase {
  const distinct = [...new Set(pages)];
  const named = distinct.slice(0, NAMED_PAGES).map((page) => ({ page }));
  const more = distinct.length - named.length;
  const listed = list(more > 0 ? [...named, `${more} more`] : named);
  switch (why) {
    case "punch":
      return say`The hole takes ${listed} from everybody, private copies too.`;
    case "dontneed":
      return say`Given up: ${listed}. The next touch gets a fresh page.`;
    case "munmap":
    case "exit":
    case "exec":
    case "taken":
    case "truncate":
    case "mremap":
      return say`Unmapped: ${listed}.`;
  }
}
