/** Every word of the extension can be said in another language: what the code and package.json say is in the bundles, and German has all of it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { getL10nJson, type l10nJsonFormat } from "@vscode/l10n-dev";
import { describe, expect, test } from "vitest";

const SOURCES = readdirSync("extension", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
  .map((file) => ({ extension: ".ts", file, contents: readFileSync(path.join("extension", file), "utf8") }));

const bundle = (file: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, string>>;
const english = (texts: l10nJsonFormat): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, typeof text === "string" ? text : text.message]));
const places = (text: string): readonly string[] => [...text.matchAll(/\{\d+\}/gu)].map(([place]) => place).sort();

describe("the code", () => {
  test("says nothing that is not in the bundle, and the bundle has nothing that it does not say", async () => {
    const said = english(await getL10nJson([...SOURCES]));
    expect(bundle("extension/l10n/bundle.l10n.json")).toEqual(said);
  });

  test("shows no text of its own", () => {
    const own = SOURCES.filter(({ contents }) =>
      /\bshow(?:Information|Warning|Error)Message\(\s*["'`]|\b(?:title|placeholder|placeHolder|tooltip): ["'`]/u.test(
        contents,
      ),
    ).map(({ file }) => file);
    expect(own).toEqual([]);
  });
});

describe("package.json", () => {
  const text = readFileSync("package.json", "utf8");
  const english = bundle("package.nls.json");

  test("has a text for every key that it uses, and uses every text", () => {
    const used = [...text.matchAll(/"%([\w.-]+)%"/gu)].map(([, key]) => key);
    expect(new Set(used)).toEqual(new Set(Object.keys(english)));
  });

  test("says nothing to people in one language only", () => {
    const { contributes } = JSON.parse(text) as { readonly contributes: unknown };
    expect(plainTexts(contributes, "")).toEqual([]);
  });
});

describe("German", () => {
  test.each([
    ["extension/l10n/bundle.l10n.json", "extension/l10n/bundle.l10n.de.json"],
    ["package.nls.json", "package.nls.de.json"],
  ])("%s: every text, with the same places and commands in it", (from, to) => {
    const texts = bundle(from);
    const german = bundle(to);
    expect(Object.keys(german).sort()).toEqual(Object.keys(texts).sort());
    for (const [key, words] of Object.entries(texts)) {
      const translated = german[key] ?? "";
      expect(translated).not.toBe("");
      expect(places(translated)).toEqual(places(words));
      const commands = (of: string): readonly string[] => [...of.matchAll(/\(command:[^)]+\)/gu)].map(([link]) => link);
      expect(commands(translated)).toEqual(commands(words));
    }
  });
});

/** Texts for people, by the names of their fields, that are no keys. */
function plainTexts(value: unknown, at: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((each, i) => plainTexts(each, `${at}[${i}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const place = `${at}.${key}`;
    const isText = FIELDS.has(key) && !/^\.(?:grammars|snippets|languages)\b/u.test(place);
    const texts = Array.isArray(inner) ? (inner as readonly unknown[]) : [inner];
    if (isText && texts.every((each) => typeof each === "string"))
      return texts.filter((each) => !/^%[\w.-]+%$/u.test(String(each))).map((each) => `${place}: ${String(each)}`);
    return plainTexts(inner, place);
  });
}

const FIELDS: ReadonlySet<string> = new Set([
  "title",
  "description",
  "markdownDescription",
  "enumDescriptions",
  "markdownEnumDescriptions",
  "altText",
  "label",
]);
