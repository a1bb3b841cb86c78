/** A System V segment as it is at a line: its pages, what is promised to it, who has attached it. */
import { DEFAULT_PAGE_SIZE, PAGE_BYTES } from "../../../engine/index.js";
import { count } from "../../explain/index.js";
import { pageLetter } from "../../picture/picture.js";
import type { RunStep } from "../../run/index.js";
import { NO_PAGE } from "../pages.js";
import { stepPlace, type View } from "./view.js";

/** Pages drawn; a longer segment shows its first ones. */
const MOST_DRAWN = 48;

interface Life {
  readonly made: RunStep;
  readonly pages: number;
  readonly noreserve: boolean;
  /** The number of its file; null when nothing tells it yet. */
  inode: number | null;
  removed: RunStep | null;
}

/** How long it is and who made it, its pages here, and who has attached it. */
export function segmentFacts(view: View, name: string): readonly string[] {
  const life = lifeOf(view, name);
  if (life === null) return [`**${name}**: a System V segment that is not there${refusal(view, name)}.`];
  const { made, pages, noreserve, removed } = life;
  return [
    `**${name}**: a System V segment of ${count(pages, "page")}, made by ${made.item.step.actor} at ${stepPlace(view, made.number)}${noreserve ? ", without a promise" : ""}.`,
    `Here ${segmentBrief(view, name)}.`,
    attachedBy(view, life),
    ...(removed === null
      ? []
      : [`Removed at ${stepPlace(view, removed.number)}: it is gone with the last who has attached it.`]),
  ];
}

/** Its pages as signs, and how many are there and promised: `AB-`: 2 of 3 pages in it, 1 promised. */
export function segmentBrief(view: View, name: string): string {
  const life = lifeOf(view, name);
  if (life === null) return "it is not there";
  const file = life.inode === null ? undefined : view.ledger.inode(life.inode);
  const signs = Array.from({ length: Math.min(life.pages, MOST_DRAWN) }, (_, index) => {
    const page = file?.pages.get(index);
    return page === undefined ? NO_PAGE : pageLetter(page);
  });
  const drawn = signs.length === 0 ? "" : `\`${signs.join(signs.some((sign) => sign.length > 1) ? " " : "")}\`: `;
  return `${drawn}${file?.pages.size ?? 0} of ${count(life.pages, "page")} in it, ${file?.promised ?? 0} promised to it`;
}

/** The segment that the name means here: the one made after the last one of that name was removed, or that one. */
function lifeOf({ run, step }: View, name: string): Life | null {
  const lives: Life[] = [];
  for (const taken of run.steps.slice(0, step)) {
    const { step: call } = taken.item;
    if (!("segment" in call) || call.segment !== name || taken.trace.result !== "ok") continue;
    const last = lives.at(-1);
    if (call.call === "shmget" && last?.removed !== null) {
      const pages = Math.ceil(call.length / PAGE_BYTES[DEFAULT_PAGE_SIZE]);
      lives.push({ made: taken, pages, noreserve: call.noreserve, inode: inodeOf(taken), removed: null });
    } else if (call.call === "shmat" && last !== undefined) last.inode ??= inodeOf(taken);
    else if (call.call === "shmctl" && last !== undefined) last.removed = taken;
  }
  return lives.at(-1) ?? null;
}

/** The file that a step promised pages to, or mapped. */
function inodeOf({ trace }: RunStep): number | null {
  for (const event of trace.events) if (event.kind === "reserve" || event.kind === "mmap") return event.inode;
  return null;
}

function refusal(view: View, name: string): string {
  const failed = view.run.steps
    .slice(0, view.step)
    .findLast(({ item: { step } }) => step.call === "shmget" && step.segment === name);
  return failed === undefined ? " yet" : ` (${stepPlace(view, failed.number)}: ${failed.trace.result})`;
}

function attachedBy({ chronicle, machine }: View, { inode }: Life): string {
  const living = new Set(
    machine
      .living()
      .flatMap(({ name, mappings }) => mappings.flatMap((own) => machine.mapping(name, own)?.mapping ?? [])),
  );
  const names = [...chronicle.mappings.values()]
    .filter((mapping) => mapping.attached && mapping.inode === inode && living.has(mapping.id))
    .map(({ pid, name }) => `${chronicle.name(pid)}.${name}`);
  return names.length === 0 ? "Nobody has attached it." : `Attached by ${names.join(", ")}.`;
}
