/** Answers a run as text: a Markdown table, the trace as JSON, or a C program. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import type { KernelRun } from "../analysis.js";
import type { HugetlbDocument } from "../document.js";
import { exportName, fileNameOf } from "../export/name.js";
import { runMarkdown } from "../export/markdown.js";
import { diagnosticsOfRun, traceObject, TRACE_VERSION } from "../export/trace.js";
import { stringifyExactly } from "../export/whole-numbers.js";
import { isInteger, isObject, isOneOf, isString, orNull } from "../picture/guard.js";
import { chooseRun, type Shown } from "../picture/make.js";
import type { Tried } from "../picture/picture.js";
import { isTried } from "../picture/validate.js";
import { refusalOf, reproducerOf } from "../reproducer/index.js";
import { AS_WRITTEN, sizesWords } from "../variant/index.js";
import type { Explorations } from "./explorations.js";
import type { Answers } from "./answers.js";
import { EXPORT, type ExportAnswer, type ExportParams } from "./protocol.js";
import { tryRun } from "./variants.js";

/** Answers EXPORT on a connection. */
export function registerExports(connection: Connection, answer: Answers, explorations: Explorations): void {
  connection.onRequest(EXPORT, (params: unknown, token: CancellationToken) => {
    if (!isExportParams(params)) throw new TypeError("The parameters of the request are not what they should be.");
    return runText(params, token, answer, explorations);
  });
}

function runText(
  params: ExportParams,
  token: CancellationToken,
  answer: Answers,
  explorations: Explorations,
): Promise<ExportAnswer | null> {
  const { uri, version, scenario, kernel, tried, format } = params;
  return answer.inSlices<ExportAnswer | null>(uri, token, null, function* (document) {
    const shown = chooseRun(document, scenario, kernel);
    if (document.version !== version || shown?.run == null || shown.scenario.scenario.name !== scenario) return null;
    const other = tried === null ? null : yield* tryRun(shown, tried, (explored) => explorations.of(explored));
    const run = other?.run ?? shown.run;
    switch (format) {
      case "markdown":
        return { text: runMarkdown(fileNameOf(uri), run, other?.whatIf ?? AS_WRITTEN) };
      case "json": {
        const file = { name: fileNameOf(uri), uri, nameOf: fileNameOf };
        const traced = traceObject(file, scenario, run, diagnosticsOfRun(shown.scenario, run));
        return { text: `${stringifyExactly({ version: TRACE_VERSION, runs: [traced] })}\n` };
      }
      case "c":
        return program(document, shown, run, otherwise(other?.whatIf ?? AS_WRITTEN));
    }
  });
}

/** The program of a run that is shown; a run from before an edit is that of the text from before it. */
function program(document: HugetlbDocument, shown: Shown, { run }: KernelRun, otherwise: string): ExportAnswer {
  const { name } = shown.scenario.scenario;
  const refusal = refusalOf(name, run);
  if (refusal !== null) return { refused: refusal.words };
  const whole = shown.stale ? document.lastWhole(name) : null;
  const { lines } = (shown.stale ? document.lastWholeTree(name) : null) ?? document.tree;
  const { line, endLine } = (whole ?? shown.scenario).scenario;
  const text = lines.slice(line, endLine + 1).map((each) => each.text);
  const origin = { file: fileNameOf(document.uri), program: exportName(document.uri, name) };
  return { text: reproducerOf(run, { ...origin, text: text.join("\n"), otherwise }) };
}

/** How what is tried differs from the text; a program has no kernel of its own. */
function otherwise(tried: Pick<Tried, "pool" | "overcommit" | "interleaving">): string {
  return tried.interleaving === undefined ? sizesWords(tried) : "its concurrent steps come in another order";
}

const isExportParams = isObject<ExportParams>({
  uri: isString,
  version: isInteger,
  scenario: isString,
  kernel: isString,
  tried: orNull(isTried),
  format: isOneOf(["markdown", "json", "c"]),
});
