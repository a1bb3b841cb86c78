/** Where completion is asked for: the words before the cursor, and the scene at its line. */
import type { Position } from "vscode-languageserver-types";
import type { HugetlbDocument } from "../../document.js";
import { type Expected, expectedAfter } from "../../syntax/expected.js";
import { parseLines } from "../../syntax/line.js";
import { type Token, tokensOf } from "../../syntax/tokens.js";
import type { ProcessRef } from "../../syntax/index.js";
import { processNamed, type Scene, sceneAt } from "../scene.js";

export interface Actor {
  /** As written, `worker[i]`. */
  readonly text: string;
  /** Which process that is; null when its index has no value. */
  readonly name: string | null;
}

export interface Site {
  readonly scene: Scene;
  readonly position: Position;
  /** The line up to the cursor. */
  readonly typed: string;
  /** Its words and signs. */
  readonly tokens: readonly Token[];
  /** What may stand here; one for each place at which the word at the cursor may begin. */
  readonly expected: readonly Expected[];
  /** Who acts, when the line is a step. */
  readonly actor: Actor | null;
  /** The first word of the line, when it is no step. */
  readonly keyword: string | null;
  /** The name and `=` in front of the call, where the line has them: `child =`, `worker[i] =`. */
  readonly binds: "plain" | "indexed" | null;
  /** The call whose parentheses are open, and in which argument the cursor is (counted from 0). */
  readonly call: OpenCall | null;
}

export interface OpenCall {
  readonly name: string;
  readonly argument: number;
  /** Where its arguments begin. */
  readonly start: number;
}

/** The site of a cursor. */
export function siteAt(document: HugetlbDocument, position: Position): Site {
  const text = document.tree.lines[position.line]?.text ?? "";
  const typed = text.slice(0, position.character);
  const tokens = tokensOf(typed);
  const scene = sceneAt(document, position.line);
  const actor = actorOf(scene, typed);
  return {
    scene,
    position,
    typed,
    tokens,
    expected: expectedAfter(typed),
    actor,
    keyword: actor === null && tokens[0]?.kind === "word" ? tokens[0].text : null,
    binds: bindingOf(typed),
    call: openCall(tokens),
  };
}

function bindingOf(typed: string): Site["binds"] {
  const found = /^[^:]*:\s*[A-Za-z_]\w*\s*(\[[^\]]*\])?\s*=/u.exec(typed);
  if (found === null) return null;
  return found[1] === undefined ? "plain" : "indexed";
}

/** The process before the first colon. */
export function actorOf(scene: Scene, typed: string): Actor | null {
  const text = /^\s*([A-Za-z_]\w*(?:\s*\[[^\]]*\])?)\s*:/u.exec(typed)?.[1];
  if (text === undefined) return null;
  const ref = processRef(text);
  return { text, name: ref === null ? null : processNamed(scene, ref) };
}

/** A process as it is written somewhere, parsed. */
export function processRef(text: string): ProcessRef | null {
  const [line] = parseLines([`${text}: exit()`]);
  return line?.statement.kind === "step" ? line.statement.actor : null;
}

/** The innermost call that is open at the end of the words; parentheses inside its arguments count as part of them. */
export function openCall(tokens: readonly Token[]): OpenCall | null {
  const open: { readonly name: string | null; readonly start: number; argument: number }[] = [];
  tokens.forEach(({ text, kind, span }, at) => {
    if (kind !== "sign") return;
    const top = open.at(-1);
    if (text === "(") {
      const before = tokens[at - 1];
      open.push({ name: before?.kind === "word" ? before.text : null, start: span.end, argument: 0 });
    } else if (text === ")") open.pop();
    else if (text === "," && top !== undefined) top.argument += 1;
  });
  const call = open.findLast(({ name }) => name !== null);
  return call === undefined || call.name === null
    ? null
    : { name: call.name, argument: call.argument, start: call.start };
}
