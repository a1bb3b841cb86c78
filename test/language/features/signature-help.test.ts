import { describe, expect, test } from "vitest";
import { signatureAt } from "../../../language/features/signature-help.js";
import { opened } from "./cursor.js";

/** `label`, the active parameter between « and ». */
function shown(line: string, kernel = "6.12"): string | null {
  const { document, cursor } = opened(`kernel ${kernel}\nscenario "s" {\n  process p\n  ${line}\n}`);
  const help = signatureAt(document, cursor);
  const [signature] = help?.signatures ?? [];
  if (signature === undefined) return null;
  const span = signature.parameters?.[help?.activeParameter ?? 0]?.label;
  if (typeof span !== "object") return signature.label;
  const [start, end] = span;
  return `${signature.label.slice(0, start)}«${signature.label.slice(start, end)}»${signature.label.slice(end)}`;
}

describe("signature help", () => {
  test.each([
    ["p: a = mmap(<|>", "mapping = mmap(«FILE | anon», LENGTH, FLAGS [, offset=N] [, prot=PROT] [, pagesize=SIZE])"],
    [
      "p: a = mmap(/dev/x, <|>)",
      "mapping = mmap(FILE | anon, «LENGTH», FLAGS [, offset=N] [, prot=PROT] [, pagesize=SIZE])",
    ],
    [
      "p: a = mmap(/dev/x, (1 + 2), MAP_<|>",
      "mapping = mmap(FILE | anon, LENGTH, «FLAGS» [, offset=N] [, prot=PROT] [, pagesize=SIZE])",
    ],
    [
      "p: a = mmap(/dev/x, 2, MAP_SHARED, prot=<|>",
      "mapping = mmap(FILE | anon, LENGTH, FLAGS [, offset=N] [, «prot=PROT»] [, pagesize=SIZE])",
    ],
    [
      "p: a = mmap(/dev/x, 2, MAP_SHARED, <|>",
      "mapping = mmap(FILE | anon, LENGTH, FLAGS [, «offset=N»] [, prot=PROT] [, pagesize=SIZE])",
    ],
    ["p: mbind(a, MPOL_BIND, 0, 1<|>", "mbind(MAPPING, MODE, «NODE, ...»)"],
    ["p: madvise(a[0:<|>", "madvise(«MAPPING», ADVICE)"],
    ["p: mremap(a, 1, <|>", "mremap(MAPPING, LENGTH [, «MREMAP_FIXED»])"],
    ["p: c = fork(<|>", "process = fork()"],
  ])("%s", (line, label) => {
    expect(shown(line)).toBe(label);
  });

  test.each(["p: write a<|>", "p: munmap(a)<|>", "p: nothing(<|>", "# p: munmap(<|>", "<|>"])("none at %s", (line) => {
    expect(shown(line)).toBeNull();
  });

  test("says what the listed kernels lack", () => {
    const { document, cursor } = opened('kernel 2.6.26, 6.1\nscenario "s" {\n  process p\n  p: fallocate(<|>\n}');
    expect(JSON.stringify(signatureAt(document, cursor))).toContain("under 2.6.26 the call answers EOPNOTSUPP");
  });
});
