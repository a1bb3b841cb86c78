/** A mapping and a file as they are at a line. */
import type { MappingId } from "../../../engine/index.js";
import { count, type MappingLife } from "../../explain/index.js";
import { pageLetter } from "../../picture/picture.js";
import { drawPages, NO_PAGE } from "../pages.js";
import { stepPlace, type View } from "./view.js";

/** Pages drawn; a longer mapping shows its first ones. */
const MOST_DRAWN = 48;
/** Losses told one by one. */
const MOST_LOSSES = 4;

/** What there is to say of a mapping: whose it is, how long, over which file; its pages here. */
export function mappingFacts(view: View, process: string, name: string): readonly string[] {
  const life = lifeOf(view, process, name);
  if (life === undefined) return [`**${name}** of ${process}: not there ${whyNot(view, process, name)}.`];
  return [
    `**${name}** of ${process}: ${whatItIs(view, life)}.`,
    `Here ${mappingBrief(view, process, name)}.`,
    ...losses(view, life),
  ];
}

/** Its pages as signs, and how many are there and promised: `AB-`: 2 present, 1 promised. */
export function mappingBrief(view: View, process: string, name: string): string {
  const { machine, ledger } = view;
  const life = lifeOf(view, process, name);
  const status = machine.mapping(process, name);
  if (life === undefined || status === undefined) return `it is not there (${process} ${processState(view, process)})`;
  const present = Array.from({ length: status.pages }, (_, index) => machine.slot(process, name, index)).filter(
    (slot) => slot?.status === "present",
  ).length;
  const promised = life.share === "private" ? ledger.promisedTo(life.id) : (ledger.inode(life.inode)?.promised ?? 0);
  const whose = life.share === "shared" ? " to its file" : "";
  const drawn = status.pages === 0 ? "" : `\`${drawPages(machine, process, name, status.pages, MOST_DRAWN)}\`: `;
  return `${drawn}${present} of ${count(status.pages, "page")} present, ${promised} promised${whose}`;
}

function processState({ machine }: View, process: string): string {
  const status = machine.process(process);
  switch (status?.status) {
    case "alive":
      return "is alive";
    case "exited":
      return "has exited";
    case "killed":
      return `was killed by ${status.signal}`;
    case undefined:
      return "is not there yet";
  }
}

/** The mapping as it was made, also when its process is gone by now. */
function lifeOf({ chronicle, machine }: View, process: string, name: string): MappingLife | undefined {
  const id = machine.mapping(process, name)?.mapping;
  if (id !== undefined) return chronicle.mappings.get(id);
  const pid = chronicle.newest(process);
  return [...chronicle.mappings.values()].findLast((life) => life.pid === pid && life.name === name);
}

function whyNot(view: View, process: string, name: string): string {
  const failed = view.run.steps
    .slice(0, view.step)
    .findLast(({ item: { step } }) => step.call === "mmap" && step.actor === process && step.mapping === name);
  return failed === undefined ? "yet" : `(${stepPlace(view, failed.number)}: ${failed.trace.result})`;
}

function whatItIs(view: View, life: MappingLife): string {
  const { chronicle } = view;
  const over = life.attached ? "a segment" : life.file === null ? "memory without a file" : `\`${life.file}\``;
  const origin = chronicle.origin(life.id);
  const made =
    life.from === null
      ? `made at ${stepPlace(view, life.made)}${life.share === "private" ? ", its owner" : ""}`
      : `inherited from ${chronicle.name(chronicle.mappings.get(life.from)?.pid ?? null)} by the fork at ${stepPlace(view, life.made)}${
          life.share === "private" && origin !== undefined ? `; ${chronicle.name(origin.pid)} is the owner` : ""
        }`;
  const noreserve = life.noreserve ? ", without a promise" : "";
  return `${count(life.pages, "page")} of ${over}, ${life.share}${noreserve}, ${made}`;
}

/** Which pages it lost, and to whom. */
function losses(view: View, life: MappingLife): readonly string[] {
  const { chronicle } = view;
  const lost: string[] = [];
  for (let index = 0; index < life.pages; index++) {
    const loss = chronicle.loss(life.id, index);
    if (loss?.why !== "taken" || chronicle.page(life.id, index) !== undefined) continue;
    const taking = chronicle.takings.find(({ step, page }) => step === loss.step && page === loss.page);
    const by = taking === undefined ? "" : ` by ${chronicle.name(taking.by)}`;
    lost.push(
      `Page ${pageLetter(loss.page)} (${life.name}[${index}]) was taken away${by} at ${stepPlace(view, loss.step)}: touching a page that is not there kills.`,
    );
  }
  const more = lost.length - MOST_LOSSES;
  return more > 0 ? [...lost.slice(0, MOST_LOSSES), `${more} more were taken away.`] : lost;
}

/** What a file holds: its own pages, what is promised to who maps it shared, and who maps it. */
export function fileFacts(view: View, path: string): readonly string[] {
  return [`**${path}**`, `Here ${fileBrief(view, path)}.`, ...mappedBy(view, path)];
}

/** `AB-`: 2 pages in the file, 1 promised. */
export function fileBrief({ ledger }: View, path: string): string {
  const file = ledger.file(path);
  if (file === undefined) return "nobody has used it yet";
  const last = Math.max(-1, ...file.pages.keys());
  const signs = Array.from({ length: Math.min(last + 1, MOST_DRAWN) }, (_, index) => {
    const page = file.pages.get(index);
    return page === undefined ? NO_PAGE : pageLetter(page);
  });
  const drawn = signs.length === 0 ? "" : `\`${signs.join(signs.some((sign) => sign.length > 1) ? " " : "")}\`: `;
  const length = file.length === null ? "" : `, ${count(file.length, "page")} long`;
  return `${drawn}${count(file.pages.size, "page")} in the file, ${file.promised} promised to it${length}`;
}

function mappedBy({ chronicle, machine }: View, path: string): readonly string[] {
  const living = new Set<MappingId>(
    machine
      .living()
      .flatMap(({ name, mappings }) => mappings.flatMap((own) => machine.mapping(name, own)?.mapping ?? [])),
  );
  const names = [...chronicle.mappings.values()]
    .filter(({ id, file }) => file === path && living.has(id))
    .map(({ pid, name, share }) => `${chronicle.name(pid)}.${name} (${share})`);
  return names.length === 0 ? [] : [`Mapped by ${names.join(", ")}.`];
}
