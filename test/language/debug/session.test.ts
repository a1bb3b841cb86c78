/** A debug session as an editor sees it: every request of the protocol, over stories that everybody knows. */
import { expect, test } from "vitest";
import { Client, URI } from "./client.js";
import { RACE } from "../race.js";

/** Line 9 takes a page from the child, whose read on line 10 is its death. Lines count from 1. */
const TAKEN = `scenario "taken" {
  kernel  2.6.26+cow, 2.6.26
  pool    2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a
  parent: child = fork()
  parent: write a[0]
  child:  read a[0]
  child:  read a[1]
  parent: read a
}
`;

const LOOP = `scenario "loops" {
  kernel  6.12
  pool    8
  process p

  for i in 0:3 {
    p: b = mmap(/dev/hugepages/{i}, 2, MAP_SHARED)
    repeat 2 {
      p: write b[0]
    }
    p: munmap(b)
  }
  p: exit()
}
`;

test("a run goes to its first death and says why", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [], ["kill"]);
  expect(await client.where()).toBe("exception 10 read a[0] → SIGBUS");
  expect(client.stopped.text).toBe("child is killed by SIGBUS");
  const info = await client.ask("exceptionInfo", { threadId: 1 });
  expect(info).toMatchObject({ exceptionId: "child is killed by SIGBUS", breakMode: "always" });
  expect(info.description).toContain("child is killed by SIGBUS: ");
  expect(info.details?.stackTrace).toContain("hugetlb_");
});

test("at an expect that does not hold it says what the step before did, once", async () => {
  const client = new Client(TAKEN.replace("  parent: read a\n", "  expect free == 9\n"));
  await client.start({}, [], ["claim"]);
  const info = await client.ask("exceptionInfo", { threadId: 1 });
  expect(info.exceptionId).toContain("expect free == 9 does not hold: free is ");
  expect(info.description).toMatch(/^The step before: /u);
  expect(info.details?.stackTrace ?? "").not.toContain((info.description ?? "").replace("The step before: ", ""));
});

test("behind the lines stands no value of who is gone; one who asks is told", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [], ["kill"]);
  expect(await client.refused("evaluate", { expression: "child.a", context: "watch" })).toContain("child is gone");
  expect(await client.evaluate("child.a")).toContain("child is gone");
});

test("an entry, steps on and back, and the end", async () => {
  const client = new Client(TAKEN);
  await client.start({ stopOnEntry: true });
  expect(await client.where()).toBe("entry 6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)");
  expect(await client.move("next")).toBe("step 7 write a");
  expect(await client.move("next")).toBe("step 8 child = fork()");
  expect(await client.move("stepBack")).toBe("step 7 write a");
  expect(await client.move("stepBack")).toBe("step 6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)");
  expect(await client.move("stepBack")).toBe("step 6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)");
  expect(await client.move("continue")).toBe("step 13 the end");
  expect(client.ended).toBe(false);
  expect(await client.move("reverseContinue")).toBe("entry 6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)");
  await client.ask("continue", {});
  await client.ask("continue", {});
  expect(client.ended).toBe(true);
  expect(client.bodies("terminated")).toHaveLength(1);
});

test("a step is answered before its stop is told, in either direction", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [], ["kill"]);
  expect(client.heard.lastIndexOf("answer to configurationDone")).toBeLessThan(client.heard.indexOf("stopped"));
  for (const command of ["stepBack", "next", "reverseContinue", "continue"] as const) {
    client.heard.length = 0;
    await client.ask(command, { threadId: 1 });
    expect(client.heard[0]).toBe(`answer to ${command}`);
    expect(client.heard).toContain("stopped");
  }
});

test("a step that is not run is passed over: its process is dead", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 10 }]);
  expect(await client.where()).toBe("breakpoint 10 read a[0]");
  expect(await client.move("next")).toBe("step 12 read a");
});

test("a breakpoint moves to the next line that has a step, and stops in both directions", async () => {
  const client = new Client(TAKEN);
  const [first, second, never, end, outside] = await client.start({}, [
    { line: 2 },
    { line: 9 },
    { line: 11 },
    { line: 13 },
    { line: 40 },
  ]);
  expect(first).toMatchObject({ verified: true, line: 6 });
  expect(second).toMatchObject({ verified: true, line: 9 });
  expect(never).toMatchObject({ verified: true, line: 11, message: "This line is never reached in this run." });
  expect(end).toMatchObject({ verified: true, line: 13 });
  expect(outside).toMatchObject({ verified: false });
  expect(await client.where()).toBe("breakpoint 6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)");
  expect(client.stopped.hitBreakpointIds).toEqual([first?.id]);
  expect(await client.move("continue")).toBe("breakpoint 9 write a[0]");
  expect(await client.move("continue")).toBe("breakpoint 13 the end");
  expect(await client.move("reverseContinue")).toBe("breakpoint 9 write a[0]");
});

test("conditions, hit counts and log points", async () => {
  const client = new Client(LOOP);
  const breakpoints = await client.start({}, [
    { line: 9, condition: "i == 1", hitCondition: "2" },
    { line: 11, logMessage: "round {i}: {free} free, {p.b[0]}" },
    { line: 13, condition: "no sense" },
    { line: 13, hitCondition: "often" },
  ]);
  expect(breakpoints.map(({ verified }) => verified)).toEqual([true, true, false, false]);
  expect(breakpoints[3]?.message).toContain("no hit count");
  expect(await client.where()).toBe("breakpoint 9 write b[0]");
  expect(await client.evaluate("i")).toBe("1");
  expect(client.output).toContain("round 0: 7 free, present A");
  expect(await client.move("continue")).toBe("step 14 the end");
  expect(client.output).toContain("round 2: ");
  expect(await client.move("reverseContinue")).toBe("breakpoint 9 write b[0]");
});

test("the happenings that one can stop at", async () => {
  const { exceptionBreakpointFilters: filters } = await new Client(TAKEN).ask("initialize", { adapterID: "hugetlb" });
  expect(filters?.map(({ filter }) => filter)).toEqual([
    "kill",
    "bug",
    "claim",
    "take",
    "copy",
    "fail",
    "surplus",
    "reserve",
    "luck",
  ]);
  const stops = async (text: string, filter: string, launch = {}): Promise<string> => {
    const client = new Client(text);
    await client.start(launch, [], [filter]);
    return `${await client.where()}: ${client.stopped.text ?? ""}`;
  };
  expect(await stops(TAKEN, "take")).toBe("exception 9 write a[0] → ok: page A is taken from child");
  expect(await stops(TAKEN, "reserve")).toContain("exception 6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE) → ok");
  const more = TAKEN.replace("pool    2", "pool    4");
  expect(await stops(more, "copy")).toBe("exception 9 write a[0] → ok: page A is copied to C");
  const surplus = TAKEN.replace("pool    2", "pool    0\n  overcommit 4");
  expect(await stops(surplus, "surplus")).toContain("is made beyond the pool");
  const failing = TAKEN.replace("pool    2", "pool    1");
  expect(await stops(failing, "fail")).toBe(
    "exception 6 a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE) → ENOMEM: the call answers ENOMEM",
  );
  const wrong = TAKEN.replace("  parent: read a\n", "  expect free == 7\n");
  expect(await stops(wrong, "claim")).toBe("exception 12 read a[1] → dead: expect free == 7 does not hold: free is 0");
});

test("an event breakpoint takes a condition", async () => {
  const client = new Client(LOOP);
  await client.start();
  const answer = await client.ask("setExceptionBreakpoints", {
    filters: [],
    filterOptions: [{ filterId: "reserve", condition: "i == 2" }, { filterId: "nothing" }],
  });
  expect(answer?.breakpoints?.map(({ verified }) => verified)).toEqual([true, false]);
  expect(await client.move("reverseContinue")).toContain("exception 7 b = mmap");
  expect(await client.evaluate("i")).toBe("2");
});

test("functions of the kernel and calls are function breakpoints", async () => {
  const client = new Client(TAKEN);
  await client.start({ stopOnEntry: true });
  const { breakpoints } = await client.ask("setFunctionBreakpoints", {
    breakpoints: [{ name: "unmap_ref_private" }, { name: "fork" }, { name: "printf" }],
  });
  expect(breakpoints.map(({ verified }) => verified)).toEqual([true, true, false]);
  expect(await client.move("continue")).toBe("function breakpoint 8 child = fork()");
  expect(await client.move("continue")).toBe("function breakpoint 9 write a[0] → ok");
});

test("a value that changes is a data breakpoint", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 9 }]);
  const child = (await client.ask("threads", {})).threads.find(({ name }) => name === "child")!;
  const { scopes } = await client.ask("scopes", { frameId: (await client.frame(child.id)).id });
  const process = scopes.find(({ name }) => name === "Process child")!;
  const { variables } = await client.ask("variables", { variablesReference: process.variablesReference });
  const mapping = variables.find(({ name }) => name === "a")!;
  const info = await client.ask("dataBreakpointInfo", { name: "[0]", variablesReference: mapping.variablesReference });
  expect(info.dataId).toBe("child.a[0]");
  const { breakpoints } = await client.ask("setDataBreakpoints", { breakpoints: [{ dataId: info.dataId! }] });
  expect(breakpoints).toMatchObject([{ verified: true }]);
  expect(await client.move("continue")).toBe("data breakpoint 9 write a[0] → ok");
  expect(await client.evaluate("child.a[0]")).toBe("taken: its next touch kills");
  expect(await client.move("continue")).toBe("data breakpoint 10 read a[0] → SIGBUS");
});

test("processes are threads: they are born and they end, in both directions", async () => {
  const client = new Client(TAKEN);
  await client.start({ stopOnEntry: true }, [{ line: 9 }, { line: 12 }]);
  const names = async (): Promise<readonly string[]> =>
    (await client.ask("threads", {})).threads.map(({ name }) => name);
  expect(await names()).toEqual(["parent"]);
  await client.move("continue");
  expect(await names()).toEqual(["parent", "child"]);
  await client.move("continue");
  expect(await names()).toEqual(["parent"]);
  await client.move("reverseContinue");
  expect(await names()).toEqual(["parent", "child"]);
  expect((client.bodies("thread") as { reason: string }[]).map(({ reason }) => reason)).toEqual([
    "started",
    "started",
    "exited",
    "started",
  ]);
});

test("whoever is killed is there while one looks at its death", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [], ["kill"]);
  const { threads } = await client.ask("threads", {});
  expect(threads.map(({ name }) => name)).toEqual(["parent", "child (killed by SIGBUS)"]);
  expect(threads.find(({ id }) => id === client.stopped.threadId)?.name).toContain("child");
  expect(await client.rows("Process child")).toEqual(["state = killed by SIGBUS"]);
});

test("the stack has the rounds of the loops, the fork and the scenario, and comes in parts", async () => {
  const client = new Client(LOOP);
  await client.start({}, [{ line: 9, condition: "i == 2", hitCondition: "2" }]);
  const threadId = client.stopped.threadId!;
  const all = await client.ask("stackTrace", { threadId });
  expect(all.stackFrames.map(({ name, line }) => `${String(line)} ${name}`)).toEqual([
    "9 write b[0]",
    "8 round 2",
    "6 for i = 2",
    '1 scenario "loops"',
  ]);
  const part = await client.ask("stackTrace", { threadId, startFrame: 1, levels: 2 });
  expect(part.stackFrames.map(({ name }) => name)).toEqual(["round 2", "for i = 2"]);
  expect(part.totalFrames).toBe(4);

  const forked = new Client(TAKEN);
  await forked.start({}, [{ line: 10 }]);
  const { stackFrames } = await forked.ask("stackTrace", { threadId: forked.stopped.threadId! });
  expect(stackFrames.map(({ name }) => name)).toEqual(["read a[0]", "parent: child = fork()", 'scenario "taken"']);
});

test("a frame of an earlier stop is refused, also where a new one stands in its place", async () => {
  const client = new Client(TAKEN);
  await client.start({ stopOnEntry: true });
  const { id } = await client.frame();
  await client.move("next");
  expect((await client.frame()).id).toBeGreaterThan(id);
  expect(await client.refused("scopes", { frameId: id })).toContain("earlier stop");
  // Who moves fast asks about frames that are gone: no reason for a message.
  expect(await client.respond("scopes", { frameId: id })).toMatchObject({ body: { error: { showUser: false } } });
});

test("a frame begun again: the step, the round, the fork, the scenario", async () => {
  const client = new Client(LOOP);
  await client.start({}, [{ line: 11, condition: "i == 1" }]);
  const restart = async (name: string): Promise<string> => {
    const { stackFrames } = await client.ask("stackTrace", { threadId: client.stopped.threadId! });
    await client.ask("restartFrame", { frameId: stackFrames.find((frame) => frame.name === name)!.id });
    return client.where();
  };
  expect(await restart("for i = 1")).toContain("goto 7 b = mmap");
  expect(await client.evaluate("i")).toBe("1");
  expect(await restart('scenario "loops"')).toContain("goto 7 b = mmap");
  expect(await client.evaluate("i")).toBe("0");

  const dead = new Client(TAKEN);
  await dead.start({}, [], ["kill"]);
  const frame = await dead.frame();
  await dead.ask("restartFrame", { frameId: frame.id });
  expect(await dead.where()).toBe("goto 10 read a[0]");
});

test("into a fork is to the child, out of a loop is behind it", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 8 }]);
  expect(await client.move("stepIn")).toBe("step 10 read a[0]");
  const loop = new Client(LOOP);
  await loop.start({}, [{ line: 9, condition: "i == 0", hitCondition: "1" }]);
  expect(await loop.move("stepOut")).toBe("step 11 munmap(b)");
  expect(await loop.move("stepOut")).toBe("step 13 exit()");
  expect(await loop.move("stepOut")).toBe("step 14 the end");
});

test("a line's steps are where one can jump to, each with its round", async () => {
  const client = new Client(LOOP);
  await client.start({ stopOnEntry: true });
  const { targets } = await client.ask("gotoTargets", { source: { path: URI }, line: 11 });
  expect(targets.map(({ label }) => label)).toEqual(["i = 0 · munmap(b)", "i = 1 · munmap(b)", "i = 2 · munmap(b)"]);
  await client.ask("goto", { threadId: 1, targetId: targets[2]!.id });
  expect(await client.where()).toBe("goto 11 munmap(b)");
  expect(await client.evaluate("i")).toBe("2");
  expect(await client.refused("goto", { threadId: 1, targetId: 99 })).toContain("earlier stop");
});

test("the pool, the mappings page by page, the files, the last step", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 10 }]);
  expect(await client.rows("Pool")).toEqual([
    "total = 2",
    "free = 0",
    "rsvd = 0",
    "surp = 0",
    "in_use = 2",
    "available = 0",
  ]);
  expect(await client.rows("Process child")).toEqual(["state = alive", "a = taken B"]);
  expect(await client.rows("Process child", "a")).toEqual([
    "[0] = taken: its next touch kills",
    "[1] = present B, read-only",
  ]);
  const [, mapping] = await client.variables("Process child");
  expect(mapping).toMatchObject({
    type: "private /dev/hugepages/data, 2 pages, inherited",
    evaluateName: "child.a",
    indexedVariables: 2,
  });
  const page = await client.ask("variables", {
    variablesReference: mapping!.variablesReference,
    filter: "indexed",
    start: 1,
    count: 1,
  });
  expect(page.variables.map(({ name }) => name)).toEqual(["[1]"]);
  expect(await client.rows("Files")).toEqual(["/dev/hugepages/data = 2 pages, 0 cached"]);
  expect(await client.rows("Last Step")).toEqual(["step = write a[0]", "result = ok", "1 = takes A from child"]);
});

test("a shared file: promises, page cache and reserve map", async () => {
  const client = new Client(LOOP);
  await client.start({}, [{ line: 11 }]);
  expect(await client.rows("Process p", "b")).toEqual(["[0] = present A", "[1] = absent, promised"]);
  expect(await client.rows("Files", "/dev/hugepages/0")).toEqual([
    "size = 2",
    "page cache = 1",
    "reserve map = [0:2]",
    "mapped by = 1",
    "linked = true",
  ]);
  expect(await client.rows("Files", "/dev/hugepages/0", "page cache")).toEqual(["[0] = A"]);
  expect(await client.rows("Pool")).toContain("available = 6");
});

test("nodes, other sizes and groups are part of the pool", async () => {
  const client = new Client(`scenario "more" {
  kernel 6.12
  node 0 pool 2
  node 1 pool 3
  pool 1 x 1G
  cgroup g limit=4
  process p in cgroup g
  p: a = mmap(anon, 1, MAP_PRIVATE)
  p: write a
}
`);
  await client.start();
  expect(await client.where()).toBe("step 10 the end");
  const rows = await client.rows("Pool");
  expect(rows).toContain("1G pages = 1 of 1 free");
  expect(rows).toContain("node 1 = 3 of 3 free");
  expect(rows).toContain("cgroup g = usage 1, rsvd 1");
  expect(await client.rows("Pool", "node 0")).toEqual(["total = 2", "free = 1", "surp = 0"]);
  for (const question of ["free node 1", "cgroup g usage", "free 1G"])
    expect(await client.evaluate(question)).toMatch(/^\d$/u);
});

test("expressions are those of expect, and names alone", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 10 }]);
  const answers: Readonly<Record<string, string>> = {
    free: "0",
    "total - free": "2",
    "free == 0, parent alive": "true",
    "free == 2": "false: free is 0",
    "child alive": "true",
    child: "alive",
    a: "taken B",
    "a[1]": "present B, read-only",
    "parent.a[1]": "present B, read-only",
    "parent.a[1] same as child.a[1]": "true",
    "nobody alive": "nobody never came to be",
    nobody: "child has no mapping nobody",
    "parent.z": "parent has no mapping z",
  };
  for (const [question, answer] of Object.entries(answers))
    expect([question, await client.evaluate(question)]).toEqual([question, answer]);
  const frameId = (await client.frame()).id;
  expect(await client.refused("evaluate", { expression: "free ==", frameId })).toContain("expected");
  expect(await client.refused("evaluate", { expression: "", frameId })).toContain("nothing");
  expect(await client.refused("evaluate", { expression: "a[9]", frameId })).toContain("there is no page 9");
  const unfolded = await client.ask("evaluate", { expression: "child", frameId });
  expect((await client.ask("variables", { variablesReference: unfolded.variablesReference })).variables).toHaveLength(
    2,
  );
});

test("completion in the console: counters, processes, mappings", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 10 }]);
  const labels = async (text: string): Promise<readonly string[]> =>
    (await client.ask("completions", { text, column: text.length + 1 })).targets.map(({ label }) => label);
  expect(await labels("")).toEqual(expect.arrayContaining(["free", "rsvd", "parent", "child", "alive"]));
  expect(await labels("free == 0, child.")).toEqual(["a"]);
});

test("places for breakpoints, and what is pressed while nothing runs", async () => {
  const client = new Client(TAKEN);
  await client.start({ stopOnEntry: true });
  const { breakpoints } = await client.ask("breakpointLocations", { source: { path: URI }, line: 1, endLine: 8 });
  expect(breakpoints.map(({ line }) => line)).toEqual([6, 7, 8]);
  await client.ask("pause", { threadId: 1 });
  expect(client.stopped.reason).toBe("pause");
});

test("the kernel and the scenario of the configuration", async () => {
  const two = `${TAKEN}\n${LOOP}`;
  const client = new Client(two);
  await client.start({ kernel: "2.6.26" }, [], ["kill"]);
  expect(client.stopped.text).toBe("parent is killed by SIGKILL");
  const byName = new Client(two);
  await byName.start({ scenario: "loops", stopOnEntry: true });
  expect(await byName.where()).toContain("entry 21 b = mmap");
  const byLine = new Client(two);
  await byLine.start({ scenario: 16, stopOnEntry: true });
  expect(await byLine.where()).toContain("entry 21 b = mmap");
  const launch = (args: object): Promise<string> => new Client(two).refused("launch", args);
  expect(await launch({ program: URI, scenario: "no" })).toBe('There is no scenario "no": "taken", "loops".');
  expect(await launch({ program: URI, scenario: 14 })).toBe("No scenario stands on line 14.");
  expect(await launch({ program: URI, kernel: "6.1" })).toContain("it lists 2.6.26+cow, 2.6.26");
  expect(await launch({ program: "file:///other.hugetlb" })).toContain("There is no scenario file");
  expect(await launch({ program: 7 })).toContain("not understood");
});

test("stopOnDeath of the configuration counts more than what is ticked", async () => {
  const client = new Client(TAKEN);
  await client.start({ stopOnDeath: false }, [], ["kill"]);
  expect(await client.where()).toBe("step 13 the end");
  const other = new Client(TAKEN);
  await other.start({ stopOnDeath: true });
  expect(other.stopped.reason).toBe("exception");
});

test("run without debugging ends by itself and tells its steps", async () => {
  const client = new Client(TAKEN);
  await client.start({ noDebug: true }, [{ line: 9 }], ["kill"]);
  expect(client.ended).toBe(true);
  expect(client.output).toContain(
    "parent: child = fork() -> ok\nparent: write a[0] -> ok\nchild: read a[0] -> SIGBUS\n",
  );
});

test("whoever shows the run elsewhere is told where it stands", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 9 }]);
  expect(client.bodies("hugetlb.moved")).toEqual([{ uri: URI, scenario: "taken", kernel: "2.6.26+cow", step: 3 }]);
});

test("lines above move the session along; another run is told of once, and a restart takes it", async () => {
  const client = new Client(TAKEN);
  await client.start({}, [{ line: 9 }]);
  client.document.update(`# a line more\n${TAKEN}`, 2);
  client.session.changed(client.document.analyse());
  expect(client.bodies("invalidated")).toHaveLength(1);
  expect(client.bodies("hugetlb.outdated")).toHaveLength(0);
  expect((await client.frame()).line).toBe(10);

  client.document.update(TAKEN.replace("pool    2", "pool    3"), 3);
  client.session.changed(client.document.analyse());
  client.document.update(TAKEN.replace("pool    2", "pool    5"), 4);
  client.session.changed(client.document.analyse());
  expect(client.bodies("hugetlb.outdated")).toHaveLength(1);
  expect(client.output).toContain("The text has changed");
  expect(await client.evaluate("total")).toBe("2");
  await client.ask("restart", {});
  expect(await client.where()).toBe("breakpoint 9 write a[0]");
  expect(await client.evaluate("total")).toBe("5");
});

test("lines of an included file have their own address", async () => {
  const client = new Client(`include "more.hugetlb"\n${TAKEN}`, { "more.hugetlb": "let n = 2\n" });
  await client.start({ stopOnEntry: true });
  expect(await client.evaluate("n * 2")).toBe("4");
});

test("what an administrator does has a thread of its own", async () => {
  const client = new Client(
    TAKEN.replace("  parent: child = fork()", "  sysctl vm.nr_hugepages = 4\n  parent: child = fork()"),
  );
  await client.start({}, [{ line: 8 }]);
  expect(await client.where()).toBe("breakpoint 8 sysctl vm.nr_hugepages = 4");
  expect((await client.ask("threads", {})).threads.map(({ name }) => name)).toEqual(["parent", "administrator"]);
});

test("nonsense is refused in words and breaks nothing", async () => {
  const client = new Client(TAKEN);
  expect(await client.refused("threads")).toBe("Nothing is debugged yet.");
  await client.start({ stopOnEntry: true });
  expect((await client.respond("levitate")).message).toBe("There is no request levitate.");
  expect((await client.respond("toString")).success).toBe(false);
  expect(await client.refused("scopes", { frameId: 77 })).toContain("earlier stop");
  expect(await client.refused("variables", { variablesReference: 77 })).toContain("earlier stop");
  expect(await client.move("next")).toBe("step 7 write a");
  await client.ask("disconnect", {});
  expect(client.ended).toBe(true);
});

test("a long run: going on and back is one look-up, and what it tells has a limit", async () => {
  const lines = Array.from({ length: 25_000 }, () => "  p: write a[0]\n  p: read a[0]").join("\n");
  const text = `scenario "long" {\n  kernel 6.12\n  pool 2\n  process p\n  p: a = mmap(/dev/hugepages/x, 1, MAP_SHARED)\n${lines}\n  p: exit()\n}\n`;
  const client = new Client(text);
  await client.start({}, [{ line: 50_006 }]);
  expect(await client.where()).toBe("breakpoint 50006 exit()");
  expect(await client.move("reverseContinue")).toContain("entry 5 a = mmap");
  expect(await client.move("continue")).toBe("breakpoint 50006 exit()");
  expect(await client.evaluate("free")).toBe("1");
  expect(client.output.split("\n").length).toBeLessThan(2 * 200 + 10);
  expect(client.output).toContain("... 49801 steps");
});

test("an interleaving is debugged by its schedule", async () => {
  const written = new Client(RACE);
  await written.start({}, [], ["kill"]);
  expect(written.ended || (await written.where()).startsWith("step 13")).toBe(true);
  const client = new Client(RACE);
  await client.start({ schedule: "parent child" }, [{ line: 11 }], ["kill"]);
  expect(await client.where()).toBe("breakpoint 11 write a[0]");
  expect(client.bodies("hugetlb.moved").at(-1)).toMatchObject({ step: 3, schedule: "parent child" });
  expect(await client.move("continue")).toBe("exception 9 read a[0] → SIGBUS");
  expect(await client.move("stepBack")).toBe("step 9 read a[0]");
  expect(await client.move("reverseContinue")).toBe("breakpoint 11 write a[0]");
  // The same order in a text that only moved.
  client.document.update(`# a line above\n${RACE}`, 2);
  client.session.changed(client.document.analyse());
  expect(client.bodies("hugetlb.outdated")).toEqual([]);
  expect(await client.move("continue")).toBe("exception 10 read a[0] → SIGBUS");
});

test.each([
  [
    "parent nobody",
    'Scenario "too late" cannot be run in that order: step 2 of the schedule: nobody has no step in the `concurrent` block.',
  ],
  [
    "parent parent",
    'Scenario "too late" cannot be run in that order: step 2 of the schedule: parent has no step left in the `concurrent` block.',
  ],
  [
    "child child parent child",
    'Scenario "too late" cannot be run in that order: the schedule has 4 steps, the `concurrent` blocks 3.',
  ],
])("a schedule that does not fit is refused: %s", async (schedule, words) => {
  const client = new Client(RACE);
  await client.ask("initialize", { adapterID: "hugetlb" });
  expect(await client.refused("launch", { program: URI, schedule })).toBe(words);
  const other = new Client(TAKEN);
  await other.ask("initialize", { adapterID: "hugetlb" });
  expect(await other.refused("launch", { program: URI, schedule })).toBe(
    'Scenario "taken" cannot be run in that order: the scenario has no `concurrent` block.',
  );
});
