/**
 * The TextMate grammar, judged by VS Code's own tokeniser: in the `.hugetlb` files beside this test the lines that start
 * with `# ^^^` state the scopes of what stands above them.
 */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const GRAMMAR = "extension/syntaxes/hugetlb.tmLanguage.json";
const HERE = "test/grammar";
const TOKENISER_TIMEOUT_MS = 60_000;

const runner = createRequire(import.meta.url).resolve("vscode-tmgrammar-test/dist/unit.js");
const texts = readdirSync(HERE).filter((name) => name.endsWith(".hugetlb"));

describe("the TextMate grammar", () => {
  test("there are texts to judge", () => {
    expect(texts).toEqual(["claims.hugetlb", "settings.hugetlb", "steps.hugetlb"]);
  });

  test.each(texts)(
    "%s",
    async (name) => {
      const judged = promisify(execFile)(process.execPath, [runner, "--grammar", GRAMMAR, path.posix.join(HERE, name)]);
      await expect(judged).resolves.toMatchObject({ stdout: expect.stringContaining(name) as string });
    },
    TOKENISER_TIMEOUT_MS,
  );
});
