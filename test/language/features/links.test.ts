import { expect, test } from "vitest";
import { documentLinks } from "../../../language/features/links.js";
import { opened } from "./cursor.js";

test("every include that can be read is a link, in the file and in its scenarios", () => {
  const { document, ranges } = opened(
    'include "<|a.hugetlb|>"\ninclude "none.hugetlb"\nscenario "s" {\n  include "<|b.hugetlb|>"   # more\n}\n',
    { "a.hugetlb": "pool 1\n", "b.hugetlb": "pool 2\n" },
  );
  expect(documentLinks(document)).toEqual([
    { range: ranges[0], target: "file:///a.hugetlb" },
    { range: ranges[1], target: "file:///b.hugetlb" },
  ]);
});
