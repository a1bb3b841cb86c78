import { expect, test } from "vitest";
import { exportName } from "./name.js";

test.each([
  ["file:///a/until-fork.hugetlb", "the child's page", "until-fork-the-child-s-page"],
  ["untitled:Untitled-1", "s", "Untitled-1-s"],
  ["file:///a/my%20story%3Bx.hugetlb", "$(rm -rf ~) | `x`", "my-story-x-rm-rf-x"],
  ["file:///a/..hugetlb", "...", "story"],
  ["file:///a/race.hugetlb", "race", "race"],
  ["file:///a/x.hugetlb", "Ein Prozeß wird 終了", "x-Ein-Prozeß-wird-終了"],
  ["file:///a/x.hugetlb", "😀𝒳".repeat(80), `x-${"𝒳-".repeat(30).slice(0, -1)}`],
])("an export of %s, %j is called %s", (uri, scenario, name) => {
  expect(exportName(uri, scenario)).toBe(name);
});
