import { describe, expect, test } from "vitest";
import { TextEdit } from "vscode-languageserver-types";
import { includePathAt, includePaths, relativePath } from "../../../language/features/include-paths.js";
import { opened, URI } from "./cursor.js";

const FILES = [URI, "file:///common.hugetlb", "file:///shared/pool.hugetlb", "file:///shared/two%20words.hugetlb"];

function offered(marked: string, files: readonly string[] = FILES): readonly string[] | null {
  const { document, cursor } = opened(marked);
  const range = includePathAt(document, cursor);
  return range === null ? null : includePaths(document, range, files).map(({ label }) => label);
}

/** The first line after the file was chosen. */
function chosen(marked: string, label: string): string {
  const { document, cursor, text } = opened(marked);
  const range = includePathAt(document, cursor);
  if (range === null) throw new Error("no path at the cursor");
  const edit = includePaths(document, range, FILES).find((item) => item.label === label)?.textEdit;
  if (!TextEdit.is(edit)) throw new Error(`${label} is not offered`);
  const [line = ""] = text.split("\n");
  return line.slice(0, edit.range.start.character) + edit.newText + line.slice(edit.range.end.character);
}

describe("the path of an include line", () => {
  test("the workspace's files, the nearest first, without the file itself", () => {
    expect(offered('include "<|>"')).toEqual(["common.hugetlb", "shared/pool.hugetlb", "shared/two words.hugetlb"]);
    expect(offered('scenario "s" {\n  include "sha<|>\n}')).toContain("shared/pool.hugetlb");
  });

  test("none that is included already; the one on the line itself stays", () => {
    expect(offered('include "common.hugetlb"\ninclude "<|>"')).not.toContain("common.hugetlb");
    expect(offered('include "common<|>.hugetlb"')).toContain("common.hugetlb");
  });

  test("replaces what stands between the quotes, and closes them", () => {
    expect(chosen('include "<|>', "common.hugetlb")).toBe('include "common.hugetlb"');
    expect(chosen('include "<|>"   # settings', "common.hugetlb")).toBe('include "common.hugetlb"   # settings');
    expect(chosen('include "com<|>mon.hugetlb"', "shared/pool.hugetlb")).toBe('include "shared/pool.hugetlb"');
  });

  test("nowhere else", () => {
    for (const line of ["include <|>", 'include "a"<|>', 'scenario "<|>', '# include "<|>', "<|>"])
      expect(offered(line)).toBeNull();
  });

  test("nothing from another place", () => {
    expect(offered('include "<|>"', ["vscode-vfs://github/a.hugetlb", "untitled:Untitled-1"])).toEqual([]);
  });
});

describe("a path from one file to another", () => {
  test.each([
    ["file:///a/b/story.hugetlb", "file:///a/b/common.hugetlb", "common.hugetlb"],
    ["file:///a/b/story.hugetlb", "file:///a/common.hugetlb", "../common.hugetlb"],
    ["file:///a/b/story.hugetlb", "file:///a/c/d/e.hugetlb", "../c/d/e.hugetlb"],
    ["file:///a/a.hugetlb", "file:///a/a.hugetlb/b.hugetlb", "a.hugetlb/b.hugetlb"],
    ["file:///c%3A/a.hugetlb", "file:///c:/b.hugetlb", "b.hugetlb"],
    ["vscode-test-web://mount/a.hugetlb", "vscode-test-web://mount/x/b.hugetlb", "x/b.hugetlb"],
    ["file:///a.hugetlb", "file:///a.hugetlb", null],
    ["file:///a.hugetlb", "vscode-vfs://github/b.hugetlb", null],
    ["untitled:Untitled-1", "file:///b.hugetlb", null],
    ["file:///a.hugetlb", "file:///%E0%A4%A.hugetlb", null],
  ])("%s, %s", (from, to, path) => {
    expect(relativePath(from, to)).toBe(path);
  });
});
