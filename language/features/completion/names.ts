/** Names that are there at the line: processes, mappings, pages, segments, files, numbers, groups. */
import { CompletionItemKind } from "vscode-languageserver-types";
import { mountsOf } from "../../check/settings.js";
import type { MappingFacts } from "../../check/story.js";
import type { FilePath, SyntaxTree, TreeNode } from "../../syntax/index.js";
import { mappingsOf, processNamed } from "../scene.js";
import { drawPages, NO_MAPPING, NO_PAGE, pageSign, TAKEN_PAGE } from "../pages.js";
import { escape, type Offer } from "./offer.js";
import { processRef, type Site } from "./site.js";

/** An editor shows no more than a screenful; what is meant is typed sooner than scrolled to. */
const MOST_NAMES = 200;
/** Pages offered one by one; of a longer mapping the first and the last. */
const MOST_PAGES = 32;

/** Who may act at the line: the living. `worker[i]` in a loop comes before its single workers. */
export function actors(site: Site): readonly Offer[] {
  return living(site).map((name, rank) => ({
    label: name,
    kind: CompletionItemKind.Class,
    snippet: `${escape(name)}: `,
    about: roleOf(site, name),
    rank,
    goesOn: true,
  }));
}

/** Processes where one is spoken of: in calls the living but the actor, in expectations those that have come to their end as well. */
export function processes(site: Site): readonly Offer[] {
  const { actor, keyword, scene } = site;
  if (keyword === "process") return [];
  const alive = living(site);
  const isCompared = /\b(?:same\s+as|differs\s+from)\s+\w*$/u.test(site.typed);
  const ended = actor === null && scene.block !== null ? endedAbove(site, scene.block.body) : [];
  return [...new Set([...alive.filter((name) => name !== actor?.text && name !== actor?.name), ...ended])]
    .slice(0, MOST_NAMES)
    .map((name, rank) => ({
      label: name,
      kind: CompletionItemKind.Class,
      about: roleOf(site, name),
      rank,
      ...(isCompared ? { snippet: `${escape(name)}.`, goesOn: true } : {}),
    }));
}

/** Processes declared or forked above the line that are not alive any more. */
function endedAbove({ scene }: Site, nodes: readonly TreeNode[]): readonly string[] {
  const forked = (within: readonly TreeNode[]): readonly string[] =>
    within.flatMap((node): readonly string[] => {
      if (node.line >= scene.line) return [];
      if (node.kind === "block") return forked(node.body);
      const { statement } = node;
      const forks =
        statement.kind === "step" && (statement.action.call === "fork" || statement.action.call === "vfork");
      return forks && statement.action.binds.index === null ? [statement.action.binds.name.text] : [];
    });
  return [...scene.story.processes.keys(), ...forked(nodes)].filter(
    (name) => scene.machine?.process(name)?.status !== "alive",
  );
}

function living({ scene }: Site): readonly string[] {
  const { story, machine, loops, block } = scene;
  const alive = [...story.processes].flatMap(([name, { dead }]) => (dead ? [] : [name]));
  const inLoop = block === null ? [] : boundIn(block.body, scene.line, loops);
  const named = [...new Set(inLoop)];
  // A declared process that the last run did not know is new; whoever it knew, it knows whether he lives.
  const known = alive.filter(
    (name) => machine?.process(name)?.status !== "exited" && machine?.process(name)?.status !== "killed",
  );
  return [...named, ...known].slice(0, MOST_NAMES);
}

/** Processes that the loops around the line make with an index of their own: `worker[i]`. */
function boundIn(nodes: readonly TreeNode[], line: number, loops: readonly string[]): readonly string[] {
  if (loops.length === 0) return [];
  return nodes.flatMap((node): readonly string[] => {
    if (node.line >= line) return [];
    if (node.kind === "block") return boundIn(node.body, line, loops);
    const { statement } = node;
    if (statement.kind !== "step" || (statement.action.call !== "fork" && statement.action.call !== "vfork")) return [];
    const { name, index } = statement.action.binds;
    return index?.kind === "name" && loops.includes(index.name) ? [`${name.text}[${index.name}]`] : [];
  });
}

function roleOf({ scene }: Site, name: string): string {
  const status = scene.machine?.process(name);
  if (status?.status === "killed") return `killed by ${status.signal}`;
  if (status?.status === "exited") return "has exited";
  const mappings = [...(scene.story.processes.get(name)?.mappings.values() ?? [])].filter(({ gone }) => !gone);
  return mappings.length === 0 ? "process" : `maps ${mappings.map((mapping) => mapping.name).join(", ")}`;
}

/** The mappings of whoever acts, or of the process before the dot. */
export function mappings(site: Site): readonly Offer[] {
  const { scene } = site;
  const owner = ownerOf(site);
  if (owner === null) return [];
  return [...mappingsOf(scene, owner)].map(([name, { pages }], rank) => ({
    label: name,
    kind: CompletionItemKind.Variable,
    about: mappingWords(site, owner, name, pages),
    rank,
  }));
}

function ownerOf({ actor, typed, scene }: Site): string | null {
  if (actor !== null) return actor.name;
  const text = /([A-Za-z_]\w*(?:\[[^\]]*\])?)\.\w*(?:\[[^\]]*)?$/u.exec(typed)?.[1];
  const ref = text === undefined ? null : processRef(text);
  return ref === null ? null : processNamed(scene, ref);
}

/** `AB-`, or where nothing was run its length. */
function mappingWords({ scene }: Site, process: string, mapping: string, pages: number | null): string {
  if (pages === null) return "mapping";
  if (scene.machine?.mapping(process, mapping) === undefined || pages > MOST_PAGES)
    return pages === 1 ? "1 page" : `${pages} pages`;
  return drawPages(scene.machine, process, mapping, pages, MOST_PAGES);
}

/** Pages within the mapping that is indexed, else the numbers of `let` and `for`, or of nodes. */
export function numbers(site: Site): readonly Offer[] {
  const { scene, typed, call, keyword } = site;
  const indexed = /([A-Za-z_]\w*)\[(?:[^\]]*:)?\s*\w*$/u.exec(typed)?.[1];
  const owner = ownerOf(site);
  const facts = indexed === undefined || owner === null ? undefined : mappingsOf(scene, owner).get(indexed);
  const named = [...scene.loops, ...scene.story.settings.lets.keys()].map((name, rank): Offer => ({
    label: name,
    kind: CompletionItemKind.Constant,
    about: valueWords(site, name),
    rank,
  }));
  if (facts !== undefined && owner !== null) return [...named, ...pagesOf(site, owner, facts)];
  const wantsNode =
    keyword === "node" ||
    /\bnode\s+\w*$/u.test(typed) ||
    (call?.name === "mbind" && call.argument > 1) ||
    (call?.name === "set_mempolicy" && call.argument > 0);
  return wantsNode ? [...named, ...nodes(site)] : named;
}

function pagesOf({ scene }: Site, process: string, { name, pages }: MappingFacts): readonly Offer[] {
  if (pages === null) return [];
  const indices = pages <= MOST_PAGES ? Array.from({ length: pages }, (_, index) => index) : [0, 1, pages - 1];
  return indices.map((index) => ({
    label: String(index),
    kind: CompletionItemKind.Value,
    about: scene.machine === null ? "page" : pageWords(pageSign(scene.machine, process, name, index)),
    rank: MOST_NAMES + index,
  }));
}

function pageWords(sign: string): string {
  switch (sign) {
    case NO_PAGE:
      return "no page yet";
    case TAKEN_PAGE:
      return "no page: next touch kills";
    case NO_MAPPING:
      return "unmapped";
    default:
      return `page ${sign}`;
  }
}

function nodes({ scene }: Site): readonly Offer[] {
  return [...scene.settings.nodes].map(([node, { value }]) => ({
    label: String(node),
    kind: CompletionItemKind.Value,
    about: `node with a pool of ${value}`,
    rank: MOST_NAMES + node,
  }));
}

function valueWords({ scene }: Site, name: string): string {
  if (scene.loops.includes(name)) return "the loop's number";
  const value = scene.settings.lets.get(name)?.value;
  return value === undefined || value === null ? "number" : `${value.amount}${value.unit === "bytes" ? " bytes" : ""}`;
}

/** System V segments made above the line. */
export function segments({ scene }: Site): readonly Offer[] {
  return [...scene.story.segments.keys()].map((label, rank) => ({
    label,
    kind: CompletionItemKind.Variable,
    about: "segment",
    rank,
  }));
}

/** Control groups declared. */
export function groups({ scene, keyword }: Site): readonly Offer[] {
  if (keyword === "cgroup") return [];
  return [...scene.settings.cgroups.keys()].map((label, rank) => ({
    label,
    kind: CompletionItemKind.Struct,
    about: "control group",
    rank,
  }));
}

/** Files that the text uses already, the scenario's own first, and the mounts. A mount line wants a folder. */
export function paths({ scene, keyword }: Site): readonly Offer[] {
  const mounts = mountsOf(scene.settings).map(({ path, pageSize }) => ({ path, pageSize }));
  if (keyword === "mount") {
    const known = new Set(scene.settings.mounts.keys());
    return ["/dev/hugepages", "/mnt/huge"]
      .filter((path) => !known.has(path))
      .map((label, rank) => ({ label, kind: CompletionItemKind.Folder, about: "mount", rank }));
  }
  const { tree } = scene.document;
  const blocks = [...(scene.block === null ? [] : [scene.block]), ...tree.scenarios];
  const all = blocks.flatMap(({ body }) => [...filesIn(body, tree, scene.line)]);
  return [
    ...[...new Set(all)].slice(0, MOST_NAMES).map((label, rank) => ({
      label,
      kind: CompletionItemKind.File,
      about: "file",
      rank,
    })),
    ...mounts.map(({ path, pageSize }, rank) => ({
      label: path === "/" ? path : `${path}/`,
      kind: CompletionItemKind.Folder,
      about: `mount, pages of ${pageSize}`,
      rank: MOST_NAMES + rank,
    })),
  ];
}

/** The file that the text used first, the scenario's own before others; null when it uses none. */
export function firstFile({ scene }: Site): string | null {
  const { tree } = scene.document;
  for (const { body } of [...(scene.block === null ? [] : [scene.block]), ...tree.scenarios])
    for (const file of filesIn(body, tree, scene.line)) return file;
  return null;
}

/** The files of these lines as they are written, without those of the line that is being typed. */
function* filesIn(nodes: readonly TreeNode[], tree: SyntaxTree, typing: number): Generator<string, void> {
  for (const node of nodes) {
    if (node.kind === "block") {
      yield* filesIn(node.body, tree, typing);
      continue;
    }
    const { statement, line } = node;
    if (line === typing || statement.kind !== "step" || !("file" in statement.action)) continue;
    const file: FilePath | null = statement.action.file;
    if (file !== null) yield tree.lines[line]?.text.slice(file.span.start, file.span.end) ?? "";
  }
}
