import { describe, expect, test } from "vitest";
import { semanticTokens, TOKEN_LEGEND } from "../../../language/features/semantic-tokens.js";
import { exampleTexts } from "../../examples/texts.js";
import { opened } from "./cursor.js";

function tokens(text: string, from = 0, to = Infinity): readonly string[] {
  const { document } = opened(text);
  const lines = text.split("\n");
  return semanticTokens(document, from, to).map(({ line, start, length, type, modifiers }) => {
    const names = TOKEN_LEGEND.tokenModifiers.filter((_, bit) => (modifiers & (1 << bit)) !== 0);
    return [`${lines[line]?.slice(start, start + length)}: ${TOKEN_LEGEND.tokenTypes[type]}`, ...names].join(" ");
  });
}

describe("semantic tokens", () => {
  test("every kind of name", () => {
    expect(
      tokens(
        'let N = 2\nscenario "s" {\n  kernel 6.12\n  process p\n  p: a = mmap(/dev/hugepages/f{N}x, N, MAP_PRIVATE)\n  p: write a -> ok\n  expect free == N\n}\n',
      ),
    ).toEqual([
      "N: variable declaration readonly",
      "6.12: kernel",
      "p: process declaration",
      "p: process",
      "a: mapping declaration",
      "mmap: syscall",
      "/dev/hugepages/f{: file declaration",
      "N: variable readonly",
      "}x: file declaration",
      "N: variable readonly",
      "MAP_PRIVATE: constant readonly",
      "p: process",
      "a: mapping modification",
      "ok: constant",
      "free: counter",
      "N: variable readonly",
    ]);
  });

  test("a name that nothing makes has none", () => {
    expect(tokens('process p\nscenario "s" {\n  q: read a\n}\n')).toEqual(["p: process declaration"]);
  });

  test("some lines alone", () => {
    expect(tokens("process p\nprocess q\nprocess r\n", 1, 1)).toEqual(["q: process declaration"]);
  });

  test.each(exampleTexts())("in order and without overlap: $name", ({ text }) => {
    const { document } = opened(text);
    let [line, end] = [0, 0];
    for (const token of semanticTokens(document, 0, Infinity)) {
      expect(token.line).toBeGreaterThanOrEqual(line);
      if (token.line > line) end = 0;
      expect(token.start).toBeGreaterThanOrEqual(end);
      expect(token.length).toBeGreaterThan(0);
      line = token.line;
      end = token.start + token.length;
    }
  });
});
