/** Settings, flags and slices that do not fit. */
import { insert, lineBelow, removeLine, replace, textOf } from "../edit/lines.js";
import { addSetting, setKernels } from "../edit/settings.js";
import { kernelNamed } from "../check/kernels.js";
import type { KernelId } from "../../engine/index.js";
import type { Span, Word } from "../syntax/index.js";
import { type Case, type Fix, fix, type FixMaker } from "./fix.js";

export const repair: FixMaker = (found) => [...settings(found), ...flags(found), ...slices(found), ...kernels(found)];

function settings({ tree, message, line, span, words, statement, scenario }: Case): readonly Fix[] {
  if (message.includes("is set already") || message.includes("are set already") || message.includes("lines already"))
    return [fix("Remove this line", removeLine(tree, line), true)];
  if (message.includes("is named twice") && statement.kind === "kernel")
    return [
      fix(`Name \`${words}\` once`, withoutItem(line, span, statement.kernels, tree.lines[line]?.text ?? ""), true),
    ];
  if (message.startsWith("`all` stands alone") && statement.kind === "kernel") {
    const [first] = statement.kernels;
    const last = statement.kernels.at(-1);
    if (first === undefined || last === undefined) return [];
    return [fix("Every kernel: `all`", replace(line, { start: first.span.start, end: last.span.end }, "all"), true)];
  }
  if (message.includes("is given twice") && statement.kind !== "broken")
    return [fix(`Remove \`${words}\``, replace(line, withSpaceBefore(tree.lines[line]?.text ?? "", span), ""), true)];
  if (message.includes("settings stand before the scenario's first step") && scenario !== null)
    return [
      fix(
        "Move it above the first step",
        [removeLine(tree, line), addSetting(tree, scenario.scenario, textOf(tree, line, statement.span))],
        true,
      ),
    ];
  if (message.includes("is a setting of the file")) {
    const first = tree.scenarios[0]?.line ?? 0;
    const moved = textOf(tree, line, statement.span);
    const edit = first === 0 ? insert(0, 0, `${moved}\n\n`) : lineBelow(tree, first - 1, moved, "");
    return [fix("Move it above the first scenario", [removeLine(tree, line), edit], true)];
  }
  if (message.startsWith("there are no huge pages of"))
    return ["2M", "1G"].map((size) => fix(`Pages of ${size}`, replace(line, span, size)));
  if (message.startsWith("there is a process `"))
    return [fix(`Call it \`${words}2\``, replace(line, span, fresh(words)), true)];
  if (message.startsWith('there is a scenario "'))
    return [fix("Give it a name of its own", replace(line, span, words.replace(/"$/u, ' (2)"')), true)];
  if (message.includes("it cannot be bound again")) return rebound(tree.lines[line]?.text ?? "", line, statement);
  return [];
}

function rebound(text: string, line: number, statement: Case["statement"]): readonly Fix[] {
  if (statement.kind !== "step" || !("binds" in statement.action)) return [];
  const { binds } = statement.action;
  const name = text.slice(binds.span.start, binds.span.end);
  return [fix(`Call it \`${fresh(name)}\``, replace(line, binds.span, fresh(name)), true)];
}

/** `child` -> `child2`, `worker[1]` -> `worker2[1]` */
function fresh(name: string): string {
  return name.replace(/^[A-Za-z_]\w*/u, (word) => `${word}2`);
}

/** An item of a list goes with the comma before it. */
function withoutItem(line: number, span: Span, items: readonly Word[], text: string): ReturnType<typeof replace> {
  const at = items.findIndex((item) => item.span.start === span.start);
  const before = items[at - 1];
  const next = items[at + 1];
  if (before !== undefined) return replace(line, { start: before.span.end, end: span.end }, "");
  return replace(line, { start: span.start, end: next?.span.start ?? text.length }, "");
}

function withSpaceBefore(text: string, { start, end }: Span): Span {
  return { start: text.slice(0, start).trimEnd().replace(/,$/u, "").trimEnd().length, end };
}

function flags({ tree, message, line, span, words, statement }: Case): readonly Fix[] {
  const text = tree.lines[line]?.text ?? "";
  if (message.includes("MAP_SHARED or MAP_PRIVATE, not both") || message.includes("`anon` says so already"))
    return [fix(`Remove \`${words}\``, replace(line, flagSpan(text, span), ""), true)];
  if (message.includes("MAP_SHARED or MAP_PRIVATE: one of the two"))
    return ["MAP_PRIVATE", "MAP_SHARED"].map((flag, at) =>
      fix(`Add \`${flag}\``, insert(line, span.start, `${flag} | `), at === 0),
    );
  if (message.includes("needs SHM_HUGETLB"))
    return [fix("Add `SHM_HUGETLB`", insert(line, span.start, "SHM_HUGETLB | "), true)];
  if (
    message.includes("write `anon` in the file's place") &&
    statement.kind === "step" &&
    statement.action.call === "mmap"
  ) {
    const { file } = statement.action;
    return file === null
      ? []
      : [fix("Map `anon`", [replace(line, file.span, "anon"), replace(line, flagSpan(text, span), "")], true)];
  }
  return [];
}

/** A flag with the `|` beside it. */
function flagSpan(text: string, { start, end }: Span): Span {
  const before = text.slice(0, start).trimEnd();
  if (before.endsWith("|")) return { start: before.slice(0, -1).trimEnd().length, end };
  const after = /^\s*\|\s*/u.exec(text.slice(end))?.[0].length ?? 0;
  return { start, end: end + after };
}

function slices({ tree, diagnostic, message, line, span }: Case): readonly Fix[] {
  if (message.includes("takes a whole mapping, not a slice"))
    return [fix("Take the whole mapping", replace(line, span, ""), true)];
  const [, last] = /so there is no page (\d+)$/u.exec(message.replace(/ \(in round .*\)$/u, "")) ?? [];
  const made = diagnostic.relatedInformation?.[0]?.location.range.start.line;
  if (last === undefined || made === undefined) return [];
  const maker = tree.lines[made]?.statement;
  if (maker?.kind !== "step" || maker.action.call !== "mmap" || maker.action.length.kind !== "number") return [];
  const pages = Number(last) + 1;
  return [fix(`Map ${pages} pages at line ${made + 1}`, replace(made, maker.action.length.span, String(pages)), true)];
}

/** What a kernel does not have: another way that it has, or the kernels that have it. */
function kernels({ tree, diagnostic, message, line, words, statement, scenario }: Case): readonly Fix[] {
  if (diagnostic.code !== "not-in-kernel" && !message.includes("are simulated from")) return [];
  if (message.includes("the line has no effect")) return [fix("Remove this line", removeLine(tree, line), true)];
  const fixes: Fix[] = [];
  if (statement.kind === "step" && statement.action.call === "mmap") {
    const { action } = statement;
    const noreserve = action.flags.find(({ text }) => text === "MAP_NORESERVE");
    if (words === "MAP_NORESERVE" && noreserve !== undefined)
      fixes.push(
        fix("Without MAP_NORESERVE", replace(line, flagSpan(tree.lines[line]?.text ?? "", noreserve.span), "")),
      );
    const anon = /\(\s*anon\b/u.exec(tree.lines[line]?.text ?? "");
    if (action.file === null && anon !== null) {
      const end = anon.index + anon[0].length;
      fixes.push(
        fix(
          `Map a file: /dev/hugepages/${action.binds.text}`,
          replace(line, { start: end - 4, end }, `/dev/hugepages/${action.binds.text}`),
        ),
      );
    }
  }
  if (scenario === null) return fixes;
  const lacking = new Set(lackingIn(message));
  const since = /are simulated from (\S+) on/u.exec(message)?.[1];
  const kept = scenario.scenario.kernels.filter((kernel) =>
    since === undefined
      ? !lacking.has(kernel)
      : scenario.runs.some((run) => run.kernel === kernel && run.run.program.items.length > 0),
  );
  if (kept.length > 0) {
    const edit = setKernels(tree, scenario.scenario, kept);
    fixes.push(fix(`Only under ${kept.join(", ")}`, edit, true));
  }
  return fixes;
}

/** The kernels of `... under 2.6.26, 2.6.27 the flag is ignored`. */
function lackingIn(message: string): readonly KernelId[] {
  const [, list = ""] = /: under ((?:\S+, )*\S+) /u.exec(message) ?? [];
  return list.split(", ").flatMap((word) => kernelNamed(word) ?? []);
}
