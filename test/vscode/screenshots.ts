/**
 * The pictures of the documentation and the walkthrough, and many more to look at, taken in a real VS Code:
 * `npm run screenshots [-- NAMES]`, names of pictures or of sittings; `--kept` takes only what the project keeps, in its themes.
 * What is not kept goes to test-results/pictures. Look at them afterwards: a picture is only as good as what it shows.
 */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { npm } from "./harness/child.js";
import { Editor, type Theme } from "./harness/editor.js";
import { ROOT } from "./harness/project.js";
import { INTERLEAVINGS } from "./pictures/interleavings.js";
import { PANEL } from "./pictures/panel.js";
import { type Picture, type Sitting, THEME_WORDS } from "./pictures/picture.js";
import { smallPng } from "./pictures/small.js";
import { TEXT } from "./pictures/text.js";
import { WALKTHROUGH } from "./pictures/walkthrough.js";
import { WORKBENCH } from "./pictures/workbench.js";

/** One picture that cannot be taken shall not keep the others waiting for long. */
const PATIENCE_MS = 20_000;
const LOOKED_AT = path.join(ROOT, "test-results", "pictures");
const SITTINGS: readonly Sitting[] = [TEXT, WORKBENCH, PANEL, INTERLEAVINGS, ...WALKTHROUGH];

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { kept: { type: "boolean", default: false } },
});
const names = SITTINGS.flatMap((sitting) => [sitting.name, ...sitting.pictures.map(({ name }) => name)]);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`No such picture: ${unknown.join(", ")}. There are: ${[...new Set(names)].join(", ")}.`);
  process.exit(2);
}
if ((await npm(["run", "--silent", "build"])) !== 0) process.exit(1);

const failed: string[] = [];
for (const sitting of SITTINGS) for (const theme of sitting.themes) await sit(sitting, theme);
if (failed.length > 0) console.error(`Not taken: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);

/** Where the project keeps a picture of a theme; null when it does not. */
function keptAt({ file }: Picture, theme: Theme): string | null {
  if (file === undefined || (!file.includes("{theme}") && theme !== "Dark Modern")) return null;
  return path.join(ROOT, file.replace("{theme}", THEME_WORDS[theme]));
}

async function sit({ name: sitting, pictures, width, height, settings }: Sitting, theme: Theme): Promise<void> {
  const chosen = pictures.filter(
    (picture) =>
      (wanted.length === 0 || wanted.includes(sitting) || wanted.includes(picture.name)) &&
      (!values.kept || keptAt(picture, theme) !== null),
  );
  if (chosen.length === 0) return;
  const editor = await Editor.open({ theme, width, height, settings });
  editor.page.setDefaultTimeout(PATIENCE_MS);
  try {
    for (const picture of chosen) {
      const { name, take } = picture;
      const target = keptAt(picture, theme) ?? path.join(LOOKED_AT, `${name}-${THEME_WORDS[theme]}.png`);
      await mkdir(path.dirname(target), { recursive: true });
      try {
        await writeFile(target, smallPng(await editor.page.screenshot(await take(editor))));
        console.log(path.relative(ROOT, target));
      } catch (error) {
        failed.push(`${name} (${theme})`);
        console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
        await editor.screenshot(`failed-${name}`);
      }
      await tidied(editor);
    }
  } finally {
    await editor.close();
  }
}

/** Nothing open over the text, and the text as it was. */
async function tidied(editor: Editor): Promise<void> {
  for (let widgets = 0; widgets < 3; widgets += 1) await editor.page.keyboard.press("Escape");
  if (await editor.page.locator(".tab.dirty").first().isVisible()) await editor.command("File: Revert File");
}
