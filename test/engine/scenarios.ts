/** Random stories for property tests: a configuration and steps that mostly make sense, as fast-check arbitraries. */
import fc from "fast-check";
import type { Config, KernelId, Step } from "../../engine/index.js";
import { PAGE_BYTES } from "../../engine/index.js";

export interface Story {
  readonly config: Config;
  readonly steps: readonly Step[];
}

const MOUNT = "/dev/hugepages";
const PROCESSES = ["p", "q"];
/** Does nothing in the story, and unlinks the files when it is over. */
const JANITOR = "janitor";
const CHILDREN = ["c", "d", "e"];
const MAPPINGS = ["a", "b", "s"];
const FILES = ["f", "g"];
const MAX_PAGES = 4;

/** What a story may hold beside mmap, touches, fork, munmap of whole mappings, exit and unlink. */
export interface Ingredients {
  /** partial munmap, mprotect, mlock, madvise: they split VMAs */
  readonly splits: boolean;
  readonly truncate: boolean;
  readonly sysctl: boolean;
  readonly quota: boolean;
}

export const EVERYTHING: Ingredients = { splits: true, truncate: true, sysctl: true, quota: true };

const file = fc.constantFrom(...FILES).map((name) => ({ mount: MOUNT, path: `${MOUNT}/${name}` }));
const pages = fc.integer({ min: 1, max: MAX_PAGES });
const bytes = pages.map((n) => n * PAGE_BYTES["2M"]);
const actor = fc.constantFrom(...PROCESSES, ...CHILDREN);
const mapping = fc.constantFrom(...MAPPINGS);
const whole = fc.constant({ from: 0, to: null });
const part = fc.tuple(fc.nat(MAX_PAGES - 1), pages).map(([from, n]) => ({ from, to: from + n }));

function stepArbitrary(of: Ingredients): fc.Arbitrary<Step> {
  const slice = of.splits ? fc.oneof(whole, part) : whole;
  const weighted: fc.WeightedArbitrary<Step>[] = [
    {
      weight: 5,
      arbitrary: fc.record({
        call: fc.constant("mmap" as const),
        actor,
        mapping,
        file,
        length: bytes,
        share: fc.constantFrom("private" as const, "private" as const, "shared" as const),
        flags: fc.subarray(of.splits ? (["populate", "locked", "noreserve"] as const) : (["noreserve"] as const)),
        offset: fc.constantFrom(0, 0, 0, PAGE_BYTES["2M"]),
        protection: fc.constantFrom("rw" as const, "rw" as const, "r" as const),
        pageSize: fc.constant("2M" as const),
      }),
    },
    {
      weight: 10,
      arbitrary: fc.record({
        call: fc.constantFrom("read" as const, "write" as const, "write" as const),
        actor,
        mapping,
        slice: fc.oneof(whole, part),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ call: fc.constant("fork" as const), actor, child: fc.constantFrom(...CHILDREN) }),
    },
    { weight: 2, arbitrary: fc.record({ call: fc.constant("munmap" as const), actor, mapping, slice }) },
    { weight: 1, arbitrary: fc.record({ call: fc.constant("exit" as const), actor }) },
    { weight: 1, arbitrary: fc.record({ call: fc.constant("unlink" as const), actor, file }) },
    {
      weight: 1,
      arbitrary: fc.record({
        call: fc.constant("kill" as const),
        actor,
        target: fc.constantFrom(...CHILDREN),
        signal: fc.constant("SIGKILL"),
      }),
    },
  ];
  if (of.splits) {
    weighted.push(
      {
        weight: 1,
        arbitrary: fc.record({ call: fc.constantFrom("mlock" as const, "munlock" as const), actor, mapping, slice }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          call: fc.constant("mprotect" as const),
          actor,
          mapping,
          slice,
          protection: fc.constantFrom("r" as const, "rw" as const, "none" as const),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({
          call: fc.constant("madvise" as const),
          actor,
          mapping,
          slice,
          advice: fc.constantFrom("DONTNEED" as const, "DONTFORK" as const, "DOFORK" as const),
        }),
      },
    );
  }
  if (of.truncate)
    weighted.push({
      weight: 2,
      arbitrary: fc.record({
        call: fc.constant("ftruncate" as const),
        actor,
        file,
        length: fc.nat(MAX_PAGES).map((n) => n * PAGE_BYTES["2M"]),
      }),
    });
  if (of.sysctl) {
    weighted.push({
      weight: 1,
      arbitrary: fc.record({
        call: fc.constant("sysctl" as const),
        actor: fc.constant(null),
        name: fc.constantFrom("nr_hugepages" as const, "nr_overcommit_hugepages" as const),
        value: fc.nat(6),
        pageSize: fc.constant("2M" as const),
      }),
    });
  }
  return fc.oneof(...weighted);
}

/** Stories under one of these kernels. */
export function stories(kernels: readonly KernelId[], of: Ingredients, maxSteps = 40): fc.Arbitrary<Story> {
  return fc
    .record({
      kernel: fc.constantFrom(...kernels),
      pool: fc.nat(6),
      overcommit: fc.constantFrom(0, 0, 1, 3),
      size: of.quota ? fc.constantFrom(null, null, 1, 3) : fc.constant(null),
      steps: fc.array(stepArbitrary(of), { maxLength: maxSteps, size: "max" }),
    })
    .map(({ kernel, pool, overcommit, size, steps }) => ({
      config: {
        kernel,
        pools: [{ pageSize: "2M", pages: pool, overcommit }],
        mounts: [{ path: MOUNT, pageSize: "2M", size, minSize: null }],
        processes: [...PROCESSES, JANITOR].map((name) => ({ name })),
        cgroups: [],
      },
      steps: firstForks(steps),
    }));
}

/** A process's name is used once: the language lets no fork take the name of somebody alive. */
function firstForks(steps: readonly Step[]): Step[] {
  const used = new Set<string>();
  return steps.filter((step) => {
    if (step.call !== "fork") return true;
    const fresh = !used.has(step.child);
    used.add(step.child);
    return fresh;
  });
}

/** The steps with which every file is unlinked and everybody leaves. */
export const LEAVING: readonly Step[] = [
  ...FILES.map(
    (name) => ({ call: "unlink", actor: JANITOR, file: { mount: MOUNT, path: `${MOUNT}/${name}` } }) as const,
  ),
  ...[...PROCESSES, ...CHILDREN].map((name) => ({ call: "exit", actor: name }) as const),
];
