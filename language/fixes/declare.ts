/** A name that nothing makes: what could make it is written where it belongs. */
import type { TextEdit } from "vscode-languageserver-types";
import { insert, lineAbove, textOf } from "../edit/lines.js";
import { addSetting } from "../edit/settings.js";
import type { MappingRef } from "../syntax/index.js";
import { type Case, fix, type FixMaker } from "./fix.js";

export const declare: FixMaker = (found) => {
  const { message, words } = found;
  if (message.startsWith("there is no process `"))
    return one(found, `Declare the process \`${words}\``, declareProcess(found), !message.includes("yet"));
  if (message.includes("lies on no hugetlbfs mount")) {
    const directory = words.slice(0, Math.max(words.lastIndexOf("/"), 0));
    return directory === "" || words.includes("{")
      ? []
      : one(found, `Mount ${directory}`, setting(found, `mount ${directory}`), true);
  }
  if (message.startsWith("there is no `cgroup "))
    return one(found, `Declare \`cgroup ${words}\``, aboveOrSetting(found, `cgroup ${words}`), true);
  if (/no `let[ `]/u.test(message) && /^[A-Za-z_]\w*$/u.test(words))
    return one(found, `Declare \`let ${words} = 1\``, aboveOrSetting(found, `let ${words} = 1`), true);
  if (message.includes("has no mapping `")) return one(found, `Map \`${nameIn(words)}\` above`, mapAbove(found), false);
  if (message.startsWith("there is no segment `")) {
    const actor = actorOf(found);
    return actor === null
      ? []
      : one(
          found,
          `Make the segment \`${words}\` above`,
          lineAbove(found.tree, found.line, `${actor}: ${words} = shmget(1, SHM_HUGETLB)`),
          true,
        );
  }
  return [];
};

function one(found: Case, title: string, edit: TextEdit | null, preferred: boolean): ReturnType<FixMaker> {
  // Where a word that is there was meant, that comes first.
  return edit === null ? [] : [fix(title, edit, preferred && !found.message.includes("did you mean"))];
}

function nameIn(words: string): string {
  return words.replace(/\[.*$/u, "");
}

/** In the scenario's own `process` line, or in one of its own. */
function declareProcess(found: Case): TextEdit | null {
  const { tree, scenario, words } = found;
  if (scenario === null || !/^[A-Za-z_]\w*(\[\d+\])?$/u.test(words)) return null;
  const { body } = scenario.scenario.block;
  for (const node of body) {
    if (node.kind === "block" || node.statement.kind !== "process") continue;
    const last = node.statement.processes.at(-1);
    if (last !== undefined) return insert(node.line, last.span.end, `, ${words}`);
  }
  return addSetting(tree, scenario.scenario, `process ${words}`);
}

function setting({ tree, scenario }: Case, words: string): TextEdit | null {
  return scenario === null ? null : addSetting(tree, scenario.scenario, words);
}

/** A setting is declared above the setting that needs it; for a step it stands with the other settings. */
function aboveOrSetting(found: Case, words: string): TextEdit | null {
  switch (found.statement.kind) {
    case "step":
    case "sysctl":
    case "expect":
    case "always":
    case "never":
    case "for":
    case "repeat":
      return setting(found, words);
    default:
      return lineAbove(found.tree, found.line, words);
  }
}

function actorOf({ tree, line, statement }: Case): string | null {
  return statement.kind === "step" ? textOf(tree, line, statement.actor.span) : null;
}

/** A private mapping as long as the pages that are touched. */
function mapAbove(found: Case): TextEdit | null {
  const { tree, line, statement } = found;
  const actor = actorOf(found);
  if (actor === null || statement.kind !== "step" || !("target" in statement.action)) return null;
  const { action } = statement;
  if (action.call === "kill" || action.call === "wait") return null;
  const name = action.target.name.text;
  return lineAbove(
    tree,
    line,
    `${actor}: ${name} = mmap(/dev/hugepages/${name}, ${pagesOf(action.target)}, MAP_PRIVATE)`,
  );
}

function pagesOf({ slice }: MappingRef): number {
  if (slice?.kind === "page" && slice.page.kind === "number") return slice.page.value + 1;
  if (slice?.kind === "range" && slice.to?.kind === "number") return Math.max(1, slice.to.value);
  return 1;
}
