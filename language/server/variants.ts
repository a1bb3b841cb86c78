/** Answers what a scenario would come to with other sizes or under other kernels, and how that is written into the text. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { type Guard, isInteger, isListOf, isObject, isString } from "../picture/guard.js";
import { judgeRun } from "../analysis.js";
import { readProblems } from "../diagnose/index.js";
import { type Explored, wrongOf } from "../explore/index.js";
import { chooseRun, pictureOfRun, type Shown, type TriedRun } from "../picture/make.js";
import type { ComparedRunOf, Tried } from "../picture/picture.js";
import type { SentComparison, SentRun } from "../picture/wire.js";
import { isTrial, isTried } from "../picture/validate.js";
import { compareRuns, tryVariant, variantEdits, writtenSizes } from "../variant/index.js";
import type { Answers } from "./answers.js";
import type { Pictures } from "./pictures.js";
import { COMPARE, type CompareParams, type Edits, WRITE_TRIED, type WriteTriedParams } from "./protocol.js";

/** Answers COMPARE and WRITE_TRIED on a connection. */
export function registerVariants(connection: Connection, answer: Answers, pictures: Pictures): void {
  connection.onRequest(COMPARE, (params: unknown, token: CancellationToken) => {
    if (!isCompareParams(params)) throw new TypeError("The parameters of the request are not what they should be.");
    return compare(params, token, answer, pictures);
  });
  connection.onRequest(WRITE_TRIED, (params: unknown, token: CancellationToken) => {
    if (!isWriteTriedParams(params)) throw new TypeError("The parameters of the request are not what they should be.");
    return write(params, token, answer);
  });
}

/** The run of what is tried instead of the one that is shown; null when the text was not run either. */
export function* tryRun({ scenario, run }: Shown, tried: Tried, explored: Explored): Generator<void, TriedRun | null> {
  if (run === null) return null;
  const { kernel } = run;
  if (tried.interleaving !== undefined) {
    const found = explored(run.run);
    const wrong = found === undefined ? undefined : wrongOf(found)[tried.interleaving];
    // The text has changed, or nothing goes wrong any more: the written order is shown.
    if (wrong === undefined) return null;
    const problems = yield* readProblems(wrong.run);
    const verdict = judgeRun(wrong.run, problems, scenario.written);
    const written = { kernel, ...writtenSizes(scenario.scenario, kernel), verdict: run.verdict };
    return { run: { kernel, run: wrong.run, problems, verdict }, whatIf: { ...tried, written } };
  }
  const written = { kernel, ...writtenSizes(scenario.scenario, kernel), verdict: run.verdict };
  return { run: yield* tryVariant(scenario, tried.kernel ?? kernel, tried), whatIf: { ...tried, written } };
}

function compare(
  { uri, scenario, trials }: CompareParams,
  token: CancellationToken,
  answer: Answers,
  pictures: Pictures,
) {
  return answer.inSlices<SentComparison | null>(uri, token, null, function* (document) {
    const shown = chooseRun(document, scenario, null);
    if (shown?.scenario.scenario.name !== scenario) return null;
    const { rows, difference, sentence } = yield* compareRuns(shown.scenario, trials);
    const sent: ComparedRunOf<SentRun>[] = [];
    for (const { kernels, sizes, run } of rows)
      sent.push({ kernels, sizes, run: yield* pictures.sendingRun(pictureOfRun(uri, run), NOTHING) });
    return { version: document.version, scenario, rows: sent, difference, sentence };
  });
}

function write({ uri, version, scenario, tried }: WriteTriedParams, token: CancellationToken, answer: Answers) {
  return answer.analysed<Edits | null>(uri, token, null, (document) => {
    const shown = chooseRun(document, scenario, null);
    if (document.version !== version || shown?.scenario.scenario.name !== scenario) return null;
    return { version, edits: variantEdits(document, shown.scenario.scenario, tried) };
  });
}

/** A comparison is sent whole. */
const NOTHING: ReadonlySet<string> = new Set();

/** What is tried, or nothing. */
export const isOptionalTried: Guard<Tried | undefined> = (value): value is Tried | undefined =>
  value === undefined || isTried(value);

const isCompareParams = isObject<CompareParams>({ uri: isString, scenario: isString, trials: isListOf(isTrial) });
const isWriteTriedParams = isObject<WriteTriedParams>({
  uri: isString,
  version: isInteger,
  scenario: isString,
  tried: isTried,
});
