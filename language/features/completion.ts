/** Completion: what may stand at the cursor, by the grammar, by what is there at the line, and by the kernels listed. */
import {
  type CompletionItem,
  type CompletionList,
  MarkupKind,
  type Position,
  type Range,
} from "vscode-languageserver-types";
import type { HugetlbDocument } from "../document.js";
import { loreOf, type Subject } from "../lore/lore.js";
import type { Expected, Wanted } from "../syntax/expected.js";
import * as constants from "./completion/constants.js";
import * as names from "./completion/names.js";
import { type Abilities, itemOf, type Offer, type OfferData } from "./completion/offer.js";
import { type Site, siteAt } from "./completion/site.js";
import { stories } from "./completion/stories.js";
import { wordOffer } from "./completion/words.js";

export type { Abilities } from "./completion/offer.js";

/** Signs behind which the next word can be offered. A blank is one of them: see `completionsAt`. */
export const COMPLETION_TRIGGERS: readonly string[] = [":", " ", "(", "[", ",", "|", "/", ".", "=", ">", "-", '"'];

const NOTHING: CompletionList = { isIncomplete: false, items: [] };

/**
 * What to offer at a position. `trigger`: the sign that was typed, when that is why it is asked for. A blank asks only where
 * the line cannot end, so that a list never opens at somebody who has said what he wanted to say.
 */
export function completionsAt(
  document: HugetlbDocument,
  position: Position,
  abilities: Abilities,
  trigger?: string,
): CompletionList {
  const site = siteAt(document, position);
  if (trigger === " " && !mustGoOn(site)) return NOTHING;
  const { kernels } = site.scene;
  const items = site.expected.flatMap((expected) => {
    const range: Range = { start: { line: position.line, character: expected.start }, end: position };
    return offersAt(site, expected).map((offer) => itemOf(offer, range, kernels, abilities));
  });
  return { isIncomplete: false, items };
}

/** Puts in what an item says when it is looked at. */
export function resolveCompletion(item: CompletionItem): CompletionItem {
  const data: unknown = item.data;
  if (!isOfferData(data)) return item;
  const value = loreOf(data.subject, data.kernels);
  return value === null ? item : { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

function mustGoOn({ typed, expected }: Site): boolean {
  if (typed.trim() === "") return false;
  return expected.some(({ mayEnd, wanted, literals }) => !mayEnd && wanted.size + literals.size > 0);
}

function offersAt(site: Site, { wanted, literals }: Expected): readonly Offer[] {
  // `cgroup` might be a process's name as well, but nobody means that.
  if (wanted.has("group") && site.tokens.some(({ text }) => text === "cgroup")) return names.groups(site);
  const words = [...literals].flatMap((literal) => wordOffer(site, literal) ?? []);
  const beginsLine = literals.has("scenario");
  const isInside = site.scene.block !== null && site.scene.line !== site.scene.block.line;
  return [
    ...(beginsLine && isInside ? names.actors(site) : []),
    ...[...wanted].flatMap((kind) => offersFor(site, kind)),
    ...words,
    ...(beginsLine ? stories(site) : []),
  ];
}

function offersFor(site: Site, kind: Wanted): readonly Offer[] {
  switch (kind) {
    case "process":
      return names.processes(site);
    case "mapping":
      return names.mappings(site);
    case "segment":
      return names.segments(site);
    case "group":
      return names.groups(site);
    case "number":
      return names.numbers(site);
    case "path":
      return names.paths(site);
    case "new-name":
      return [];
    case "map-flag":
      return constants.mapFlags(site);
    case "protection":
      return constants.protections(site);
    case "mremap-flag":
      return constants.mremapFlags(site);
    case "fallocate-flag":
      return constants.fallocateFlags(site);
    case "shm-flag":
      return constants.segmentFlags(site);
    case "shm-command":
      return constants.segmentCommands(site);
    case "advice":
      return constants.advices(site);
    case "policy":
      return constants.policies(site);
    case "signal":
      return constants.signals();
    case "outcome":
      return constants.outcomes(site);
    case "group-counter":
      return constants.groupCounters();
    case "counter":
      return constants.counters();
    case "sysctl":
      return constants.sysctls();
    case "page-size":
      return constants.pageSizes(site);
    case "kernel":
      return constants.kernels(site);
    case "comparison":
      return constants.comparisons();
  }
}

/** The data comes back from the editor as JSON. */
function isOfferData(data: unknown): data is OfferData {
  return (
    typeof data === "object" &&
    data !== null &&
    "subject" in data &&
    isSubject(data.subject) &&
    "kernels" in data &&
    Array.isArray(data.kernels)
  );
}

function isSubject(subject: unknown): subject is Subject {
  return typeof subject === "object" && subject !== null && "kind" in subject && "name" in subject;
}
