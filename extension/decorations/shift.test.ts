import { expect, test } from "vitest";
import type { Mark } from "../../language/features/marks.js";
import { type LineEdit, shift } from "./shift.js";

const MARKS: readonly Mark[] = [3, 5, 9].map((line) => ({ line, kind: "death", text: `${line}` }));
const shifted = (edit: Omit<LineEdit, "atStart">, atStart = false) =>
  shift(MARKS, { ...edit, atStart }).map(({ line, text }) => `${text}@${line}`);

test("an edit within a line moves nothing", () => {
  expect(shift(MARKS, { from: 5, to: 5, atStart: false, breaks: 0 })).toBe(MARKS);
});

test("a line written above moves what is below it", () => {
  expect(shifted({ from: 4, to: 4, breaks: 1 })).toEqual(["3@3", "5@6", "9@10"]);
});

test("lines taken out take their marks with them", () => {
  expect(shifted({ from: 4, to: 7, breaks: 0 })).toEqual(["3@3", "9@6"]);
});

test("a line joined to the one above keeps its mark there", () => {
  expect(shifted({ from: 4, to: 5, breaks: 0 })).toEqual(["3@3", "5@4", "9@8"]);
});

test("lines replaced by as many stay", () => {
  expect(shifted({ from: 4, to: 6, breaks: 2 })).toEqual(["3@3", "9@9"]);
});

test("a line broken at its start goes down with its text, one broken at its end stays", () => {
  expect(shifted({ from: 5, to: 5, breaks: 1 }, true)).toEqual(["3@3", "5@6", "9@10"]);
  expect(shifted({ from: 5, to: 5, breaks: 1 })).toEqual(["3@3", "5@5", "9@10"]);
});

test("a line taken out whole takes its own mark and no other", () => {
  expect(shifted({ from: 5, to: 6, breaks: 0 }, true)).toEqual(["3@3", "9@8"]);
});
