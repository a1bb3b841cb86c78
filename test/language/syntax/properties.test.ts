import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, type SyntaxTree } from "../../../language/syntax/index.js";
import { checked } from "../marked.js";

const PIECES = [
  'scenario "x" {',
  "scenario",
  "}",
  "{",
  "for i in 0:3 {",
  "repeat 2 {",
  "concurrent {",
  "p: read a",
  "p: write a[0:2] -> ok | SIGBUS since 2.6.27; ok otherwise",
  "p: a = mmap(/dev/hugepages/f{i}, 2, MAP_PRIVATE | MAP_LOCKED, offset=1)",
  "p: c = fork()",
  "expect free == 1, c killed SIGBUS on 2.6.26",
  "always free >= rsvd",
  "process p, q",
  "pool 4",
  "kernel all",
  "let N = (1 + 2) * 3",
  "p: exit(",
  "wirte a",
  "# comment",
  "\t",
  " ",
  "\uFEFF",
  "\u00A0",
  "\u2028",
  "\r\n",
  "\r",
  '"',
  "é",
  "\u{1F600}",
  "((((",
  "p[",
  "->",
];

const line = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), { maxLength: 4 })
  .map((pieces) => pieces.join(" "));
const text = fc.array(line, { maxLength: 25 }).map((lines) => lines.join("\n"));

/** Everything but the memo, which only remembers. */
function shape({ lines, top, scenarios, problems }: SyntaxTree): unknown {
  return { lines, top, scenarios, problems };
}

describe("any text", () => {
  test("never makes the parser or the checker throw, and every range lies inside its line", () => {
    fc.assert(
      fc.property(text, (source) => {
        const { lines } = parse(source);
        for (const { range } of checked(source).diagnostics) {
          expect(range.start.line).toBe(range.end.line);
          const length = lines[range.start.line]?.text.length ?? 0;
          expect(range.start.character).toBeGreaterThanOrEqual(0);
          expect(range.end.character).toBeGreaterThanOrEqual(range.start.character);
          expect(range.end.character).toBeLessThanOrEqual(length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("parsed again after edits is the same as parsed afresh", () => {
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat({ max: 12 }),
      insert: fc.oneof(line, fc.constant("\n"), fc.constant("")),
    });
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 6 }), (source, edits) => {
        let now = source;
        let tree = parse(now);
        for (const { at, remove, insert } of edits) {
          const from = at % (now.length + 1);
          now = now.slice(0, from) + insert + now.slice(from + remove);
          tree = parse(now, tree);
        }
        expect(shape(tree)).toEqual(shape(parse(now)));
      }),
      { numRuns: 200 },
    );
  });

  test("a line reads the same alone and among others, and a broken one hides no other's problem", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const sources = lines.map((one) => one.replace(/[\r\n]/gu, " "));
        const tree = parse(sources.join("\n"));
        for (const [at, source] of sources.entries()) {
          const alone = parse(source).lines[0];
          expect(tree.lines[at]).toEqual(alone);
          if (alone?.statement.kind === "broken" && source.trim() !== "{") {
            expect(tree.problems.some((problem) => problem.line === at)).toBe(true);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
