/** Words that stand for themselves: flags of calls, kernels, counters, signals, outcomes. */
import { CompletionItemKind } from "vscode-languageserver-types";
import { type KernelId, PAGE_BYTES, PLAIN_KERNELS } from "../../../engine/index.js";
import {
  ADVICE,
  COUNTERS,
  ERRNOS,
  FALLOCATE_FLAGS,
  GROUP_COUNTERS,
  MAP_FLAGS,
  MREMAP_FLAGS,
  OUTCOME_WORDS,
  POLICIES,
  PROTECTIONS,
  SHARE_FLAGS,
  SHMAT_FLAGS,
  SHMCTL_COMMANDS,
  SHMGET_FLAGS,
  SENT_SIGNALS,
  SIGNALS,
  SYSCTLS,
} from "../../check/constants.js";
import { kernelHas } from "../../check/features.js";
import { KERNEL_IDS } from "../../check/kernels.js";
import { CONSTANTS } from "../../lore/constants.js";
import { KERNEL_LORE } from "../../lore/kernels.js";
import { lackWords, type Subject } from "../../lore/lore.js";
import { TELLING_OUTCOMES } from "../../lore/outcomes.js";
import { parseLines } from "../../syntax/line.js";
import { announcement, outcomeWord, tryOut } from "../try-out.js";
import { escape, type Offer } from "./offer.js";
import type { Site } from "./site.js";

/** Behind everything that huge pages have to do with. */
const RARE = 500;
/** Letters of a label that leave room for words at the end of its row. */
const MOST_BESIDE_WORDS = 24;

/** Flags of mmap that the line has not yet; which of the two kinds of mapping it is comes first. */
export function mapFlags(site: Site): readonly Offer[] {
  const given = wordsGiven(site);
  const shares = [...SHARE_FLAGS.keys()].some((flag) => given.has(flag)) ? [] : ["MAP_PRIVATE", "MAP_SHARED"];
  return constants(site, [...shares, ...MAP_FLAGS.keys()], given);
}

export function protections(site: Site): readonly Offer[] {
  return constants(site, PROTECTIONS, wordsGiven(site));
}

export function advices(site: Site): readonly Offer[] {
  return constants(site, ADVICE.keys());
}

export function policies(site: Site): readonly Offer[] {
  return constants(site, POLICIES.keys());
}

export function mremapFlags(site: Site): readonly Offer[] {
  return constants(site, MREMAP_FLAGS.keys(), wordsGiven(site));
}

export function fallocateFlags(site: Site): readonly Offer[] {
  return constants(site, FALLOCATE_FLAGS.keys(), wordsGiven(site));
}

export function segmentFlags(site: Site): readonly Offer[] {
  return constants(site, site.call?.name === "shmat" ? SHMAT_FLAGS.keys() : SHMGET_FLAGS.keys(), wordsGiven(site));
}

export function segmentCommands(site: Site): readonly Offer[] {
  return constants(site, SHMCTL_COMMANDS.keys());
}

function constants(site: Site, names: Iterable<string>, given: ReadonlySet<string> = new Set()): readonly Offer[] {
  return [...names]
    .filter((name) => !given.has(name))
    .map((label, rank) => ({
      label,
      kind: CompletionItemKind.EnumMember,
      rank,
      subject: { kind: "constant", name: label } as const,
      ...lacks(site.scene.kernels, { kind: "constant", name: label }),
    }));
}

/** Under which kernels there is such a thing, when some do not have it. */
export function lacks(kernels: readonly KernelId[], { name }: Subject): { readonly about?: string } {
  const feature = CONSTANTS.get(name)?.feature ?? null;
  const words = lackWords(feature, kernels);
  return words === null ? {} : { about: words };
}

function wordsGiven({ tokens, call, position }: Site): ReadonlySet<string> {
  const from = call?.start ?? 0;
  return new Set(
    tokens
      .filter(({ kind, span }) => kind === "word" && span.start >= from && span.end < position.character)
      .map(({ text }) => text),
  );
}

/** Kernels with what each stands for. Where a kernel limits something, those that the scenario lists come first. */
export function kernels(site: Site): readonly Offer[] {
  const { typed, keyword, scene } = site;
  const isList = keyword === "kernel";
  const given = new Set(
    isList || /\bon\b[^;:]*$/u.test(typed) ? [...typed.matchAll(/[\w.+@]+(?=\s*,)/gu)].map(([id]) => id) : [],
  );
  const listed = new Set<KernelId>(isList ? PLAIN_KERNELS : scene.kernels);
  const all: readonly Offer[] =
    isList && given.size === 0
      ? [
          {
            label: "all",
            kind: CompletionItemKind.EnumMember,
            about: "every kernel without @",
            rank: 0,
            subject: { kind: "kernel", name: "all" },
          },
        ]
      : [];
  const ids = KERNEL_IDS.filter((id) => !given.has(id)).map((id, at): Offer => ({
    label: id,
    kind: CompletionItemKind.EnumMember,
    // More would cut off the names, of which the longer ones begin alike.
    about: KERNEL_LORE[id].stands.replace(/[:,].*$/u, ""),
    rank: 1 + at + (listed.has(id) ? 0 : RARE),
    subject: { kind: "kernel", name: id },
  }));
  return [...all, ...ids];
}

export function pageSizes({ scene }: Site): readonly Offer[] {
  return Object.keys(PAGE_BYTES)
    .filter((size) => size !== "1G" || scene.kernels.some((kernel) => kernelHas("1G", kernel)))
    .map((label, rank) => ({ label, kind: CompletionItemKind.Unit, about: "page size", rank }));
}

export function counters(): readonly Offer[] {
  return [...COUNTERS.keys()].map((label, at) => ({
    label,
    kind: CompletionItemKind.Property,
    about: "counter",
    // The long names of /proc/meminfo say the same.
    rank: RARE / 2 + at,
    subject: { kind: "counter", name: label } as const,
  }));
}

export function groupCounters(): readonly Offer[] {
  return [...GROUP_COUNTERS.keys()].map((label, rank) => ({
    label,
    kind: CompletionItemKind.Property,
    rank,
    subject: { kind: "group-counter", name: label } as const,
  }));
}

export function sysctls(): readonly Offer[] {
  return [...SYSCTLS.keys()].map((label, rank) => ({
    label,
    kind: CompletionItemKind.Property,
    rank,
    subject: { kind: "sysctl", name: label } as const,
  }));
}

/** Signals; those that huge pages have to do with come first. */
export function signals(): readonly Offer[] {
  return [...SENT_SIGNALS].map((label) => outcome(label, rankOf(label)));
}

/** Outcomes. What would come true is tried on the machine and comes first, for every kernel listed if they differ. */
export function outcomes(site: Site): readonly Offer[] {
  const { typed, scene, position } = site;
  const isFirst = !/->.*[;|]/u.test(typed);
  const [line] = parseLines([typed.slice(0, typed.lastIndexOf("->"))]);
  const results =
    line === undefined ? new Map<KernelId, string>() : tryOut(scene.document, position.line, line.statement);
  const shown = [...results.values()][0];
  const word = shown === undefined ? null : outcomeWord(shown);
  const whole = isFirst ? announcement(results) : "";
  const told: Offer[] = [];
  if (whole !== "" && whole !== word)
    told.push({
      label: whole,
      kind: CompletionItemKind.Event,
      snippet: escape(whole),
      // A longer one fills its row: the next one says what they are.
      ...(whole.length <= MOST_BESIDE_WORDS ? { about: "what happens" } : {}),
      rank: 0,
      preselect: true,
    });
  if (word !== null)
    told.push({
      ...outcome(word, 1),
      about: results.size > 1 ? `what happens under ${[...results.keys()][0] ?? ""}` : "what happens",
      preselect: whole === word,
    });
  const others = [...OUTCOME_WORDS, ...SIGNALS, ...ERRNOS].filter((name) => name !== word);
  return [...told, ...others.map((name) => outcome(name, rankOf(name)))];
}

function rankOf(name: string): number {
  const at = TELLING_OUTCOMES.indexOf(name);
  return at === -1 ? RARE : 2 + at;
}

function outcome(label: string, rank: number): Offer {
  return { label, kind: CompletionItemKind.Event, rank, subject: { kind: "outcome", name: label } };
}

/** Comparisons. */
export function comparisons(): readonly Offer[] {
  return ["==", "!=", "<", "<=", ">", ">="].map((label, rank) => ({
    label,
    kind: CompletionItemKind.Operator,
    snippet: `${label} `,
    rank,
  }));
}
