import { expect, test } from "vitest";
import { HugetlbDocument } from "../document.js";
import { AS_WRITTEN } from "../variant/index.js";
import { runMarkdown } from "./markdown.js";

function tableOf(text: string, options: { readonly maxSteps?: number } = {}): string {
  const include = (): { state: "missing"; reason: string } => ({ state: "missing", reason: "no files" });
  const document = new HugetlbDocument("file:///story.hugetlb", { include, ...options });
  document.update(text, 1);
  const run = document.analyse().scenarios[0]?.runs[0];
  if (run === undefined) throw new Error("no run");
  return runMarkdown("until|fork`.hugetlb", run, AS_WRITTEN);
}

test("whatever is in a name stays in its cell, and is no markup", () => {
  const table = tableOf(`scenario "a | b *c* <b> & ~d~ $e$ # \`f\` 終了" {
  kernel 2.6.26+cow
  pool 2
  process parent
  parent: a = mmap(/dev/hugepages/x|*y*, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child: read a[0]
  child: frobnicate()
}
`);
  const lines = table.split("\n");
  expect(lines[0]).toBe("### a \\| b \\*c\\* \\<b\\> \\& \\~d\\~ \\$e\\$ \\# \\`f\\` 終了");
  expect(lines[2]).toBe(
    "Linux 2.6.26+cow, pool 2, overcommit 0, `until\\|fork'.hugetlb`: **child SIGBUS, 1 line left out**",
  );
  expect(lines[4]).toContain("child dies at step 5 by SIGBUS");
  const rows = lines.filter((line) => line.startsWith("|"));
  expect(rows).toHaveLength(8);
  for (const row of rows) expect(row.match(/(?<!\\)\|/gu), row).toHaveLength(11);
  expect(rows[3]).toContain("`a = mmap(/dev/hugepages/x\\|*y*, 2, MAP_PRIVATE)`");
});

test("a run that was cut says so", () => {
  const text = `scenario "long" {\n  process p\n  repeat 9 {\n    p: unlink(/dev/hugepages/x)\n  }\n}\n`;
  expect(tableOf(text, { maxSteps: 3 })).toMatch(/\*\*[^*]*left out\*\*/u);
});
