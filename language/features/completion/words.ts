/** The language's own words, where the grammar takes them: verbs and calls, statements, conditions, options, `->`. */
import { CompletionItemKind } from "vscode-languageserver-types";
import type { KernelId } from "../../../engine/index.js";
import { COUNTERS } from "../../check/constants.js";
import { kernelHas } from "../../check/features.js";
import { mountsOf } from "../../check/settings.js";
import { ACTIONS, actionOf, type ActionWord, type Parameter } from "../../lore/actions.js";
import { CONSTANTS } from "../../lore/constants.js";
import { lackedBy, lackWords } from "../../lore/lore.js";
import { STATEMENTS, WORDS } from "../../lore/words.js";
import { BLOCK_WORDS, EXPECTATION_WORDS, SETTING_WORDS } from "../../syntax/keywords.js";
import type { Block, TreeNode } from "../../syntax/index.js";
import { mappingsOf, type Scene } from "../scene.js";
import { choice, hole, type Offer } from "./offer.js";
import type { Site } from "./site.js";
import { firstFile } from "./names.js";

const VERB_RANK = 0;
const CALL_RANK = 10;
const STATEMENT_RANK = 300;
const WORD_RANK = 250;

/** The offer for a word that the grammar takes here; null where it makes no sense. */
export function wordOffer(site: Site, literal: string): Offer | null {
  if (literal === "->")
    return {
      label: "->",
      kind: CompletionItemKind.Operator,
      snippet: "-> ",
      about: "what it comes to",
      rank: 0,
      goesOn: true,
    };
  if (literal === "anon") return anon(site);
  if (isAction(literal) && site.actor !== null) return action(site, literal);
  if (isStatement(literal) && beginsLine(site)) return statement(site, literal);
  return inner(site, literal);
}

/** Nothing stands before the word at the cursor. */
function beginsLine({ typed }: Site): boolean {
  return /^\s*\w*$/u.test(typed);
}

function anon({ scene }: Site): Offer | null {
  const lacking = lackedBy("anon", scene.kernels);
  if (lacking.length === scene.kernels.length) return null;
  return {
    label: "anon",
    kind: CompletionItemKind.Keyword,
    about: lackWords("anon", scene.kernels) ?? "memory without a file",
    rank: 1,
    subject: { kind: "constant", name: "anon" },
  };
}

/** A verb or call of the kernels listed. A call that makes something brings a name for it, where the line has none yet. */
function action(site: Site, word: ActionWord): Offer | null {
  const { makes, feature } = ACTIONS[word];
  const { kernels } = site.scene;
  const lacking = lackedBy(feature, kernels);
  if (lacking.length === kernels.length) return null;
  if (site.binds !== null && makes === null) return null;
  // Only processes have an index.
  if (site.binds === "indexed" && makes !== "process") return null;
  const isVerb = word === "read" || word === "write";
  const words = lackWords(feature, kernels);
  const about = words === null ? {} : { about: words };
  const rank = isVerb ? VERB_RANK + (word === "read" ? 0 : 1) : CALL_RANK + Object.keys(ACTIONS).indexOf(word);
  const subject = { kind: "action", name: word } as const;
  const name = makes === null || site.binds !== null ? "" : `${hole(1, freshName(site, makes))} = `;
  const first = name === "" ? 1 : 2;
  if (isVerb) {
    const own = ownMappings(site);
    const snippet = own.length === 0 ? `${word} ` : `${word} ${choice(1, own)}`;
    return { label: word, kind: CompletionItemKind.Function, snippet, rank, subject, ...about };
  }
  const holes = ACTIONS[word].parameters
    .filter(({ is }) => is === "required" || is === "rest")
    .map((parameter, at) => argument(site, word, parameter, first + at));
  return {
    label: word,
    kind: CompletionItemKind.Function,
    shape: holes.length === 0 ? "()" : "(…)",
    snippet: `${name}${word}(${holes.join(", ")})`,
    rank,
    subject,
    ...about,
  };
}

function ownMappings({ scene, actor }: Site): readonly string[] {
  return actor?.name == null ? [] : [...mappingsOf(scene, actor.name).keys()];
}

/** A name that nobody has yet. */
function freshName({ scene, actor }: Site, makes: "mapping" | "process" | "segment"): string {
  const { story } = scene;
  const candidates =
    makes === "mapping"
      ? ["a", "b", "c", "d", "e"]
      : makes === "process"
        ? ["child", "other", "third"]
        : ["segment", "other"];
  const mappings = actor?.name == null ? undefined : story.processes.get(actor.name)?.mappings;
  const taken = (name: string): boolean =>
    makes === "mapping"
      ? mappings?.get(name)?.gone === false
      : makes === "process"
        ? story.processes.has(name)
        : story.segments.has(name);
  return candidates.find((name) => !taken(name)) ?? `${candidates[0] ?? "x"}2`;
}

function argument(site: Site, word: ActionWord, { label }: Parameter, number: number): string {
  const { scene, actor } = site;
  switch (label) {
    case "MAPPING": {
      const own = ownMappings(site);
      return choice(number, own.length === 0 ? ["a"] : own);
    }
    case "FILE":
    case "FILE | anon": {
      const [mount] = mountsOf(scene.settings);
      return hole(number, firstFile(site) ?? `${mount?.path ?? "/dev/hugepages"}/data`);
    }
    case "FLAGS":
      return word === "mmap" ? choice(number, ["MAP_PRIVATE", "MAP_SHARED"]) : hole(number, "SHM_HUGETLB");
    case "LENGTH":
      return hole(number, "2");
    case "FROM:TO":
      return hole(number, "0:1");
    case "PROT":
      return choice(number, ["PROT_READ", "PROT_READ | PROT_WRITE", "PROT_NONE"]);
    case "ADVICE":
      return choice(number, advices(scene));
    case "SEGMENT":
      return choice(number, scene.story.segments.size === 0 ? ["segment"] : [...scene.story.segments.keys()]);
    case "IPC_RMID":
      return "IPC_RMID";
    case "MODE":
      return choice(number, ["MPOL_BIND", "MPOL_PREFERRED", "MPOL_INTERLEAVE"]);
    case "NODE, ...":
      return hole(number, "0");
    case "PROCESS": {
      const others = [...scene.story.processes].flatMap(([name, { dead }]) =>
        dead || name === actor?.name ? [] : [name],
      );
      return choice(number, others.length === 0 ? ["child"] : others);
    }
    case "SIGNAL":
      return hole(number, "SIGKILL");
    default:
      return hole(number, label);
  }
}

function advices({ kernels }: Scene): readonly string[] {
  return ["MADV_DONTFORK", "MADV_DONTNEED", "MADV_DOFORK"].filter((advice) => {
    const feature = CONSTANTS.get(advice)?.feature ?? null;
    return feature === null || kernels.some((kernel) => kernelHas(feature, kernel));
  });
}

type StatementWord = keyof typeof STATEMENTS;

/** The first word of a line, where such a line may stand: settings before the first step, steps and blocks in a scenario. */
function statement(site: Site, word: StatementWord): Offer | null {
  const { scene } = site;
  if (!standsAt(scene, word)) return null;
  const { feature } = STATEMENTS[word];
  if (feature !== null && !scene.kernels.some((kernel) => kernelHas(feature, kernel))) return null;
  return {
    label: word,
    kind: CompletionItemKind.Keyword,
    snippet: beginning(word),
    about: STATEMENTS[word].form,
    rank: STATEMENT_RANK + Object.keys(STATEMENTS).indexOf(word),
    subject: { kind: "statement", name: word },
    goesOn: word !== "scenario" && word !== "let" && word !== "cgroup",
  };
}

function standsAt({ block, line }: Scene, word: StatementWord): boolean {
  const isSetting = SETTING_WORDS.some((setting) => setting === word);
  if (block === null) return isSetting || word === "scenario";
  if (word === "scenario" || line === block.line) return false;
  if (isSetting) return isBeforeSteps(block.body, line);
  const inConcurrent = isInConcurrent(block.body, line);
  if (word === "concurrent" || word === "expect") return !inConcurrent;
  return (
    BLOCK_WORDS.some((known) => known === word) ||
    EXPECTATION_WORDS.some((known) => known === word) ||
    word === "sysctl"
  );
}

function isBeforeSteps(body: readonly TreeNode[], line: number): boolean {
  const first = body.find(
    (node) => node.kind === "block" || node.statement.kind === "step" || node.statement.kind === "sysctl",
  );
  return first === undefined || line <= first.line;
}

function isInConcurrent(nodes: readonly TreeNode[], line: number): boolean {
  const around = nodes.find((node): node is Block => node.kind === "block" && node.line < line && line <= node.endLine);
  if (around === undefined) return false;
  return around.header.kind === "concurrent" || isInConcurrent(around.body, line);
}

function beginning(word: StatementWord): string {
  switch (word) {
    case "scenario":
      return 'scenario "$1" {\n  $0\n}';
    case "concurrent":
      return "concurrent {\n  $0\n}";
    case "for":
      return "for ${1:i} in 0:${2:4} {\n  $0\n}";
    case "repeat":
      return "repeat ${1:3} {\n  $0\n}";
    case "let":
      return "let ${1:N} = ${2:2}";
    case "include":
      return 'include "$1"';
    case "node":
      return "node ${1:0} pool ${2:2}";
    case "cgroup":
      return "cgroup ${1:pod} limit=${2:4} rsvd=${3:4}";
    default:
      return `${word} `;
  }
}

/** Options and the words of conditions and guards. Signs other than `->` are typed sooner than chosen. */
function inner({ scene, typed, tokens }: Site, literal: string): Offer | null {
  if (STATES.has(literal) && COUNTERS.has(tokens.at(-1)?.text ?? "")) return null;
  const lore = WORDS.get(literal);
  if (
    literal === "cgroup" ||
    literal === "node" ||
    literal === "x" ||
    literal === "as" ||
    literal === "from" ||
    literal === "pool"
  ) {
    if ((literal === "cgroup" || literal === "node") && !hasAny(scene, literal)) return null;
    return { label: literal, kind: CompletionItemKind.Keyword, snippet: `${literal} `, rank: WORD_RANK, goesOn: true };
  }
  if (literal === "usage" || literal === "rsvd") {
    return {
      label: `${literal}=`,
      kind: CompletionItemKind.Property,
      snippet: `${literal}=`,
      rank: WORD_RANK + WORDS.size,
    };
  }
  if (lore === undefined || isLackedByAll(lore.feature, scene.kernels)) return null;
  const isOption = lore.form.startsWith(`${literal}=`);
  if (isOption && new RegExp(`\\b${literal}\\s*=`, "u").test(typed)) return null;
  const takesMore = TAKES_MORE.has(literal);
  return {
    label: isOption ? `${literal}=` : literal,
    kind: isOption ? CompletionItemKind.Property : CompletionItemKind.Keyword,
    snippet: isOption ? `${literal}=` : takesMore ? `${MORE.get(literal) ?? literal} ` : literal,
    rank: WORD_RANK + [...WORDS.keys()].indexOf(literal),
    subject: { kind: "word", name: literal },
    goesOn: takesMore || isOption,
  };
}

/** What only a process can be: a counter is compared. */
const STATES: ReadonlySet<string> = new Set(["alive", "exited", "killed"]);

/** Words that cannot be the last of their line, and what they stand with. */
const TAKES_MORE: ReadonlySet<string> = new Set(["since", "before", "on", "sometimes", "same", "differs", "in"]);
const MORE: ReadonlyMap<string, string> = new Map([
  ["same", "same as"],
  ["differs", "differs from"],
]);

function hasAny({ settings }: Scene, what: "cgroup" | "node"): boolean {
  return what === "cgroup" ? settings.cgroups.size > 0 : settings.nodes.size > 0;
}

function isLackedByAll(feature: Parameters<typeof lackedBy>[0], kernels: readonly KernelId[]): boolean {
  return feature !== null && lackedBy(feature, kernels).length === kernels.length;
}

function isAction(word: string): word is ActionWord {
  return actionOf(word) !== undefined;
}

function isStatement(word: string): word is StatementWord {
  return word in STATEMENTS;
}
