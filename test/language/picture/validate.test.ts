import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFromWebview, isPanelState, isSentPicture, isToWebview, isWhy } from "../../../language/picture/validate.js";
import { NO_VIEW, PROTOCOL } from "../../../language/picture/messages.js";

const EMPTY = {
  uri: "file:///a.hugetlb",
  version: 1,
  scenarios: [],
  scenario: -1,
  run: null,
  brokenLine: null,
  whatIf: null,
};

describe("messages from the webview", () => {
  test.each([
    { type: "ready" },
    { type: "example" },
    { type: "select", scenario: "a", kernel: null },
    { type: "select", scenario: "a", kernel: "2.6.26" },
    { type: "step", step: 0, reveal: true },
    { type: "why", version: 3, step: 1 },
    { type: "line", line: 0 },
    { type: "try", tried: { kernel: null, pool: 3, overcommit: null } },
    { type: "try", tried: null },
    { type: "write" },
    { type: "compare", open: true, trials: [{ kernel: "6.12", pool: 3, overcommit: null }] },
    { type: "remedies", version: 1, step: null },
    { type: "remedy", version: 1, step: 4, index: 0 },
    { type: "export", format: "svg", drawing: "<svg/>" },
    { type: "copy", format: "markdown", drawing: null },
  ])("%j is one", (message) => {
    expect(isFromWebview(message)).toBe(true);
  });

  test.each([
    null,
    undefined,
    1,
    "ready",
    [],
    {},
    { type: "nonsense" },
    { type: "select" },
    { type: "step", step: -1, reveal: true },
    { type: "step", step: 1.5, reveal: true },
    { type: "step", step: 1 },
    { type: "line", line: "0" },
    { type: "why", step: 1, version: Number.NaN },
    { type: "try", tried: { kernel: "5.0", pool: 3, overcommit: null } },
    { type: "try", tried: { kernel: null, pool: -1, overcommit: null } },
    { type: "compare", open: true, trials: [{ kernel: null, pool: 3, overcommit: null }] },
    { type: "export", format: "exe", drawing: "" },
    { type: "toString" },
  ])("%j is none", (message) => {
    expect(isFromWebview(message)).toBe(false);
  });
});

describe("messages to the webview", () => {
  test("a picture, a step, a why", () => {
    expect(isToWebview({ type: "picture", picture: EMPTY, step: 0, view: NO_VIEW })).toBe(true);
    expect(isToWebview({ type: "settings", settings: { sync: "mouse", key: false, alone: false } })).toBe(true);
    expect(isToWebview({ type: "step", step: 4 })).toBe(true);
    expect(
      isToWebview({
        type: "why",
        version: 1,
        why: { step: 1, summary: ["a", { name: "p" }, { page: 3 }], links: [], printk: null },
      }),
    ).toBe(true);
  });

  test("nothing else", () => {
    expect(isToWebview({ type: "picture", picture: { ...EMPTY, scenarios: [{}] }, step: 0, view: NO_VIEW })).toBe(
      false,
    );
    expect(isToWebview({ type: "picture", picture: EMPTY })).toBe(false);
    expect(isSentPicture({ ...EMPTY, run: {} })).toBe(false);
    expect(isWhy({ step: 1, summary: [{ nothing: 1 }], links: [], printk: null })).toBe(false);
  });
});

test("what the panel remembers", () => {
  const state = {
    protocol: PROTOCOL,
    uri: "file:///a",
    scenario: null,
    kernel: null,
    step: null,
    view: NO_VIEW,
    whatIf: null,
    trials: [],
    comparing: false,
  };
  expect(isPanelState(state)).toBe(true);
  expect(isPanelState({ ...state, step: 3, scenario: "a" })).toBe(true);
  expect(isPanelState({ ...state, whatIf: { kernel: "6.1", pool: null, overcommit: 1 }, comparing: true })).toBe(true);
  expect(isPanelState({ ...state, whatIf: { kernel: "6.1" } })).toBe(false);
  expect(isPanelState({ ...state, protocol: PROTOCOL + 1 })).toBe(false);
  expect(isPanelState(undefined)).toBe(false);
});

test("no guard ever throws", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const guard of [isFromWebview, isToWebview, isPanelState, isSentPicture, isWhy])
        expect(typeof guard(value)).toBe("boolean");
    }),
  );
});
