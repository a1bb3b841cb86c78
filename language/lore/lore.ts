/** What there is to say about a word of the language, as Markdown: in our own words, short, and under which kernels it exists. */
import { type KernelId, PLAIN_KERNELS } from "../../engine/index.js";
import { COUNTERS } from "../check/constants.js";
import { arrivalOf, type Feature, kernelHas, lackingMessage } from "../check/features.js";
import { kernelNamed } from "../check/kernels.js";
import { whyNotSimulated } from "../check/support.js";
import { ACTIONS, actionOf, type ActionWord, signatureOf } from "./actions.js";
import { codeLore } from "./codes.js";
import { CONSTANTS } from "./constants.js";
import { COUNTER_LORE, GROUP_COUNTER_LORE } from "./counters.js";
import { changesOf, KERNEL_LORE, kernelBefore } from "./kernels.js";
import { outcomeLore } from "./outcomes.js";
import { STATEMENTS, SYSCTLS, type WordLore, WORDS } from "./words.js";

export interface Subject {
  readonly kind:
    | "action"
    | "constant"
    | "statement"
    | "word"
    | "sysctl"
    | "counter"
    | "group-counter"
    | "outcome"
    | "kernel"
    | "code";
  readonly name: string;
}

/** Everything to say about the subject; null when there is no such thing. `kernels`: those that a scenario lists. */
export function loreOf({ kind, name }: Subject, kernels: readonly KernelId[]): string | null {
  switch (kind) {
    case "action":
      return isAction(name)
        ? paragraphs(
            codeBlock(signatureOf(name).label),
            ACTIONS[name].about,
            availability(ACTIONS[name].feature, kernels),
          )
        : null;
    case "constant": {
      const found = CONSTANTS.get(name);
      return found === undefined
        ? null
        : paragraphs(codeBlock(name), found.about, availability(found.feature, kernels));
    }
    case "statement":
      return formed(Object.entries(STATEMENTS).find(([word]) => word === name)?.[1], kernels);
    case "word":
      return formed(WORDS.get(name), kernels);
    case "sysctl":
      return formed(SYSCTLS.get(name), kernels);
    case "counter": {
      const counter = COUNTERS.get(name);
      if (counter === undefined) return null;
      const { meminfo, about } = COUNTER_LORE[counter];
      return paragraphs(`**${name}**${meminfo === null || meminfo === name ? "" : ` (${meminfo})`}`, about);
    }
    case "group-counter":
      return name === "usage" || name === "rsvd"
        ? paragraphs(`**${name}** of a control group`, GROUP_COUNTER_LORE[name])
        : null;
    case "outcome": {
      const about = outcomeLore(name);
      return about === undefined ? null : paragraphs(`**${name}**`, about);
    }
    case "kernel":
      return kernelLore(name);
    case "code": {
      const about = codeLore(name);
      return about === undefined ? null : `**${name}**: ${about}`;
    }
  }
}

/** Under which of the kernels the feature is missing. */
export function lackedBy(feature: Feature | null, kernels: readonly KernelId[]): readonly KernelId[] {
  return feature === null ? [] : kernels.filter((kernel) => !kernelHas(feature, kernel));
}

/** `not under 2.6.26`, or where that is shorter `only under 6.12`; null when every kernel has the feature. */
export function lackWords(feature: Feature | null, kernels: readonly KernelId[]): string | null {
  const lacking = lackedBy(feature, kernels);
  if (lacking.length === 0) return null;
  const having = kernels.filter((kernel) => !lacking.includes(kernel));
  return having.length > 0 && having.length < lacking.length
    ? `only under ${having.join(", ")}`
    : `not under ${lacking.join(", ")}`;
}

function kernelLore(name: string): string | null {
  if (name === "all") return paragraphs("**all**", `Every kernel without \`@\`: ${PLAIN_KERNELS.join(", ")}.`);
  const kernel = kernelNamed(name);
  if (kernel === undefined) return null;
  const { stands, commit } = KERNEL_LORE[kernel];
  const before = kernelBefore(kernel);
  const changes = changesOf(kernel).map(
    ({ topic, rule, fn, commit: by }) => `- ${topic}: **${rule}** (\`${fn}\`${by === null ? "" : `, ${by}`})`,
  );
  return paragraphs(
    `**${kernel}**: ${stands}${commit === null ? "" : ` (commit ${commit})`}.`,
    before === null
      ? null
      : changes.length === 0
        ? `The same rules as ${before}.`
        : `Otherwise than ${before}:\n\n${changes.join("\n")}`,
  );
}

function formed(found: WordLore | undefined, kernels: readonly KernelId[]): string | null {
  return found === undefined
    ? null
    : paragraphs(codeBlock(found.form), found.about, availability(found.feature, kernels));
}

/** Since when there is such a thing, and what the listed kernels without it do. */
function availability(feature: Feature | null, kernels: readonly KernelId[]): string | null {
  if (feature === null) return null;
  const lacking = lackedBy(feature, kernels);
  const arrival = arrivalOf(feature);
  const notRun = [...new Set(kernels.flatMap((kernel) => whyNotSimulated(feature, kernel) ?? []))];
  const told =
    lacking.length > 0
      ? `${lackingMessage(feature, lacking)}.`
      : arrival === null
        ? null
        : `Since ${arrival.arrived}; before, ${arrival.without}.`;
  return paragraphs(told, ...notRun.map((why) => `${why}.`)) || null;
}

function isAction(name: string): name is ActionWord {
  return actionOf(name) !== undefined;
}

function codeBlock(text: string): string {
  return `\`\`\`hugetlb\n${text}\n\`\`\``;
}

function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join("\n\n");
}
