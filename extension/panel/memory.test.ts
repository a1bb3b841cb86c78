import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Memento } from "vscode";
import { NO_VIEW, PROTOCOL, type PanelState } from "../../language/picture/messages.js";
import { PanelMemory } from "./memory.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function storage(): Memento & { readonly written: () => number } {
  const values = new Map<string, unknown>();
  let written = 0;
  return {
    keys: () => [...values.keys()],
    get: <T>(key: string, otherwise?: T) => (values.has(key) ? (values.get(key) as T) : otherwise),
    update: (key, value: unknown) => {
      written++;
      // As the editor does: what cannot be written as JSON does not come back.
      values.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
    written: () => written,
  };
}

function state(uri: string, step: number | null = null): PanelState {
  return {
    protocol: PROTOCOL,
    uri,
    scenario: "s",
    kernel: null,
    step,
    view: NO_VIEW,
    whatIf: null,
    trials: [],
    comparing: false,
  };
}

test("what was kept is recalled in the next session", () => {
  const disk = storage();
  const memory = new PanelMemory(disk);
  memory.keep(state("file:///a", 3));
  memory.dispose();
  expect(new PanelMemory(disk).recall("file:///a")).toEqual(state("file:///a", 3));
});

test("many changes are one writing", () => {
  const disk = storage();
  const memory = new PanelMemory(disk);
  for (let step = 0; step < 50; step++) memory.keep(state("file:///a", step));
  vi.advanceTimersByTime(1000);
  expect(disk.written()).toBe(1);
  expect(memory.recall("file:///a")?.step).toBe(49);
  memory.dispose();
  expect(disk.written()).toBe(1);
});

test("the longest untouched files are forgotten first", () => {
  const disk = storage();
  const memory = new PanelMemory(disk);
  for (let file = 0; file < 100; file++) memory.keep(state(`file:///${file}`));
  memory.keep(state("file:///0"));
  memory.keep(state("file:///100"));
  expect(memory.recall("file:///0")).toBeDefined();
  expect(memory.recall("file:///1")).toBeUndefined();
  memory.forget("file:///0");
  memory.dispose();
  expect(new PanelMemory(disk).recall("file:///0")).toBeUndefined();
});

test("what another version wrote is no state", () => {
  const disk = storage();
  void disk.update("hugetlb.panels", [{ ...state("file:///a"), protocol: 99 }, "nonsense", state("file:///b")]);
  const memory = new PanelMemory(disk);
  expect(memory.recall("file:///a")).toBeUndefined();
  expect(memory.recall("file:///b")).toEqual(state("file:///b"));
});
