import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { formatText } from "../../../language/format/index.js";
import { parse, type SyntaxTree, type TreeNode } from "../../../language/syntax/index.js";
import { exampleTexts } from "../../examples/texts.js";

// Properties take their time on a loaded machine.
vi.setConfig({ testTimeout: 60_000 });

/** A text without the margin of the test that it stands in. */
const lines = (...texts: readonly string[]): string => `${texts.join("\n")}\n`;

describe("layout", () => {
  test("blocks are indented, closing braces too", () => {
    expect(
      formatText(lines('scenario "s" {', "process p", "for i in 0:2 {", "      p: exit()", "    }", "# why", "  }")),
    ).toBe(lines('scenario "s" {', "  process p", "  for i in 0:2 {", "    p: exit()", "  }", "  # why", "}"));
  });

  test("one space between words, none where names and brackets meet", () => {
    const cases: readonly (readonly [string, string])[] = [
      // As pasted from a page: no-break spaces, ideographic ones, a line separator.
      ["\u00A0pool\u30004\u2028 # c", "pool 4  # c"],
      ["kernel   2.6.26+cow ,6.1", "kernel 2.6.26+cow, 6.1"],
      ["pool 4  x   1G", "pool 4 x 1G"],
      ["let N=(1+2)*-3/ 4", "let N = (1 + 2) * -3 / 4"],
      ["mount /mnt/huge  size = 8   pagesize= 1G", "mount /mnt/huge size=8 pagesize=1G"],
      ["cgroup db limit =4 rsvd= 4", "cgroup db limit=4 rsvd=4"],
      ["process p ,q[ 1 ] in   cgroup db on node 1", "process p, q[1] in cgroup db on node 1"],
      ['include  "a  b.hugetlb"', 'include "a  b.hugetlb"'],
      [
        "p : a=mmap( /dev/hugepages/f{ i }/x ,2 , MAP_SHARED|MAP_POPULATE , offset = 1 )",
        "p: a = mmap(/dev/hugepages/f{ i }/x, 2, MAP_SHARED | MAP_POPULATE, offset=1)",
      ],
      ["p:write a[ 0 : i+1 ]", "p: write a[0:i + 1]"],
      ["p:fallocate( /dev/hugepages/f , 0 : 2 )", "p: fallocate(/dev/hugepages/f, 0:2)"],
      [
        "p: exit ( )->ok|SIGBUS  since 2.6.27 ;killed otherwise",
        "p: exit()  -> ok | SIGBUS since 2.6.27; killed otherwise",
      ],
      ["sysctl vm.nr_hugepages=6 on  node 1", "sysctl vm.nr_hugepages = 6 on node 1"],
      ["expect   since 2.6.27 :free==1,child.a[ 0 ]  absent", "expect since 2.6.27: free == 1, child.a[0] absent"],
      ["expect free+ 1>=-rsvd", "expect free + 1 >= -rsvd"],
      ["never   p killed", "never p killed"],
      ['scenario   "s"{', 'scenario "s" {'],
      ["for i in  0 : N-1{", "for i in 0:N - 1 {"],
    ];
    for (const [written, wanted] of cases) {
      const close = written.endsWith("{") ? "\n}\n" : "\n";
      expect(formatText(written + close)).toBe(wanted + close);
    }
  });

  test("outcomes and comments of lines of about one width share a column", () => {
    expect(
      formatText(
        lines(
          'scenario "s" {',
          "  p: write a[0] -> ok # first",
          "  p: exit() -> ok   # second",
          "  p: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE) -> ENOMEM",
          "",
          "  p: read a -> SIGBUS",
          "}",
        ),
      ),
    ).toBe(
      lines(
        'scenario "s" {',
        "  p: write a[0]  -> ok  # first",
        "  p: exit()      -> ok  # second",
        "  p: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE) -> ENOMEM",
        "",
        "  p: read a -> SIGBUS",
        "}",
      ),
    );
  });

  test("a column that stands straight already stays, and draws in those that do not", () => {
    const straight = lines(
      'scenario "s" {',
      "  p: write a         -> ok",
      "  p: write a[0:2]    -> ok",
      "  p: exit()          -> ok",
      "}",
    );
    expect(formatText(straight)).toBe(straight);
    expect(formatText(straight.replace("exit()          ->", "exit() ->"))).toBe(straight);
  });

  test("actions and settings line up when some of them do", () => {
    const lined = lines(
      'scenario "s" {',
      "  kernel  6.12",
      "  pool    2",
      "  process parent",
      "",
      "  parent: child = fork()",
      "  child:  exit()",
      "}",
    );
    expect(formatText(lined)).toBe(lined);
    expect(formatText(lined.replace("pool    2", "pool 2"))).toBe(lined);
    expect(formatText(lined.replace("child:  ", "child: "))).toBe(lined.replace("child:  ", "child: "));
    expect(formatText("pool      2\n")).toBe("pool 2\n");
  });

  test("at most two blank lines, none at the end, and a line end there", () => {
    expect(formatText("pool 1\n\n\n\n\nprocess p  \n\n\n")).toBe("pool 1\n\n\nprocess p\n");
    expect(formatText("pool 1")).toBe("pool 1\n");
    expect(formatText("")).toBe("");
    expect(formatText("\n\n")).toBe("");
  });

  test("a paragraph of very many lines", () => {
    const many = `scenario "s" {\n${"p: exit() -> ok\n".repeat(200_000)}}\n`;
    expect(formatText(many).split("\n")[199_999]).toBe("  p: exit() -> ok");
  });

  test("line ends and the byte order mark stay", () => {
    expect(formatText("\uFEFFpool  1\r\nlet   N=1\r\n")).toBe("\uFEFFpool 1\r\nlet  N = 1\r\n");
    expect(formatText("pool 1\r\nprocess   p")).toBe("pool    1\r\nprocess p\r\n");
  });

  test("a line that does not parse keeps its text, where a brace is missing the indentation stays", () => {
    expect(formatText(lines('scenario "s" {', "p:  wrote   a", "}"))).toBe(
      lines('scenario "s" {', "  p:  wrote   a", "}"),
    );
    const open = lines('scenario "a" {', "    p:   exit()", 'scenario "b" {', "p: exit()", "}");
    expect(formatText(open)).toBe(lines('scenario "a" {', "    p: exit()", 'scenario "b" {', "  p: exit()", "}"));
  });
});

/** What a file says: its statements without their places, nested as they are. */
function said(tree: SyntaxTree): unknown {
  const node = (one: TreeNode): unknown =>
    one.kind === "block" ? [plain(one.header), one.body.map(node)] : plain(one.statement);
  return [
    tree.top.map(node),
    tree.scenarios.map(({ name, header, body }) => [
      name.startsWith("scenario at line") ? "" : name,
      plain(header),
      body.map(node),
    ]),
    tree.problems.map(({ code, message }) => [code, message]).length,
    tree.lines.flatMap(({ text, comment }) => (comment === null ? [] : [text.slice(comment.start).trimEnd()])),
  ];
}

/** Broken lines are compared by their words: what a message points at moves with the indentation. */
function plain(statement: unknown): unknown {
  return JSON.parse(
    JSON.stringify(statement, (key, value: unknown) => (key === "span" || key === "problem" ? undefined : value)),
  );
}

function expectSame(text: string): void {
  const formatted = formatText(text);
  expect(said(parse(formatted))).toEqual(said(parse(text)));
  expect(formatText(formatted)).toBe(formatted);
}

describe("formatting never changes what a file says, and formatting twice is formatting once", () => {
  test.each(exampleTexts())("$name", ({ text }) => {
    expectSame(text);
    // Squeezed and stretched it comes out the same but for chosen columns.
    expectSame(text.replace(/ +/gu, " "));
    expectSame(text.replace(/^ +/gmu, "").replace(/ /gu, "   "));
  });

  const sources = exampleTexts().map(({ text }) => text.split("\n"));
  const words = [
    "{",
    "}",
    "  ",
    "\t",
    "\u00A0",
    "\u2028",
    "->",
    "#",
    "//",
    '"',
    "[",
    "]",
    "(",
    "-",
    "/",
    "=",
    ":",
    ",",
    "p",
    "0",
    "let",
    "x 1G",
    "\\",
    'scenario "x" {',
    "for i in 0:2 {",
  ];

  test("texts with random mistakes in them", () => {
    const edit = fc.record({
      line: fc.nat(),
      at: fc.nat(),
      cut: fc.nat(6),
      put: fc.constantFrom("", ...words),
      whole: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.array(edit, { minLength: 1, maxLength: 6 }), (source, edits) => {
        const texts = source.slice(0, 40);
        for (const { line, at, cut, put, whole } of edits) {
          const i = line % texts.length;
          const text = texts[i] ?? "";
          const from = at % (text.length + 1);
          texts[i] = whole ? put : text.slice(0, from) + put + text.slice(from + cut);
        }
        expectSame(texts.join("\n"));
      }),
      { numRuns: 100 },
    );
  });

  test("lines of random words", () => {
    const line = fc.array(
      fc.constantFrom(
        ...words,
        "kernel",
        "2.6.26+cow",
        "expect",
        "free",
        "a",
        "mmap(",
        ")",
        "|",
        ";",
        ".",
        "%",
        "*",
        "node",
        "on",
        "since",
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (made) => {
        expectSame(made.map((one) => one.join(" ")).join("\n"));
        expectSame(made.map((one) => one.join("")).join("\n"));
      }),
      { numRuns: 100 },
    );
  });
});
