import { TextDocument } from "vscode-languageserver-textdocument";
import type { CodeAction, TextEdit } from "vscode-languageserver-types";
import { describe, expect, test } from "vitest";
import { codeActions, documentOf, resolveCodeAction } from "../../../language/features/code-actions.js";
import { opened, URI } from "./cursor.js";

function finish<T>(job: Generator<void, T>): T {
  for (;;) {
    const next = job.next();
    if (next.done === true) return next.value;
  }
}

/** The actions at the only cursor, edits of those that wait worked out. */
function actionsAt(
  marked: string,
  only?: readonly string[],
): { readonly text: string; readonly actions: readonly CodeAction[] } {
  const { document, text, cursor } = opened(marked);
  const actions = finish(codeActions(document, { start: cursor, end: cursor }, only));
  return {
    text,
    actions: actions.map((action) =>
      action.edit === undefined ? finish(resolveCodeAction(document, action)) : action,
    ),
  };
}

const titles = (marked: string, only: readonly string[] = ["quickfix"]): readonly string[] =>
  actionsAt(marked, only).actions.map(({ title, isPreferred }) => `${isPreferred === true ? "* " : ""}${title}`);

/** The text after the action of that title. */
function after(marked: string, title: string, only?: readonly string[]): string {
  const { text, actions } = actionsAt(marked, only);
  const action = actions.find((candidate) => candidate.title === title);
  if (action === undefined) throw new Error(`no ${title}; there is ${actions.map((one) => one.title).join(", ")}`);
  const [change] = action.edit?.documentChanges ?? [];
  const edits = change !== undefined && "edits" in change ? (change.edits as TextEdit[]) : [];
  return TextDocument.applyEdits(TextDocument.create(URI, "hugetlb", 1, text), edits);
}

const story = (lines: string, head = "kernel 6.12\npool 2\nprocess p"): string =>
  `${head}\nscenario "s" {\n${lines}\n}\n`;
const A = "  p: a = mmap(/dev/hugepages/a, 2, MAP_PRIVATE)";

describe("a word that is not there", () => {
  test("the one that was meant", () => {
    const text = story(`${A}\n  p: write b<|>`);
    expect(titles(story(`${A}\n  p: wri<|>e a`))).toEqual(["* Change to `write`"]);
    expect(after(story(`${A}\n  p: wri<|>e a`), "Change to `write`")).toContain("  p: write a\n");
    expect(titles(text)).toEqual(["Map `b` above"]);
    expect(after(text, "Map `b` above")).toContain("  p: b = mmap(/dev/hugepages/b, 1, MAP_PRIVATE)\n  p: write b");
  });

  test("a process, a mount, a group, a number, a segment are declared", () => {
    expect(after(story("  other<|>: exit()"), "Declare the process `other`")).toContain(
      'scenario "s" {\n  process other\n  other: exit()',
    );
    expect(after(story("  process q\n  other<|>: exit()"), "Declare the process `other`")).toContain(
      "  process q, other\n",
    );
    expect(after(story("  p: a = mmap(/mnt/x<|>/f, 1, MAP_SHARED)"), "Mount /mnt/x")).toContain("  mount /mnt/x\n");
    expect(after(story("  p: exit()\n  expect cgroup d<|>b usage == 0"), "Declare `cgroup db`")).toContain(
      "  cgroup db\n",
    );
    expect(after(story("  p: a = mmap(anon, LENG<|>TH, MAP_SHARED)"), "Declare `let LENGTH = 1`")).toContain(
      "  let LENGTH = 1\n",
    );
    expect(after(story("  p: a = shmat(se<|>g)"), "Make the segment `seg` above")).toContain(
      "  p: seg = shmget(1, SHM_HUGETLB)\n  p: a = shmat(seg)",
    );
  });
});

describe("form and settings", () => {
  test("braces", () => {
    expect(after('scenario<|> "s" {\n  process p\n  p: exit()\n', "Add the missing `}`")).toBe(
      'scenario "s" {\n  process p\n  p: exit()\n}\n',
    );
    expect(after(`${story(A)}<|>}\n`, "Remove this `}`")).toBe(story(A));
    expect(after(story("  repeat 2 {\n    p: exit()\n  }").replace("2 {", "2<|>"), "Add `{`")).toContain(
      "  repeat 2 {\n",
    );
  });

  test("settings twice, too late, in the wrong place", () => {
    expect(after(story(A, "kernel 6.12\npool 2\npool<|> 3\nprocess p"), "Remove this line")).not.toContain("pool 3");
    expect(after(story(A, "kernel 6.12, 6.1<|>2\npool 2\nprocess p"), "Name `6.12` once")).toContain("kernel 6.12\n");
    expect(after(story(A, "kernel 6.12, al<|>l\npool 2\nprocess p"), "Every kernel: `all`")).toContain("kernel all\n");
    expect(after(story(`${A}\n  over<|>commit 1`), "Move it above the first step")).toContain(
      '"s" {\n  overcommit 1\n  p: a',
    );
    expect(after(`${story(A)}over<|>commit 1\n`, "Move it above the first scenario")).toContain(
      "process p\novercommit 1\nscenario",
    );
  });

  test("flags and slices", () => {
    expect(titles(story("  p: a = mmap(anon, 1, MAP_NO<|>RESERVE)"))).toEqual([
      "* Add `MAP_PRIVATE`",
      "Add `MAP_SHARED`",
    ]);
    expect(after(story("  p: a = mmap(anon, 1, MAP_PRIVATE | MAP_SH<|>ARED)"), "Remove `MAP_SHARED`")).toContain(
      "MAP_PRIVATE)",
    );
    expect(after(story(`${A}\n  p: read a[4<|>]`), "Map 5 pages at line 5")).toContain("/a, 5, MAP_PRIVATE");
  });

  test("names made twice", () => {
    expect(
      after(story(`${A}\n  p: a<|> = mmap(/dev/hugepages/b, 1, MAP_SHARED)`, "pool 9\nprocess p"), "Call it `a2`"),
    ).toContain("p: a2 = mmap");
    expect(
      after(`${story(A)}${story(A, "").trim().replace('"s"', '"s<|>"')}\n`, "Give it a name of its own"),
    ).toContain('scenario "s (2)" {');
  });

  test("what a kernel does not have", () => {
    const text = story("  p: a = mmap(an<|>on, 1, MAP_PRIVATE)", "kernel 2.6.26, 6.12\npool 2\nprocess p");
    expect(titles(text)).toEqual(expect.arrayContaining(["Map a file: /dev/hugepages/a", "* Only under 6.12"]));
    expect(after(text, "Only under 6.12")).toContain("kernel 6.12\n");
    expect(after(text, "Map a file: /dev/hugepages/a")).toContain("mmap(/dev/hugepages/a, 1, MAP_PRIVATE)");
  });
});

const UNTIL_FORK = (read: string, kernels = "2.6.26+cow"): string =>
  story(
    `${A}\n  p: write a\n  p: child = fork()\n  p: write a[0]\n  child: ${read}`,
    `kernel ${kernels}\npool 2\nprocess p`,
  );

describe("what a run shows", () => {
  test("a death: what saves everybody, and that it is meant", () => {
    const text = UNTIL_FORK("re<|>ad a[0]");
    expect(titles(text, ["quickfix"])).toEqual([
      "* Pool 3: nobody dies",
      "Overcommit 1: nobody dies",
      "MAP_SHARED for a: nobody dies",
      "child exits before line 8: nobody dies; 1 more step not reached",
      "Announce it: -> SIGBUS",
    ]);
    expect(after(text, "* Pool 3: nobody dies".slice(2))).toContain("pool 3\n");
    expect(after(text, "Announce it: -> SIGBUS")).toContain("child: read a[0] -> SIGBUS\n");
  });

  test("kernel by kernel where they differ", () => {
    const text = UNTIL_FORK("re<|>ad a[0]", "2.6.26+cow, 6.12, 2.6.26");
    expect(titles(text)).toContain("Announce it: -> unreached on 2.6.26; SIGBUS otherwise".replace("unreached", "ok"));
  });

  test("an outcome and an expectation that did not come", () => {
    expect(after(UNTIL_FORK("read a[0] -> o<|>k"), "Announce it: -> SIGBUS")).toContain("read a[0] -> SIGBUS\n");
    const free = story(`${A}\n  expect free =<|>= 1, rsvd == 2`);
    expect(titles(free, ["quickfix"])).toEqual(["* Expect what came: `free == 2`", "Remove this condition"]);
    expect(after(free, "Expect what came: `free == 2`")).toContain("expect free == 2, rsvd == 2\n");
    expect(after(story(`${A}\n  p: exit()\n  expect p al<|>ive`), "Expect what came: `p exited`")).toContain(
      "expect p exited\n",
    );
    expect(after(story(`${A}\n  expect p.a[1] pre<|>sent`), "Expect what came: `p.a[1] absent`")).toContain(
      "p.a[1] absent\n",
    );
    const two = story(`${A}\n  expect rsv<|>d == 2`, "kernel 6.12, 2.6.26\npool 2\nprocess p");
    expect(titles(two, ["quickfix"])).toEqual(["Expect it only on 6.12", "Remove this line"]);
  });

  test("a step that nothing lets go on, and one that nobody comes to", () => {
    const text = story(`${A}\n  p: c = fork()\n  p: wai<|>t(c)`);
    expect(after(text, "c exits before")).toContain("  c: exit()\n  p: wait(c)");
    expect(titles(story(`${A}\n  p: exit()\n  p: re<|>ad a`), ["quickfix"])).toEqual([
      "* Announce it: -> unreached",
      "Remove this line",
    ]);
  });
});

describe("many at once", () => {
  const text = story(`${A}\n  p: wri<|>e a\n  p: raed a\n  q: exit()`);

  test("all of a kind, when it is chosen", () => {
    const changed = after(text, "Fix all `syntax` in this file");
    expect(changed).toContain("p: write a\n  p: read a\n  q: exit()");
  });

  test("everything that is wrong with the text", () => {
    expect(titles(text, ["source.fixAll"])).toEqual(["Fix all"]);
    const changed = after(text, "Fix all", ["source.fixAll"]);
    expect(changed).toContain("p: write a\n  p: read a\n  q: exit()");
    expect(changed).toContain("  process q\n");
  });

  test("the text is another by now: nothing is changed", () => {
    const { document, cursor } = opened(text);
    const found = finish(codeActions(document, { start: cursor, end: cursor }, undefined));
    const all = found.find(({ title }) => title.startsWith("Fix all"));
    document.update(`${document.text}\n`, 2);
    expect(all === undefined ? undefined : finish(resolveCodeAction(document, all)).edit).toBeUndefined();
    expect(all === undefined ? null : documentOf(all)).toBe(URI);
    expect(documentOf({ title: "somebody else's" })).toBeNull();
  });
});

test("where nothing would become of the one at the cursor, all are not offered either", () => {
  expect(titles(story(`${A}\n  nonsense<|> here\n  p: allocates memory`))).toEqual([]);
});

test("a limit for surplus pages that every kernel refuses goes", () => {
  expect(after(`over<|>commit 1 x 1G\n${story(A)}`, "Remove this line")).toBe(story(A));
});

describe("refactoring", () => {
  test("how a scenario ends, as an expectation", () => {
    expect(after(story(`${A}\n  p: wri<|>te a[0]`), "Expect how this scenario ends")).toContain(
      "  p: write a[0]\n  expect free == 1, rsvd == 1, p alive\n}",
    );
    const two = story(`${A}<|>`, "kernel 6.12, 2.6.26\npool 2\nprocess p");
    expect(after(two, "Expect how this scenario ends")).toContain(
      "  expect on 6.12: free == 2, rsvd == 2, p alive\n  expect on 2.6.26: free == 2, rsvd == 0, p alive\n}",
    );
  });

  test("only the kinds that are asked for", () => {
    expect(titles(story(`${A}\n  p: wri<|>e a`), ["refactor"])).toEqual(["Expect how this scenario ends"]);
    expect(titles(story(`${A}\n  p: wri<|>e a`), ["quickfix"])).toEqual(["* Change to `write`"]);
  });
});

test("one change that is the way to be rid of two diagnostics is offered once, for both", () => {
  const { actions } = actionsAt(
    `kernel 6.12, 2.6.26
pool 2
process p
scenario "s" {
${A}
  p: write a
  p: c = fork()
  p: write a[0]
  c: <|>read a[0]
}
`,
    ["quickfix"],
  );
  const announced = actions.filter(({ title }) => title.startsWith("Announce it: "));
  expect(announced.map(({ diagnostics }) => diagnostics?.map(({ code }) => code))).toEqual([
    ["killed", "differs-by-kernel"],
  ]);
});
