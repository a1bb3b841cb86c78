import { expect, test } from "vitest";
import { Store } from "./store.js";

test("disposes the newest first, and once", () => {
  const order: number[] = [];
  const store = new Store();
  for (const number of [1, 2, 3]) store.add({ dispose: () => order.push(number) });
  store.dispose();
  store.dispose();
  expect(order).toEqual([3, 2, 1]);
});

test("what comes too late is disposed at once", () => {
  const store = new Store();
  store.dispose();
  let disposed = false;
  store.add({ dispose: () => (disposed = true) });
  expect(disposed).toBe(true);
});
