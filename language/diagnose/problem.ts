import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticTag,
  type Range,
} from "vscode-languageserver-types";
import { type RunCode, SEVERITY, SOURCE } from "./code.js";

/** One thing that a run shows to be wrong, before rounds and kernels are merged. */
export interface Problem {
  readonly code: RunCode;
  readonly uri: string;
  readonly range: Range;
  readonly message: string;
  readonly related: readonly DiagnosticRelatedInformation[];
  /** Which of the rounds of its line this was, counted from 1; 1 of 1 outside loops. */
  readonly round: number;
  readonly rounds: number;
  /** What the text claims and what came instead, where the problem is that the two differ. */
  readonly contrast?: { readonly expected: string; readonly actual: string };
}

/** Makes the editor's diagnostic of a problem. */
export function toDiagnostic(problem: Problem): Diagnostic {
  const diagnostic: Diagnostic = {
    range: problem.range,
    severity: SEVERITY[problem.code],
    code: problem.code,
    source: SOURCE,
    message: problem.message,
  };
  if (problem.related.length > 0) diagnostic.relatedInformation = [...problem.related];
  if (problem.code === "never-reached") diagnostic.tags = [DiagnosticTag.Unnecessary];
  return diagnostic;
}

/** A problem's place and kind: in a loop one line shows one diagnostic of a code. */
export function placeKey(problem: Problem): string {
  const { start, end } = problem.range;
  return `${problem.uri}\n${problem.code}\n${start.line}:${start.character}-${end.line}:${end.character}`;
}

/** Lays the rounds of a loop together: the first is told, the others are counted. */
export function mergeRounds(problems: readonly Problem[]): readonly Problem[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = placeKey(problem);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    if (first.rounds === 1) return distinctMessages(group);
    const more = group.length - 1;
    const others = more === 0 ? "" : more === 1 ? ", and in 1 more" : `, and in ${more} more`;
    return [{ ...first, message: `${first.message} (in round ${first.round} of ${first.rounds}${others})` }];
  });
}

function distinctMessages(group: readonly Problem[]): readonly Problem[] {
  const said = new Set<string>();
  return group.filter(({ message }) => !said.has(message) && said.add(message));
}
