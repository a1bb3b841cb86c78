import { Location, Range, TestMessage, Uri, type TestRun } from "vscode";
import type { TestFailure } from "../../language/features/tests.js";
import type { KernelItem } from "./tree.js";

const SIGNS = { passed: "✓", failed: "✕", errored: "⚠" } as const;

/** Tells a run what became of one kernel of one scenario. */
export function report(run: TestRun, { item, scenario, test }: KernelItem): void {
  const line = `${SIGNS[test.outcome]} ${scenario.name} [${test.kernel}]: ${test.words}\r\n`;
  // Without a place: the editor would write it behind the scenario's line, where the lens says it already.
  run.appendOutput(line, undefined, item);
  const messages = test.failures.map(messageOf);
  switch (test.outcome) {
    case "passed":
      run.passed(item);
      return;
    case "failed":
      run.failed(item, messages);
      return;
    case "errored":
      run.errored(item, messages);
      return;
  }
}

function messageOf({ uri, range, message, contrast }: TestFailure): TestMessage {
  const told =
    contrast === null ? new TestMessage(message) : TestMessage.diff(message, contrast.expected, contrast.actual);
  const { start, end } = range;
  told.location = new Location(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character));
  return told;
}
