import fc from "fast-check";
import { expect, test } from "vitest";
import { type Config, type KernelId, KERNELS_IN_TIME, type Step } from "../../../engine/index.js";
import { problemsOf, toDiagnostic, messageText } from "../../../language/diagnose/index.js";
import { headlineOf, plain, Teller, verdictOf, whyOf } from "../../../language/explain/index.js";
import { isWhy } from "../../../language/picture/validate.js";
import { runProgram } from "../../../language/run/index.js";
import { access, config, FILE, mmap, program } from "../story.js";

const PAGE = 2 * 1024 ** 2;
const actor = fc.constantFrom("parent", "child", "grandchild");
const mapping = fc.constantFrom("a", "b");
const page = fc.integer({ min: 0, max: 3 });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom("read", "write"), actor, mapping, page)
      .map(([call, who, what, at]) => access(call, who, what, at, at + 1)),
  },
  { weight: 2, arbitrary: fc.tuple(actor, mapping).map(([who, what]) => access("write", who, what)) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(actor, mapping, fc.integer({ min: 1, max: 3 }), fc.constantFrom("shared", "private"))
      .map(([who, what, pages, share]) => mmap(who, what, pages, share)),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>(
      { call: "fork", actor: "parent", child: "child" },
      { call: "fork", actor: "child", child: "grandchild" },
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(actor, mapping, page)
      .map(([who, what, at]): Step => ({ call: "munmap", actor: who, mapping: what, slice: { from: at, to: at + 1 } })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(actor, mapping)
      .map(([who, what]): Step => ({ call: "mlock", actor: who, mapping: what, slice: { from: 0, to: null } })),
  },
  {
    weight: 1,
    arbitrary: page.map((pages): Step => ({ call: "ftruncate", actor: "parent", file: FILE, length: pages * PAGE })),
  },
  {
    weight: 1,
    arbitrary: page.map((value): Step => ({
      call: "sysctl",
      actor: null,
      name: "nr_hugepages",
      value,
      pageSize: "2M",
    })),
  },
  { weight: 1, arbitrary: actor.map((who): Step => ({ call: "exit", actor: who })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(actor, actor)
      .map(([who, target]): Step => ({ call: "kill", actor: who, target, signal: "SIGKILL" })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ call: "unlink", actor: "parent", file: FILE }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>(
      { call: "vfork", actor: "parent", child: "child" },
      { call: "exec", actor: "child" },
      { call: "exec", actor: "parent" },
      { call: "wait", actor: "parent", child: "child" },
      { call: "shmget", actor: "parent", segment: "s", length: 2 * PAGE, noreserve: false },
      { call: "shmget", actor: "child", segment: "s", length: 3 * PAGE, noreserve: true },
      { call: "shmat", actor: "parent", mapping: "b", segment: "s", readonly: false },
      { call: "shmdt", actor: "parent", mapping: "b" },
      { call: "shmctl", actor: "child", segment: "s" },
      { call: "set_mempolicy", actor: "parent", mode: "BIND", nodes: [0] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(actor, mapping, fc.integer({ min: 0, max: 3 }), fc.boolean())
      .map(([who, what, pages, fixed]): Step => ({
        call: "mremap",
        actor: who,
        mapping: what,
        length: pages * PAGE,
        fixed,
      })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(page, fc.boolean()).map(([from, punch]): Step => ({
      call: "fallocate",
      actor: "parent",
      file: FILE,
      from: from * PAGE,
      to: (from + 1) * PAGE,
      punch,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(actor, mapping).map(([who, what]): Step => ({
      call: "madvise",
      actor: who,
      mapping: what,
      slice: { from: 0, to: null },
      advice: "DONTNEED",
    })),
  },
);

/** Two nodes, a group with a limit and a small mount where the kernel knows them. */
function machine(kernel: KernelId, pool: number, overcommit: number, tight: boolean): Config {
  const plain = config(kernel, pool, overcommit);
  if (!tight || !kernel.startsWith("6")) return plain;
  return {
    ...plain,
    pools: [{ pageSize: "2M", pages: pool, overcommit, nodes: [Math.floor(pool / 2), Math.ceil(pool / 2)] }],
    mounts: [{ path: "/dev/hugepages", pageSize: "2M", size: 3, minSize: null }],
    processes: [{ name: "parent", cgroup: "group", node: 1 }],
    cgroups: [{ name: "group", limits: [{ pageSize: "2M", limit: 2, rsvd: 3 }] }],
  };
}

/** What a sentence says when it was made of something that was not known. */
const GAPS = /undefined|null|NaN|\[object|process \d|\?| {2}|\.\./;

test("whatever happens in a run, it is told in whole sentences", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...KERNELS_IN_TIME),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 2 }),
      fc.boolean(),
      fc.array(step, { maxLength: 25 }),
      (kernel, pool, overcommit, tight, steps) => {
        const start: Step = mmap("parent", "a", 2);
        const run = runProgram(
          program(
            machine(kernel, pool, overcommit, tight),
            [start, ...steps].map((one) => ({ step: one, text: one.call })),
          ),
        );
        const sentences: string[] = [];
        for (const problem of problemsOf(run)) {
          sentences.push(messageText(toDiagnostic(problem)));
          for (const { location } of problem.related)
            expect(location.range.start.line).toBeLessThanOrEqual(run.steps.length);
        }
        const teller = new Teller(run);
        for (const one of run.steps) {
          const why = whyOf(run, one.number);
          expect(isWhy(why)).toBe(true);
          for (const link of why?.links ?? []) {
            sentences.push(plain(link.phrase));
            expect(link.step).toBeLessThanOrEqual(one.number);
          }
          sentences.push(plain(why?.summary ?? []));
          const { happenings, causes } = teller.tell(one);
          sentences.push(...happenings, ...causes.map((cause) => plain(cause.phrase)));
          // Every death has an explanation, and no survivor is told dead.
          const signal = one.trace.result.startsWith("SIG");
          if (signal) expect(causes.some((cause) => cause.kind === "killed")).toBe(true);
        }
        sentences.push(plain(headlineOf(run, verdictOf(run, { errors: 0, leftOut: 0 }))));
        for (const sentence of sentences) expect(sentence).not.toMatch(GAPS);
      },
    ),
    { numRuns: 400 },
  );
});
