/** Answers what the tests of a document are and how they went, whether an editor has it open or not. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import { testsOf } from "../features/tests.js";
import { isObject, isString } from "../picture/guard.js";
import type { Documents } from "./documents.js";
import type { Explorations } from "./explorations.js";
import { type Settings, TESTS, type Tests, type TestsParams } from "./protocol.js";

/** Answers TESTS on a connection. */
export function registerTests(
  connection: Connection,
  documents: Documents,
  explorations: Explorations,
  settings: () => Settings,
): void {
  connection.onRequest(TESTS, async (params: unknown, token: CancellationToken): Promise<Tests | null> => {
    if (!isTestsParams(params)) throw new TypeError("The parameters of the request are not what they should be.");
    const { uri } = params;
    const given = token.onCancellationRequested(() => documents.giveUp(uri));
    const document = await documents.complete(uri);
    given.dispose();
    const analysis = document?.analysis ?? null;
    if (analysis === null || token.isCancellationRequested) return null;
    const isOpen = documents.get(uri) === document;
    const explored = await explorations.whole(analysis, settings().explore, token);
    if (explored === null) return null;
    return { uri, version: isOpen ? analysis.version : null, scenarios: testsOf(analysis, explored) };
  });
}

const isTestsParams = isObject<TestsParams>({ uri: isString });
