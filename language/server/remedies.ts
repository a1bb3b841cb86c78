/** Answers what would have saved whoever comes to harm in a run. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { isCount, isInteger, isObject, isString, orNull } from "../picture/guard.js";
import { chooseRun } from "../picture/make.js";
import { remediesFor } from "../remedy/index.js";
import type { Answers } from "./answers.js";
import { REMEDIES, type Remedies, type RemediesParams } from "./protocol.js";

/** Answers REMEDIES on a connection. */
export function registerRemedies(connection: Connection, answer: Answers): void {
  connection.onRequest(REMEDIES, (params: unknown, token: CancellationToken) => {
    if (!isRemediesParams(params)) throw new TypeError("The parameters of the request are not what they should be.");
    return remedies(params, token, answer);
  });
}

function remedies(params: RemediesParams, token: CancellationToken, answer: Answers): Promise<Remedies | null> {
  const { uri, version, scenario, kernel, step } = params;
  return answer.inSlices<Remedies | null>(uri, token, null, function* (document) {
    if (document.analysis?.version !== version) return null;
    const shown = chooseRun(document, scenario, kernel);
    if (shown?.run?.kernel !== kernel || shown.scenario.scenario.name !== scenario) return null;
    return yield* remediesFor(document, shown.scenario.scenario, shown.run.run, step);
  });
}

const isRemediesParams = isObject<RemediesParams>({
  uri: isString,
  version: isInteger,
  scenario: isString,
  kernel: isString,
  step: orNull(isCount),
});
