/** Differences from the kernels that were found beside the corpora, each as the smallest scenario with what the kernels do. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { messageText } from "../../language/diagnose/index.js";
import { HugetlbDocument } from "../../language/document.js";

const FOLDER = new URL("found/", import.meta.url);

test.each(readdirSync(FOLDER))("%s", (file) => {
  const document = new HugetlbDocument(file, { include: () => ({ state: "missing", reason: "no includes here" }) });
  document.update(readFileSync(new URL(file, FOLDER), "utf8"), 1);
  const { scenarios, diagnostics } = document.analyse();
  expect(scenarios.flatMap(({ runs }) => runs).length).toBeGreaterThan(0);
  expect(diagnostics.filter(({ severity }) => severity === 1).map(messageText)).toEqual([]);
});
