/** The same in a browser alone: the extension host is a web worker, the folder is a virtual one. */
import { expect, test } from "vitest";
import { Editor } from "../harness/editor.js";
import { STATE_WRITTEN_MS } from "./patience.js";

const EXAMPLE = "until-fork.hugetlb";
const DEATH_LINE = 17;

test("squiggle, panel, click and reload in the web extension host", async () => {
  const editor = await Editor.open({ host: "newest" });
  try {
    await editor.openFile(EXAMPLE);
    await editor.squiggles("error").first().waitFor();
    const panel = await editor.openPanel();
    await panel.locator(".headline").filter({ hasText: "child dies at step 5 by SIGBUS" }).waitFor();
    await panel.locator(".headline [data-step='5']").first().click();
    const active = editor.page.locator(".line-numbers.active-line-number");
    await active.filter({ hasText: new RegExp(`^${DEATH_LINE}$`) }).waitFor();
    await editor.page.waitForTimeout(STATE_WRITTEN_MS);
    await editor.reload();
    await editor.tab(`HugeTLB: ${EXAMPLE}`).waitFor();
    await editor.panel().locator(".headline").filter({ hasText: "SIGBUS" }).waitFor();
    expect(await editor.panel().locator("input[type=range]").inputValue()).toBe("5");
    await editor.screenshot("editor-web");
  } finally {
    await editor.close();
  }
});
