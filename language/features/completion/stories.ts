/** Whole pieces of a story to begin with, made of the names that are there. */
import { CompletionItemKind } from "vscode-languageserver-types";
import { mountsOf } from "../../check/settings.js";
import { mappingsOf } from "../scene.js";
import { choice, hole, type Offer } from "./offer.js";
import type { Site } from "./site.js";

const STORY_RANK = 400;

/** What a blank line may begin with. */
export function stories(site: Site): readonly Offer[] {
  const all = site.scene.block === null ? outside(site) : inside(site);
  return all.map(([label, about, lines], at) => ({
    label,
    kind: CompletionItemKind.Snippet,
    about,
    snippet: lines.join("\n"),
    rank: STORY_RANK + at,
  }));
}

type Story = readonly [label: string, about: string, lines: readonly string[]];

function outside({ scene }: Site): readonly Story[] {
  const file = `${mountsOf(scene.settings)[0]?.path ?? "/dev/hugepages"}/${hole(5, "data")}`;
  const settings = [
    ...(scene.settings.kernel === null
      ? [`  kernel  ${choice(2, ["all", "6.12", "6.1", "2.6.27", "2.6.26+cow", "2.6.26+reserve", "2.6.26"])}`]
      : []),
    ...(scene.settings.pools.size + scene.settings.nodes.size === 0 ? [`  pool    ${hole(3, "2")}`] : []),
  ];
  const [declared] = scene.settings.processes.keys();
  const actor = hole(4, declared ?? "parent");
  const head = (name: string): readonly string[] => [
    `scenario "${hole(1, name)}" {`,
    ...settings,
    ...(declared === undefined ? [`  process ${actor}`] : []),
    "",
    `  ${actor}: \${6:a} = mmap(${file}, \${3:2}, ${choice(7, ["MAP_PRIVATE", "MAP_SHARED"])})`,
    `  ${actor}: write \${6:a}`,
  ];
  return [
    ["scenario: one process", "maps huge pages and writes", [...head("who dies"), "  $0", "}"]],
    [
      "scenario: a fork story",
      "both touch the same page",
      [
        ...head("the parent writes after the fork"),
        `  ${actor}: \${8:child} = fork()`,
        `  ${actor}: write \${6:a}[0]`,
        "  ${8:child}: read ${6:a}[0]",
        "  $0",
        "}",
      ],
    ],
    [
      "scenario: a shared segment",
      "System V, two processes",
      [
        `scenario "${hole(1, "two processes share a segment")}" {`,
        ...settings.filter((line) => !line.includes("kernel")),
        "  process ${4:server}, ${5:client}",
        "",
        "  ${4:server}: ${6:segment} = shmget(${3:2}, SHM_HUGETLB)",
        "  ${4:server}: ${7:a} = shmat(${6:segment})",
        "  ${5:client}: ${8:b} = shmat(${6:segment})",
        "  ${4:server}: write ${7:a}",
        "  ${5:client}: read ${8:b}",
        "  $0",
        "}",
      ],
    ],
  ];
}

function inside(site: Site): readonly Story[] {
  const { scene } = site;
  const alive = [...scene.story.processes].flatMap(([name, { dead }]) => (dead ? [] : [name]));
  const actor = alive.find((name) => mappingsOf(scene, name).size > 0) ?? alive[0];
  if (actor === undefined || scene.line === scene.block?.line) return [];
  const [mapping = "a"] = mappingsOf(scene, actor).keys();
  const other = alive.find((name) => name !== actor) ?? "child";
  const parent = hole(1, actor);
  const child = hole(2, alive.includes("child") ? "other" : "child");
  const target = hole(3, mapping);
  const forking: Story = [
    "fork story",
    "fork, then both touch the same page",
    [
      `${parent}: ${child} = fork()`,
      `${parent}: write ${target}[\${4:0}]`,
      `${child}: \${5|read,write|} ${target}[\${4:0}]$0`,
    ],
  ];
  const workers: Story = [
    "fork workers",
    "a loop: each worker writes its page",
    [
      "for ${1:i} in 0:${2:2} {",
      `  ${hole(3, actor)}: \${4:worker}[\${1:i}] = fork()`,
      `  \${4:worker}[\${1:i}]: write ${hole(5, mapping)}[\${1:i}]$0`,
      "}",
    ],
  ];
  const concurrent: Story = [
    "concurrent story",
    "two processes at the same time",
    ["concurrent {", `  ${parent}: write ${target}[\${4:0}]`, `  ${hole(2, other)}: read ${target}[\${4:0}]$0`, "}"],
  ];
  const expects: Story = [
    "expect counters",
    "what the counters must say here",
    ["expect free == ${1:0}, rsvd == ${2:0}$0"],
  ];
  return [forking, workers, concurrent, expects];
}
