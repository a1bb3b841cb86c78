/** Pictures that the walkthrough and the pages show are there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

test("every picture of the walkthrough is a file", () => {
  const pictures = [...readFileSync("package.json", "utf8").matchAll(/"([^"]+\.(?:png|svg))"/gu)].map(
    ([, file]) => file ?? "",
  );
  expect(pictures.length).toBeGreaterThan(10);
  expect(pictures.filter((file) => !existsSync(file))).toEqual([]);
});

test("every picture of a page is a file", () => {
  const pages = [
    "README.md",
    ...readdirSync("docs")
      .filter((file) => file.endsWith(".md"))
      .map((file) => path.join("docs", file)),
  ];
  for (const page of pages)
    for (const [, target] of readFileSync(page, "utf8").matchAll(/!\[[^\]]*\]\(([^)]+)\)/gu))
      expect(existsSync(path.join(path.dirname(page), target ?? "")), `${page}: ${target ?? ""}`).toBe(true);
});
