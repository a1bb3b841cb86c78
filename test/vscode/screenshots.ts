/**
 * The pictures of the documentation and the walkthrough, taken in a real VS Code: `npm run screenshots [-- NAMES]`.
 * Look at them afterwards: a picture is only as good as what it shows.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { npm } from "./harness/child.js";
import { Editor, type Theme } from "./harness/editor.js";
import { ROOT } from "./harness/project.js";
import { PICTURES } from "./pictures/pictures.js";
import { WALKTHROUGH } from "./pictures/walkthrough.js";

const { positionals: wanted } = parseArgs({ allowPositionals: true });
const all = [...PICTURES, ...WALKTHROUGH];
const unknown = wanted.filter((name) => !all.some((picture) => picture.name === name));
if (unknown.length > 0) {
  console.error(`No such picture: ${unknown.join(", ")}. There are: ${all.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
if ((await npm(["run", "--silent", "build"])) !== 0) process.exit(1);

const failed: string[] = [];
for (const { name, file, themes, width, height, settings, take } of all) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [theme, word] of themes) {
    const target = path.join(ROOT, file.replace("{theme}", word));
    await mkdir(path.dirname(target), { recursive: true });
    const editor = await Editor.open({ theme: theme satisfies Theme, width, height, settings });
    try {
      await editor.page.screenshot({ path: target, ...(await take(editor)) });
      console.log(path.relative(ROOT, target));
    } catch (error) {
      failed.push(`${name} (${theme})`);
      console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      await editor.screenshot(`failed-${name}`);
    } finally {
      await editor.close();
    }
  }
}
if (failed.length > 0) console.error(`Not taken: ${failed.join(", ")}`);
process.exit(failed.length === 0 ? 0 : 1);
