/** The causal chain of a system call or of the administrator's act. */
import type { Event } from "../../engine/index.js";
import type { Phrase, Piece, WhyLink } from "../picture/picture.js";
import type { RunStep } from "../run/index.js";
import { accessesOf } from "./access.js";
import { accessLinks, link } from "./access-links.js";
import { slotName } from "./cause.js";
import type { Chronicle } from "./chronicle.js";
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
    const accesses = accessesOf(rest, first.pid);
    const pid = first.pid;
    accesses
      .slice(0, TOLD_TOUCHES)
      .forEach((access) => links.push(...accessLinks(chronicle, access, pid, "touches", step.number)));
    const more = accesses.length - TOLD_TOUCHES;
    if (more > 0) links.push(link("ok", say`${count(more, "more page")} in the same way.`, first, step.number));
  }
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
        links.push(
          link(
            "page",
            say`${count(event.pages, "page")} ${event.pages === 1 ? "is" : "are"} promised to ${event.mapping === null ? "whoever maps the file shared" : actor}.`,
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
            say`${actor} forks ${{ name: event.name }}. ${forkWords(event.vfork)}; nothing is promised to ${{ name: event.name }}.`,
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
        links.push(
          link(
            "killed",
            event.cause.why === "kill"
              ? say`${actor} kills ${{ name: chronicle.name(event.pid) }} by ${{ signal: event.signal }}.`
              : say`${{ signal: event.signal }} to ${{ name: chronicle.name(event.pid) }}.`,
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
        links.push(
          link(
            "bug",
            say`BUG_ON: ${event.what}.${event.fixed === null ? "" : ` Fixed in ${event.fixed}.`}`,
            event,
            number,
          ),
        );
        break;
      case "hang":
        links.push(
          link(
            "bug",
            say`The call never ends: ${event.what}.${event.fixed === null ? "" : ` Fixed in ${event.fixed}.`}`,
            event,
            number,
          ),
        );
        break;
      case "alloc":
        links.push(link("page", say`Page ${{ page: event.page }} leaves the pool (${event.from}).`, event, number));
        break;
      case "map":
      case "copy":
      case "reuse":
      case "hit":
      case "unmap":
      case "mark":
      case "vma-gone":
      case "cache":
      case "uncache":
      case "free":
      case "fail":
      case "printk":
        break;
    }
  }
  const source = unmapped[0];
  if (source !== undefined) links.push(link("ok", unmapPhrase(unmapped.map((event) => event.page)), source, number));
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

function forkWords(vfork: boolean): string {
  return vfork ? "The child runs in its parent's memory" : "Every page is shared until somebody writes";
}

function unmapPhrase(pages: readonly number[]): Phrase {
  const distinct = [...new Set(pages)];
  const named = distinct.slice(0, NAMED_PAGES).map((page) => ({ page }));
  const more = distinct.length - named.length;
  return more > 0 ? say`Unmapped: ${list([...named, `${more} more`])}.` : say`Unmapped: ${list(named)}.`;
}
