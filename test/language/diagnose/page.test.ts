/** docs/diagnostics.md: every code has its part, and the example there shows that code and no other. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CODES } from "../../../language/diagnose/index.js";
import { explore, interleavingDiagnostics } from "../../../language/explore/index.js";
import { opened } from "../features/cursor.js";

const PAGE = readFileSync(new URL("../../../docs/diagnostics.md", import.meta.url), "utf8");

/** Code -> the examples of its part. */
function parts(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const part of PAGE.split(/^## /mu).slice(1)) {
    const heading = part.split("\n", 1)[0] ?? "";
    found.set(
      heading,
      [...part.matchAll(/^```hugetlb\n(.*?)^```$/gmsu)].map(([, text]) => text ?? ""),
    );
  }
  return found;
}

describe("the page of the codes", () => {
  test.each(CODES)("%s has its part, and its example shows it and no other", (code) => {
    const examples = parts().get(code) ?? [];
    expect(examples.length).toBeGreaterThan(0);
    for (const text of examples) {
      const { analysis } = opened(text).document;
      const explored = (analysis?.scenarios ?? []).flatMap(({ runs }) =>
        runs
          .filter(({ run }) => run.program.items.some((item) => item.kind === "step" && item.concurrent !== null))
          .flatMap(({ run }) => interleavingDiagnostics(explore(run.program), run, runs.length > 1)),
      );
      const codes = [...(analysis?.diagnostics ?? []), ...explored].map((diagnostic) => String(diagnostic.code));
      expect(new Set(codes)).toEqual(new Set([code]));
    }
  });

  test("an example stands under a code only", () => {
    const codes = new Set<string>(CODES);
    for (const [heading, examples] of parts()) if (examples.length > 0) expect(codes).toContain(heading);
  });
});
