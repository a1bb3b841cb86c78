/** Answers a run as text: a Markdown table, or the trace as JSON. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { runMarkdown } from "../export/markdown.js";
import { diagnosticsOfRun, traceObject, TRACE_VERSION } from "../export/trace.js";
import { stringifyExactly } from "../export/whole-numbers.js";
import { isInteger, isObject, isOneOf, isString, orNull } from "../picture/guard.js";
import { chooseRun } from "../picture/make.js";
import { isTried } from "../picture/validate.js";
import { AS_WRITTEN } from "../variant/index.js";
import type { Explorations } from "./explorations.js";
import type { Answers } from "./answers.js";
import { EXPORT, type ExportParams } from "./protocol.js";
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
): Promise<string | null> {
  const { uri, version, scenario, kernel, tried, format } = params;
  return answer.inSlices<string | null>(uri, token, null, function* (document) {
    const shown = chooseRun(document, scenario, kernel);
    if (document.version !== version || shown?.run == null || shown.scenario.scenario.name !== scenario) return null;
    const run =
      tried === null
        ? shown.run
        : ((yield* tryRun(shown, tried, (explored) => explorations.of(explored)))?.run ?? shown.run);
    switch (format) {
      case "markdown":
        return runMarkdown(scenario, run, tried ?? AS_WRITTEN);
      case "json": {
        const file = { name: nameOf(uri), uri, nameOf };
        const traced = traceObject(file, scenario, run, diagnosticsOfRun(shown.scenario, run));
        return `${stringifyExactly({ version: TRACE_VERSION, runs: [traced] })}\n`;
      }
    }
  });
}

/** The last part of an address, as people write it. */
function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf("/") + 1));
}

const isExportParams = isObject<ExportParams>({
  uri: isString,
  version: isInteger,
  scenario: isString,
  kernel: isString,
  tried: orNull(isTried),
  format: isOneOf(["markdown", "json"]),
});
