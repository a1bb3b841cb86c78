import { describe, expect, test } from "vitest";
import { forkItemsAt, incomingForks, outgoingForks, uriOfItem } from "../../../language/features/call-hierarchy.js";
import { opened, URI } from "./cursor.js";

const STORY = `process init
scenario "family" {
  init: parent = fork()
  for i in 0:2 {
    parent: worker[i] = fork()
  }
  parent: helper = vfork()
  helper: exec()
  init: parent = fork()
  worker[0]: <|>exit()
}
scenario "other" {
  init: stranger = fork()
}
`;

function at(
  line: number,
  character: number,
): { readonly incoming: readonly string[]; readonly outgoing: readonly string[]; readonly name: string } {
  const { document } = opened(STORY);
  const [item] = forkItemsAt(document, { line, character });
  if (item === undefined) return { name: "nothing", incoming: [], outgoing: [] };
  expect(uriOfItem(item)).toBe(URI);
  const lines = (ranges: readonly { readonly start: { readonly line: number } }[]): string =>
    ranges.map(({ start }) => start.line).join(",");
  return {
    name: `${item.name} in ${item.detail ?? "the file"}`,
    incoming: incomingForks(document, item).map(({ from, fromRanges }) => `${from.name} ${lines(fromRanges)}`),
    outgoing: outgoingForks(document, item).map(({ to, fromRanges }) => `${to.name} ${lines(fromRanges)}`),
  };
}

describe("the call hierarchy of forks", () => {
  test("who forked a process, and whom it forks", () => {
    expect(at(4, 4)).toEqual({ name: "parent in family", incoming: ["init 2,8"], outgoing: ["worker 4", "helper 6"] });
    expect(at(9, 3)).toEqual({ name: "worker in family", incoming: ["parent 4"], outgoing: [] });
  });

  test("a process of the file is looked at in one scenario, or from its own line in all", () => {
    expect(at(2, 2)).toMatchObject({ name: "init in family", outgoing: ["parent 2,8"] });
    expect(at(0, 9)).toMatchObject({ name: "init in the file", outgoing: ["parent 2,8", "stranger 12"] });
  });

  test("nothing else has one", () => {
    expect(at(4, 12).name).toBe("worker in family");
    expect(at(3, 6).name).toBe("nothing");
    expect(at(1, 12).name).toBe("nothing");
  });
});
