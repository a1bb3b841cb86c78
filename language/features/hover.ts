/** Hover: what a word means, and what is behind it at this line under the kernel that is shown. */
import { type Hover, MarkupKind, type Position, type Range } from "vscode-languageserver-types";
import { COUNTERS, GROUP_COUNTERS } from "../check/constants.js";
import type { HugetlbDocument } from "../document.js";
import { count } from "../explain/index.js";
import { loreOf, type Subject } from "../lore/lore.js";
import { occurrenceAt, type Occurrence } from "../names/index.js";
import { commentStart, tokensOf } from "../syntax/tokens.js";
import { counterBrief, counterFacts, groupBrief, sizeBehind } from "./hover/pool.js";
import { fileBrief, fileFacts, mappingBrief, mappingFacts } from "./hover/memory.js";
import { processBrief, processFacts } from "./hover/process.js";
import { segmentBrief, segmentFacts } from "./hover/segment.js";
import { runsAt, stepsOf, type View, viewsAfter, viewsBefore, withOthers } from "./hover/view.js";
import { processNamed, type Scene, sceneAt } from "./scene.js";

/** What there is to say of the word at a position; null = nothing. */
export function hoverAt(document: HugetlbDocument, position: Position): Hover | null {
  const occurrence = occurrenceAt(document, position);
  const { line } = position;
  if (occurrence !== null) {
    const told = aboutName(document, line, occurrence);
    // A step's diagnostics reach from its actor to its end: what they mean is told once, at its verb.
    if (occurrence.kind === "call" || occurrence.kind === "outcome") told.push(...aboutProblem(document, position));
    return told.length === 0 ? null : hover(told, occurrence.range);
  }
  return aboutWord(document, position);
}

function hover(paragraphs: readonly string[], range: Range): Hover {
  return { contents: { kind: MarkupKind.Markdown, value: paragraphs.join("\n\n") }, range };
}

function aboutName(document: HugetlbDocument, line: number, occurrence: Occurrence): string[] {
  const { kind, name, range } = occurrence;
  const scene = sceneAt(document, line);
  const lore = (subject: Subject): string[] => {
    const told = loreOf(subject, scene.kernels);
    return told === null ? [] : [told];
  };
  const behind = (document.tree.lines[line]?.text ?? "").slice(range.end.character);
  switch (kind) {
    case "call":
      return [...lore({ kind: "action", name }), ...cameTo(document, line)];
    case "constant":
      return lore({ kind: "constant", name });
    case "outcome":
      return [...lore({ kind: "outcome", name }), ...cameTo(document, line)];
    case "sysctl":
      return [...lore({ kind: "sysctl", name }), ...cameTo(document, line)];
    case "kernel":
      return [...lore({ kind: "kernel", name }), ...verdictUnder(document, scene, name)];
    case "counter":
      return aboutCounter(document, line, name, behind);
    case "page-size":
      return [`**${name}**: the size of a huge page. Each size has a pool of its own.`];
    case "process":
      return aboutProcess(document, scene, occurrence);
    case "mapping":
      return aboutMapping(document, scene, occurrence);
    case "file":
      return withOthers(
        viewsAfter(document, line),
        (view) => fileFacts(view, name),
        (view) => fileBrief(view, name),
      );
    case "mount":
      return aboutMount(scene, name);
    case "cgroup":
      return aboutGroup(document, scene, name);
    case "number":
      return aboutNumber(scene, name);
    case "segment":
      return aboutSegment(document, line, occurrence);
    case "scenario":
      return aboutScenario(document, line, name);
  }
}

function aboutProcess(document: HugetlbDocument, scene: Scene, { process, name }: Occurrence): string[] {
  const own = process === null ? name : (processNamed(scene, process) ?? name);
  return withOthers(
    viewsAfter(document, scene.line),
    (view) => processFacts(view, own),
    (view) => `it ${processBrief(view, own)}`,
  );
}

function aboutMapping(document: HugetlbDocument, scene: Scene, { process, name }: Occurrence): string[] {
  const owner = process === null ? null : processNamed(scene, process);
  if (owner === null) return [];
  const told = (views: readonly View[]): string[] =>
    withOthers(
      views,
      (view) => mappingFacts(view, owner, name),
      (view) => mappingBrief(view, owner, name),
    );
  const after = viewsAfter(document, scene.line);
  const before = viewsBefore(document, scene.line);
  // Whoever dies here, or unmaps it, takes it away: what is of interest is what it was.
  const isLost =
    after[0]?.machine.mapping(owner, name) === undefined && before[0]?.machine.mapping(owner, name) !== undefined;
  return isLost ? [...told(before), "It is gone after this line."] : told(after);
}

function aboutCounter(document: HugetlbDocument, line: number, name: string, behind: string): string[] {
  const counter = COUNTERS.get(name);
  const groupCounter = GROUP_COUNTERS.get(name);
  if (counter === undefined) {
    const told = groupCounter === undefined ? null : loreOf({ kind: "group-counter", name }, []);
    return told === null ? [] : [told];
  }
  const size = sizeBehind(behind);
  const told = withOthers(
    viewsAfter(document, line),
    (view) => counterFacts(view, counter, size),
    (view) => counterBrief(view, counter, size),
  );
  const lore = loreOf({ kind: "counter", name }, []);
  return told.length > 0 || lore === null ? told : [lore];
}

function aboutSegment(document: HugetlbDocument, line: number, { name, definition }: Occurrence): string[] {
  const told = withOthers(
    viewsAfter(document, line),
    (view) => segmentFacts(view, name),
    (view) => segmentBrief(view, name),
  );
  if (told.length > 0) return told;
  return [
    `**${name}**: a System V segment.${definition === null ? "" : ` Made at line ${definition.range.start.line + 1}.`}`,
  ];
}

function aboutMount({ settings }: Scene, path: string): string[] {
  const mount = settings.mounts.get(path)?.value;
  if (mount === undefined) return [`**${path}**: a hugetlbfs mount.`];
  const { pageSize, size, minSize } = mount;
  return [
    `**${path}**: a hugetlbfs mount with pages of ${pageSize}, ${size === null ? "without a limit" : `at most ${count(size, "page")}`}${minSize === null ? "" : `, ${minSize} of them promised from the start on`}.`,
  ];
}

function aboutGroup(document: HugetlbDocument, { settings, line }: Scene, name: string): string[] {
  const limits = settings.cgroups.get(name)?.value ?? [];
  const words = limits.map(
    ({ pageSize, limit, rsvd }) =>
      `of ${pageSize} at most ${limit === null ? "any number" : String(limit)} in use, ${rsvd === null ? "any number" : String(rsvd)} promised`,
  );
  const head = `**${name}**: a control group${words.length === 0 ? "" : `, ${words.join("; ")}`}.`;
  return [
    head,
    ...withOthers(
      viewsAfter(document, line),
      (view) => [`Here ${groupBrief(view, name)}.`],
      (view) => groupBrief(view, name),
    ),
  ];
}

function aboutNumber({ story, settings }: Scene, name: string): string[] {
  const looped = story.loops.get(name);
  if (looped !== undefined) return [`**${name}**: the loop's number, ${looped} in its last round.`];
  const value = settings.lets.get(name)?.value;
  if (value === undefined || value === null) return [];
  return [`**${name}** = ${value.amount}${value.unit === "bytes" ? " bytes" : ""}`];
}

function aboutScenario(document: HugetlbDocument, line: number, name: string): string[] {
  const found = document.analysis?.scenarios.find(({ scenario }) => scenario.line === line);
  const rows = (found?.runs ?? []).map(({ kernel, verdict }) => `- ${kernel}: ${verdict.words}`);
  return rows.length === 0 ? [] : [`**${name}**`, rows.join("\n")];
}

/** How the scenario ends under a kernel that it lists. */
function verdictUnder(document: HugetlbDocument, { block, runs }: Scene, kernel: string): readonly string[] {
  const found = block === null ? undefined : runs?.runs.find((run) => run.kernel === kernel);
  return found === undefined ? [] : [`This scenario under it: **${found.verdict.words}**.`];
}

/** What the line's step came to, under every kernel. */
function cameTo(document: HugetlbDocument, line: number): readonly string[] {
  const results = runsAt(document, line).map(({ kernel, run }) => {
    const rounds = [...new Set(stepsOf(run, line).map(({ trace }) => trace.result))];
    return { kernel, result: rounds.length === 0 ? "not run" : rounds.map(resultWords).join(", then ") };
  });
  const [shown, ...others] = results;
  if (shown === undefined || results.every(({ result }) => result === "not run")) return [];
  const differing = others.filter(({ result }) => result !== shown.result);
  const rest = differing.map(({ kernel, result }) => `under ${kernel} ${result}`).join("; ");
  return [`Here: **${shown.result}** under ${shown.kernel}${rest === "" ? "" : `; ${rest}`}.`];
}

function resultWords(result: string): string {
  switch (result) {
    case "dead":
      return "not run, its process is dead";
    case "nomap":
    case "noshm":
      return "not run, its mapping never came to be";
    default:
      return result;
  }
}

/** What the code of a diagnostic at the place means; its own message is shown by the editor. */
function aboutProblem(document: HugetlbDocument, { line, character }: Position): readonly string[] {
  const codes = new Set<string>();
  for (const { range, code } of document.analysis?.diagnostics ?? []) {
    const { start, end } = range;
    if (start.line === line && start.character <= character && character <= end.character) codes.add(String(code));
  }
  return [...codes].flatMap((name) => loreOf({ kind: "code", name }, []) ?? []);
}

/** Words of the language that are no names: statements, conditions, guards, options. */
function aboutWord(document: HugetlbDocument, position: Position): Hover | null {
  const { line, character } = position;
  const text = document.tree.lines[line]?.text ?? "";
  const comment = commentStart(text);
  if (comment !== -1 && character >= comment) return null;
  const tokens = tokensOf(comment === -1 ? text : text.slice(0, comment));
  const at = tokens.findIndex(({ span }) => span.start <= character && character <= span.end);
  const token = tokens[at];
  if (token?.kind !== "word") return null;
  const { kernels } = sceneAt(document, line);
  const subject: Subject = { kind: at === 0 ? "statement" : "word", name: token.text };
  const told = loreOf(subject, kernels) ?? (at === 0 ? null : loreOf({ kind: "statement", name: token.text }, kernels));
  const range = { start: { line, character: token.span.start }, end: { line, character: token.span.end } };
  return told === null ? null : hover([told, ...aboutProblem(document, position)], range);
}
