import { expect, test } from "vitest";
import { Lazy } from "./lazy.js";

test("is made once, at the first use", async () => {
  let made = 0;
  const lazy = new Lazy(() => Promise.resolve(++made));
  expect(made).toBe(0);
  expect(await Promise.all([lazy.get(), lazy.get()])).toEqual([1, 1]);
});

test("is tried again after a failure", async () => {
  let tries = 0;
  const lazy = new Lazy(() => (++tries === 1 ? Promise.reject(new Error("no")) : Promise.resolve(tries)));
  await expect(lazy.get()).rejects.toThrow("no");
  expect(await lazy.get()).toBe(2);
});
