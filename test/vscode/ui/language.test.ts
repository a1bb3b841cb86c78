/** The extension in German: what package.json says and what the code says, as a reader meets it. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { Editor } from "../harness/editor.js";

const EXAMPLE = "until-fork.hugetlb";

let editor: Editor;
beforeEach(async () => {
  editor = await Editor.open({ language: "de", width: 1300, height: 800 });
  await editor.openFile(EXAMPLE);
  await editor.squiggles("error").first().waitFor();
});
afterEach(() => editor.close());

test("commands, the kernel's picker, settings and the walkthrough speak German", async () => {
  const { page } = editor;
  const picker = page.locator(".quick-input-widget");
  await editor.command("HugeTLB: Gezeigten Kernel wählen");
  await picker.filter({ hasText: "unter welchem Kernel zeigen?" }).waitFor();
  await picker.locator(".monaco-list-row").filter({ hasText: "(gezeigt)" }).waitFor();
  await editor.screenshot("german-kernels");
  await page.keyboard.press("Escape");

  await page.keyboard.press("F1");
  await picker.locator("input").fill(">HugeTLB");
  const titles = picker.locator(".monaco-list-row");
  await titles.filter({ hasText: "HugeTLB: Panel öffnen" }).waitFor();
  await editor.screenshot("german-commands");
  const shown = await titles.allInnerTexts();
  expect(shown.filter((title) => /Open|Restart|Choose|New Scenario/u.test(title.split("\n")[0] ?? ""))).toEqual([]);
  await page.keyboard.press("Escape");

  await editor.command("Preferences: Open Settings (UI)");
  await page.locator(".settings-editor .settings-header").waitFor();
  await page.keyboard.type("hugetlb.panel");
  const setting = page.locator(".settings-editor .setting-item", { hasText: "Follow Cursor" });
  await setting.filter({ hasText: "Was im Text das Panel zu einem anderen Schritt bewegt." }).waitFor();
  await editor.screenshot("german-settings");

  await editor.command("HugeTLB: Den Rundgang öffnen");
  const walkthrough = page.locator(".gettingStartedContainer");
  await walkthrough.filter({ hasText: "Große Seiten: Wer stirbt?" }).waitFor();
  await editor.screenshot("german-walkthrough");
});
