/** Scenes as the guest reads them (guest/init.c): one word after another, numbers in decimal, -1 for what is not given. */
import { constants } from "node:os";
import type { PageSize, PolicyMode, Protection, Step } from "../../engine/index.js";
import { DEFAULT_PAGE_SIZE, IGNORED_SIGNALS, PAGE_BYTES } from "../../engine/index.js";
import type { Scene } from "./scene.js";

const MAP_SHARED = 0x01;
const MAP_PRIVATE = 0x02;
const MAP_FLAGS = { locked: 0x2000, noreserve: 0x4000, populate: 0x8000 } as const;
const PROTECTIONS: Readonly<Record<Protection, number>> = { none: 0, r: 1, w: 2, rw: 3 };
const ADVICE = { DONTNEED: 4, DONTFORK: 10, DOFORK: 11 } as const;
const POLICIES: Readonly<Record<PolicyMode, number>> = { DEFAULT: 0, PREFERRED: 1, BIND: 2, INTERLEAVE: 3 };
const NOT_GIVEN = -1;

const kilobytes = (size: PageSize): number => PAGE_BYTES[size] / 1024;
const flag = (on: boolean): number => (on ? 1 : 0);

/** `number`: by which the guest calls the scene; its own id may have blanks. */
export function wordsOf({ config, steps }: Scene, number: number): string {
  const lines: (readonly (string | number)[])[] = [["scenario", number]];
  for (const { pageSize, pages, overcommit, nodes } of config.pools) {
    lines.push(["pool", kilobytes(pageSize), pages, overcommit]);
    if (pageSize === DEFAULT_PAGE_SIZE) lines.push(...(nodes ?? []).map((own) => ["node", own]));
  }
  for (const { path, pageSize, size, minSize } of config.mounts)
    lines.push(["mount", path, kilobytes(pageSize), size ?? NOT_GIVEN, minSize ?? NOT_GIVEN]);
  for (const { name, limits } of config.cgroups) {
    const sizes: PageSize[] = limits.some(({ pageSize }) => pageSize === "1G") ? ["2M", "1G"] : ["2M"];
    for (const size of sizes) {
      const limit = limits.find(({ pageSize }) => pageSize === size);
      lines.push(["cgroup", name, kilobytes(size), limit?.limit ?? NOT_GIVEN, limit?.rsvd ?? NOT_GIVEN]);
    }
  }
  for (const { name, node, cgroup } of config.processes) lines.push(["process", name, node ?? 0, cgroup ?? "-"]);
  lines.push(["steps"], ...steps.map(stepWords), ["end"]);
  return lines.map((line) => `${line.join(" ")}\n`).join("");
}

function stepWords(step: Step): readonly (string | number)[] {
  const { call } = step;
  switch (call) {
    case "read":
    case "write":
    case "munmap":
    case "mlock":
    case "munlock":
      return [...rangeWords(step)];
    case "mprotect":
      return [...rangeWords(step), PROTECTIONS[step.protection]];
    case "madvise":
      return [...rangeWords(step), ADVICE[step.advice]];
    case "mbind":
      return [...rangeWords(step), POLICIES[step.mode], maskOf(step.nodes)];
    case "mmap": {
      const flags = step.flags.reduce(
        (bits, name) => bits | MAP_FLAGS[name],
        step.share === "shared" ? MAP_SHARED : MAP_PRIVATE,
      );
      const where = [step.file?.path ?? "-", kilobytes(step.pageSize)];
      return [call, step.actor, step.mapping, ...where, step.length, flags, step.offset, PROTECTIONS[step.protection]];
    }
    case "mremap":
      return [call, step.actor, step.mapping, step.length, flag(step.fixed)];
    case "ftruncate":
      return [call, step.actor, step.file.path, step.length];
    case "fallocate":
      return [call, step.actor, step.file.path, step.from, step.to, flag(step.punch)];
    case "unlink":
      return [call, step.actor, step.file.path];
    case "fork":
    case "vfork":
    case "wait":
      return [call, step.actor, step.child];
    case "exec":
    case "exit":
      return [call, step.actor];
    case "kill":
      return [call, step.actor ?? "-", step.target, signalNumber(step.signal), flag(!IGNORED_SIGNALS.has(step.signal))];
    case "shmget":
      return [call, step.actor, step.segment, step.length, flag(step.noreserve)];
    case "shmat":
      return [call, step.actor, step.mapping, step.segment, flag(step.readonly)];
    case "shmdt":
      return [call, step.actor, step.mapping];
    case "shmctl":
      return [call, step.actor, step.segment];
    case "set_mempolicy":
      return [call, step.actor, POLICIES[step.mode], maskOf(step.nodes)];
    case "sysctl":
      return [
        call,
        step.name === "nr_hugepages" ? "nr" : "overcommit",
        kilobytes(step.pageSize),
        step.value,
        step.node ?? NOT_GIVEN,
      ];
  }
}

function rangeWords(step: Extract<Step, { readonly slice: unknown }>): readonly (string | number)[] {
  return [step.call, step.actor, step.mapping, step.slice.from, step.slice.to ?? NOT_GIVEN];
}

function maskOf(nodes: readonly number[]): number {
  return nodes.reduce((mask, node) => mask | (1 << node), 0);
}

function signalNumber(name: string): number {
  const found = Object.entries(constants.signals).find(([known]) => known === name);
  if (found === undefined) throw new Error(`unknown signal ${name}`);
  return found[1];
}
