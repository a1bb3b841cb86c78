import { describe, expect, test, vi } from "vitest";
import { kernelOf, KERNELS_IN_TIME, type KernelId, PLAIN_KERNELS } from "../../../engine/index.js";
import { run } from "./command.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

interface Told {
  readonly id: KernelId;
  readonly before: KernelId | null;
  readonly rules: readonly {
    readonly topic: string;
    readonly rule: string;
    readonly fn: string;
    readonly commit: string | null;
    readonly changed: boolean;
  }[];
}

async function told(...args: readonly string[]): Promise<readonly Told[]> {
  const { stdout, status } = await run(["kernels", "--format", "json", ...args]);
  expect(status).toBe(0);
  const answer = JSON.parse(stdout) as { readonly version: number; readonly kernels: readonly Told[] };
  expect(answer.version).toBe(1);
  return answer.kernels;
}

const changes = ({ rules }: Told): readonly string[] =>
  rules.filter(({ changed }) => changed).map(({ topic }) => topic);

describe("the table for programs", () => {
  test("has every rule of every kernel, in time", async () => {
    const kernels = await told();
    expect(kernels.map(({ id }) => id)).toEqual(PLAIN_KERNELS);
    expect(kernels.map(({ before }) => before)).toEqual([null, ...PLAIN_KERNELS.slice(0, -1)]);
    for (const { id, rules } of kernels) {
      const citations = kernelOf(id)?.rules ?? [];
      expect(rules).toHaveLength(citations.length);
      for (const { topic, rule, fn, commit } of citations)
        expect(rules).toContainEqual(expect.objectContaining({ topic, rule, fn, commit }));
    }
  });

  test("says what the patches changed", async () => {
    const [before, reserve, cow] = await told();
    expect(before && changes(before)).toEqual([]);
    expect(reserve && changes(reserve)).toContain("private mappings: the reserve");
    expect(reserve && changes(reserve)).not.toContain("the owner's copy-on-write without a page");
    expect(cow && changes(cow)).toContain("the owner's copy-on-write without a page");
  });

  test("compares the kernels that are asked for, whatever their order", async () => {
    const [older, newer, ...more] = await told("-k", "6.12", "-k", "6.1");
    expect(more).toEqual([]);
    expect(older).toMatchObject({ id: "6.1", before: null });
    expect(newer).toMatchObject({ id: "6.12", before: "6.1" });
    expect(newer && changes(newer)).toEqual([
      "an owner's page is dropped",
      "surplus pages for a reserve",
      "a node's own nr_hugepages",
    ]);
    // A function that only has another name is no other rule.
    const topic = "who may take the last promised pages";
    expect(newer?.rules.find((rule) => rule.topic === topic)).toMatchObject({
      fn: "alloc_hugetlb_folio",
      changed: false,
    });
  });

  test("one kernel a line", async () => {
    const { stdout } = await run(["kernels", "--format", "ndjson"]);
    const ids = stdout
      .trimEnd()
      .split("\n")
      .map((line) => (JSON.parse(line) as Told).id);
    expect(ids).toEqual(PLAIN_KERNELS);
  });
});

describe("the table to be read", () => {
  test("marks each difference to the kernel before", async () => {
    const { stdout, status } = await run(["kernels"]);
    expect(status).toBe(0);
    const line = (topic: string): string | undefined => stdout.split("\n").find((found) => found.startsWith(topic));
    const cells = (topic: string): string[] | undefined => line(topic)?.slice(topic.length).trim().split(/\s+/u);
    expect(stdout.split("\n")[0]?.trim().split(/\s+/u)).toEqual(PLAIN_KERNELS);
    expect(cells("private mappings: the reserve")).toEqual(["a", "b*", "c*", "d*", "e*", "e"]);
    expect(cells("MAP_NORESERVE")).toEqual(["a", "a", "a", "b*", "b", "b"]);
    expect(cells("an owner's page is dropped")).toEqual(["a", "a", "a", "a", "a", "b*"]);
  });

  test("tells each rule with its kernels, function and commit", async () => {
    const { stdout } = await run(["kernels"]);
    expect(stdout).toContain(
      "  b  the owner's copy-on-write takes the page from its children when there is none\n" +
        "     2.6.26+cow, 2.6.27 (unmap_ref_private, 04f2cbe35699)\n",
    );
    expect(stdout).toContain(
      "6.1, 6.12 (alloc_huge_page, e0dcd8a05be4; since 6.12: alloc_hugetlb_folio, e0dcd8a05be4)",
    );
    for (const kernel of PLAIN_KERNELS) {
      for (const { rule, fn } of kernelOf(kernel)?.rules ?? []) {
        expect(stdout).toContain(rule);
        expect(stdout).toContain(fn);
      }
    }
    expect(stdout).not.toContain("\u001b");
  });

  test("names those that are reached by name only, and shows them when asked", async () => {
    expect((await run(["kernels"])).stdout).toContain("2.6.26+reserve@a1e78772, 2.6.26+cow@04f2cbe3");
    const all = await run(["kernels", ...KERNELS_IN_TIME.flatMap((kernel) => ["--kernel", kernel])]);
    expect(all.stdout.split("\n")[0]?.trim().split(/\s+/u)).toEqual(KERNELS_IN_TIME);
    expect(all.stdout).not.toContain("By name only");
  });

  test("in colours when asked", async () => {
    expect((await run(["kernels", "--color", "always"])).stdout).toContain("\u001b[33mb*\u001b[39m");
  });
});

test("takes no file", async () => {
  const { status, stderr } = await run(["kernels", "a.hugetlb"]);
  expect(status).toBe(2);
  expect(stderr).toBe("hugetlb: hugetlb kernels takes no file; --kernel chooses what it shows.\n");
});

test("is in the help", async () => {
  expect((await run(["--help"])).stdout).toContain("hugetlb kernels");
});
