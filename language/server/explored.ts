/** Answers what was found out about the interleavings of a scenario, each counterexample as a picture like any other. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { judgeRun } from "../analysis.js";
import { problemsOf } from "../diagnose/index.js";
import { outcomeWords, wrongOf } from "../explore/index.js";
import { isInteger, isObject, isString } from "../picture/guard.js";
import { chooseRun, pictureOfRun } from "../picture/make.js";
import type { Documents } from "./documents.js";
import type { Explorations } from "./explorations.js";
import { EXPLORED, type Explored, type ExploredParams } from "./protocol.js";

/** Answers EXPLORED on a connection. */
export function registerExplored(connection: Connection, documents: Documents, explorations: Explorations): void {
  connection.onRequest(EXPLORED, async (params: unknown, token: CancellationToken): Promise<Explored | null> => {
    if (!isExploredParams(params)) throw new TypeError("The parameters of the request are not what they should be.");
    const { uri, version, scenario, kernel } = params;
    await documents.analysed(uri);
    await explorations.settled(uri);
    const document = documents.get(uri);
    if (token.isCancellationRequested || document?.analysis?.version !== version) return null;
    const shown = chooseRun(document, scenario, kernel);
    if (shown?.run?.kernel !== kernel || shown.scenario.scenario.name !== scenario) return null;
    const exploration = explorations.of(shown.run.run);
    if (exploration === undefined) return null;
    const { problem, states, interleavings, endStates } = exploration;
    const { written } = shown.scenario;
    return {
      problem,
      states,
      interleavings: interleavings === Infinity ? null : interleavings,
      endStates,
      counterexamples: wrongOf(exploration).map(({ run, schedule, judged }) => {
        const problems = problemsOf(run);
        const picture = pictureOfRun(uri, { kernel, run, problems, verdict: judgeRun(run, problems, written) });
        const { when } = judged;
        return { what: outcomeWords(judged.outcome), when, interleavings: judged.interleavings, schedule, picture };
      }),
    };
  });
}

const isExploredParams = isObject<ExploredParams>({
  uri: isString,
  version: isInteger,
  scenario: isString,
  kernel: isString,
});
