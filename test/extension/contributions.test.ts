/** What package.json brings into the editor is told in docs/editor.md, and can be done only where it makes sense. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category?: string;
  readonly enablement?: string;
}
interface MenuItem {
  readonly command: string;
  readonly when?: string;
}
interface Contributes {
  readonly commands: readonly Command[];
  readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
  readonly keybindings: readonly MenuItem[];
  readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
}

const { contributes } = JSON.parse(readFileSync("package.json", "utf8")) as { readonly contributes: Contributes };
const texts = JSON.parse(readFileSync("package.nls.json", "utf8")) as Readonly<Record<string, string>>;
const page = readFileSync("docs/editor.md", "utf8");
const hidden = new Set(
  contributes.menus.commandPalette?.flatMap(({ command, when }) => (when === "false" ? [command] : [])),
);
const shown = contributes.commands.filter(({ command }) => !hidden.has(command));

test("every command of the palette has one category and stands in the table of commands", () => {
  for (const { category, title } of shown) {
    expect(category).toBe("HugeTLB");
    expect(page).toContain(`| HugeTLB: ${texts[title.slice(1, -1)] ?? title} `);
  }
});

test("every setting stands in the table of settings", () => {
  const table = page.slice(page.indexOf("## Settings"), page.indexOf("## Beside others"));
  const named = [...table.matchAll(/`([\w.]+)`/gu)].map(([, name = ""]) => name);
  const group = (setting: string): string => setting.slice(0, setting.lastIndexOf("."));
  const whole = new Set(named.map((name, i) => (name.startsWith(".") ? group(named[i - 1] ?? "") + name : name)));
  const missing = Object.keys(contributes.configuration.properties).filter(
    (setting) => !whole.has(setting) && !named.includes(setting.slice(group(setting).length)),
  );
  expect(missing).toEqual([]);
});

test("keys belong to the language, and every menu's command can be done where it is offered", () => {
  for (const { when } of contributes.keybindings) expect(when).toContain("editorLangId == hugetlb");
  const known = new Set(contributes.commands.map(({ command }) => command));
  for (const [menu, items] of Object.entries(contributes.menus))
    for (const { command, when } of items) {
      expect(known).toContain(command);
      if (menu !== "commandPalette" && menu !== "file/newFile") expect(when).toContain("LangId == hugetlb");
    }
});
