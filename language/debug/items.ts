/** What the Variables view shows of a machine: the pool, a process with its mappings page by page, the files, the last step. */
import {
  DEFAULT_PAGE_SIZE,
  filesOf,
  mappingsOf,
  type FileView,
  type MachineView,
  type MappingView,
  type ProcessView,
} from "../../engine/index.js";
import type { RunStep } from "../run/index.js";
import { fileWords, mappingWords, pageWords, processWords } from "./words.js";
import { pagesWords, type Pages } from "./watch.js";

/** One row, and what unfolds below it. */
export interface Item {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** How to ask for it in a watch. */
  readonly expression?: string;
  readonly below?: Below;
}

/** `from` and `count` ask for a part of a long list. */
export interface Below {
  /** Rows that are numbered from 0; 0 when they have names. */
  readonly indexed: number;
  readonly items: (from: number, count: number) => readonly Item[];
}

/** Rows that have names. */
export function named(items: () => readonly Item[]): Below {
  return { indexed: 0, items };
}

/** The pools' counters, the nodes' and the groups'. */
export function poolItems(machine: MachineView): readonly Item[] {
  const { pools, cgroups, processes } = machine.config;
  const nodes = pools.some((pool) => pool.nodes !== undefined) ? machine.nodes() : [];
  const others = pools.filter(({ pageSize }) => pageSize !== DEFAULT_PAGE_SIZE);
  return [
    ...counterItems(machine.counters(), ""),
    ...others.map(({ pageSize }): Item => {
      const counters = machine.counters(pageSize);
      const value = `${String(counters.free)} of ${String(counters.total)} free`;
      return { name: `${pageSize} pages`, value, below: named(() => counterItems(counters, ` ${pageSize}`)) };
    }),
    ...nodes.map((node, number): Item => ({
      name: `node ${String(number)}`,
      value: `${String(node.free)} of ${String(node.total)} free`,
      below: named(() =>
        (["total", "free", "surp"] as const).map((name) =>
          counterItem(name, node[name], `${name} node ${String(number)}`),
        ),
      ),
    })),
    ...cgroups.flatMap(({ name }): Item[] => {
      const group = machine.cgroup(name);
      if (group === undefined) return [];
      const members = processes.filter((process) => process.cgroup === name).map((process) => process.name);
      return [
        {
          name: `cgroup ${name}`,
          value: `usage ${String(group.usage)}, rsvd ${String(group.rsvd)}`,
          type: members.join(", "),
          below: named(() =>
            (["usage", "rsvd"] as const).map((counter) =>
              counterItem(counter, group[counter], `cgroup ${name} ${counter}`),
            ),
          ),
        },
      ];
    }),
  ];
}

function counterItems(counters: ReturnType<MachineView["counters"]>, size: string): readonly Item[] {
  const { total, free, rsvd, surp } = counters;
  return [
    counterItem("total", total, `total${size}`),
    counterItem("free", free, `free${size}`),
    { ...counterItem("rsvd", rsvd, `rsvd${size}`), value: counters.exactRsvd ?? String(rsvd) },
    counterItem("surp", surp, `surp${size}`),
    counterItem("in_use", total - free, `in_use${size}`),
    { ...counterItem("available", free - rsvd, `free${size} - rsvd${size}`), type: "free and not promised" },
  ];
}

function counterItem(name: string, value: number, expression: string): Item {
  return { name, value: String(value), type: "pages", expression };
}

/** A process: how it is, and its mappings. */
export function processItems(machine: MachineView, process: ProcessView): readonly Item[] {
  return [
    { name: "state", value: processWords(process), type: `pid ${String(process.pid)}`, expression: process.name },
    ...mappingsOf(machine, process.pid).map((mapping) => mappingItem(process, mapping)),
  ];
}

function mappingItem(process: ProcessView, mapping: MappingView): Item {
  const pages: Pages = { process, mapping, from: 0, to: mapping.pages };
  return {
    name: mapping.name,
    value: pagesWords(pages),
    type: mappingWords(mapping),
    expression: `${process.name}.${mapping.name}`,
    below: pagesBelow(pages),
  };
}

/** The pages of a range, one a row. */
export function pagesBelow({ process, mapping, from, to }: Pages): Below {
  return {
    indexed: to - from,
    items: (first, count) =>
      Array.from({ length: Math.max(0, Math.min(count, to - from - first)) }, (_, i): Item => {
        const index = from + first + i;
        return {
          name: `[${String(index)}]`,
          value: pageWords(mapping.page(index)),
          type: "page",
          expression: `${process.name}.${mapping.name}[${String(index)}]`,
        };
      }),
  };
}

/** Every file, its page cache and its reserve map. */
export function fileItems(machine: MachineView): readonly Item[] {
  return filesOf(machine).map((file) => ({
    name: file.path === "" ? "(anonymous)" : file.path,
    value: fileWords(file),
    type: "file",
    below: named(() => fileParts(file)),
  }));
}

function fileParts({ pages, cached, regions, users, linked }: FileView): readonly Item[] {
  const ranges = regions.map(({ from, to }) => `[${String(from)}:${String(to)}]`);
  return [
    { name: "size", value: String(pages), type: "pages" },
    {
      name: "page cache",
      value: cached.length === 0 ? "empty" : String(cached.length),
      type: "pages",
      ...(cached.length > 0 && {
        below: {
          indexed: cached.length,
          items: (from: number, count: number) =>
            cached.slice(from, from + count).map(({ index, page }) => ({
              name: `[${String(index)}]`,
              value: pageWords({ is: "present", page, writable: true, node: 0 }, "short"),
              type: "page",
            })),
        },
      }),
    },
    { name: "reserve map", value: ranges.length === 0 ? "empty" : ranges.join(" "), type: "reserved or allocated" },
    { name: "mapped by", value: String(users), type: "VMAs" },
    { name: "linked", value: String(linked), type: "has its name" },
  ];
}

/** What the step came to, and what happened in it. */
export function stepItems(step: RunStep, happenings: readonly string[]): readonly Item[] {
  return [
    { name: "step", value: step.item.text, type: step.item.step.actor ?? "the administrator" },
    { name: "result", value: step.trace.result },
    ...happenings.map((happening, i): Item => ({ name: String(i + 1), value: happening })),
  ];
}
