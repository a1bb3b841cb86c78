/** The panel in a real browser: what a reader and a host can do with it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { plain } from "../../webview/phrase.js";
import { bundle, launch, Stage } from "./stage.js";
import type { StageOptions } from "./stage.js";
import { CROWD, DATABASE, FINE, longTale, TAKEN } from "./stories.js";
import type { Tale } from "./told.js";

const TIMEOUT = 60_000;

let browser: Browser;
let files: { script: string; style: string };
let stage: Stage;

beforeAll(async () => {
  [browser, files] = await Promise.all([launch(), bundle()]);
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

afterEach(async () => {
  expect(stage.errors).toEqual([]);
  await stage.close();
});

async function open(tales: readonly Tale[], options: StageOptions = {}): Promise<Stage> {
  stage = await Stage.open(browser, files, tales, options);
  await stage.page.waitForSelector(tales.length === 0 ? ".empty" : ".transport");
  return stage;
}

async function stepShown(): Promise<string> {
  return (await stage.page.locator(".step-number").innerText()).replace(/\s+/g, "");
}

async function until(check: () => boolean): Promise<void> {
  await expect.poll(check, { timeout: 5000 }).toBe(true);
}

describe("kernels", () => {
  test(
    "are radios with their verdicts, chosen by click, arrow and K",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      const chips = stage.page.getByRole("radio");
      expect(await chips.count()).toBe(3);
      expect(await chips.nth(0).getAttribute("aria-label")).toBe("2.6.26, parent SIGKILL");
      expect(await chips.nth(2).getAttribute("aria-checked")).toBe("true");
      await chips.nth(0).click();
      await until(() => stage.ofType("select").length === 1);
      expect(stage.ofType("select")[0]).toEqual({ type: "select", scenario: TAKEN.scenario, kernel: "2.6.26" });
      await stage.page.waitForSelector(".headline:has-text('SIGKILL')");
      await chips.nth(0).press("ArrowRight");
      await until(() => stage.ofType("select").length === 2);
      expect(stage.ofType("select")[1]?.kernel).toBe("2.6.26+reserve");
      await stage.page.locator("[role=radio][aria-checked=true]:has-text('+reserve')").waitFor();
      expect(await stage.page.evaluate(() => document.activeElement?.textContent)).toContain("+reserve");
      await stage.page.keyboard.press("k");
      await until(() => stage.ofType("select").at(-1)?.kernel === "2.6.26+cow");
    },
    TIMEOUT,
  );
});

describe("scenarios", () => {
  test(
    "are a listbox behind a button",
    async () => {
      await open([TAKEN, FINE], { kernel: "2.6.26+cow" });
      const button = stage.page.locator("#picker");
      await button.press("ArrowDown");
      expect(await stage.page.getByRole("option").count()).toBe(2);
      expect(await stage.page.evaluate(() => document.activeElement?.getAttribute("role"))).toBe("listbox");
      await stage.page.keyboard.press("Escape");
      expect(await stage.page.getByRole("listbox").count()).toBe(0);
      expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("picker");
      await button.click();
      await stage.page.keyboard.press("ArrowDown");
      await stage.page.keyboard.press("Enter");
      await until(() => stage.ofType("select").length === 1);
      expect(stage.ofType("select")[0]).toEqual({ type: "select", scenario: FINE.scenario, kernel: null });
      await stage.page.waitForSelector(".h-fine");
      await button.click();
      await stage.page.getByRole("option").first().click();
      await stage.page.waitForSelector(".h-dies");
    },
    TIMEOUT,
  );
});

describe("steps", () => {
  test(
    "move by keys",
    async () => {
      await open([DATABASE], { kernel: "2.6.26+cow" });
      const { keyboard } = stage.page;
      expect(await stepShown()).toBe("60/60");
      const moves = [
        ["Home", "1/60"],
        ["ArrowLeft", "0/60"],
        ["ArrowRight", "1/60"],
        ["Shift+ArrowRight", "11/60"],
        ["d", "34/60"],
        ["d", "45/60"],
        ["Shift+D", "34/60"],
        ["t", "29/60"],
        ["ArrowDown", "28/60"],
        ["ArrowUp", "22/60"],
        ["]", "29/60"],
        ["[", "22/60"],
        ["End", "60/60"],
      ] as const;
      for (const [key, shown] of moves) {
        await keyboard.press(key);
        expect(await stepShown(), key).toBe(shown);
      }
      await until(() => stage.ofType("step").length === moves.length);
      expect(stage.ofType("step").every((message) => !message.reveal)).toBe(true);
      await keyboard.press("Enter");
      await until(() => stage.ofType("step").at(-1)?.reveal === true);
      await until(() => stage.state?.step === null && stage.state.kernel === "2.6.26+cow");
    },
    TIMEOUT,
  );

  test(
    "move by the slider, with a value that can be read out",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      const slider = stage.page.getByRole("slider");
      await expect
        .poll(() => slider.getAttribute("aria-valuetext"))
        .toBe("Step 6 of 6, child: read a[0], killed by SIGBUS");
      await slider.focus();
      await stage.page.keyboard.press("ArrowLeft");
      expect(await slider.getAttribute("aria-valuetext")).toBe(
        "Step 5 of 6, parent: write a[0], ok, takes a page from child",
      );
      expect(await slider.inputValue()).toBe("5");
      expect(await stage.page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("range");
      const track = await stage.page.locator(".track").first().boundingBox();
      if (track === null) throw new Error("no track");
      await stage.page.mouse.move(track.x + track.width, track.y + 1);
      await stage.page.mouse.down();
      await stage.page.mouse.move(track.x + 2, track.y + 1, { steps: 8 });
      expect(await stepShown()).toBe("0/6");
      await stage.page.mouse.up();
      await until(() => stage.ofType("step").at(-1)?.reveal === true);
    },
    TIMEOUT,
  );

  test(
    "move by a click into a column, which shows the line",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      const head = await stage.page.locator(".head", { hasText: /^2$/ }).boundingBox();
      if (head === null) throw new Error("no head");
      await stage.page.mouse.click(head.x + head.width / 2, head.y + 60);
      expect(await stepShown()).toBe("2/6");
      await until(() => stage.ofType("step").length === 1);
      expect(stage.ofType("step")[0]).toEqual({ type: "step", step: 2, reveal: true });
      await stage.page.locator(".headline .link").first().click();
      expect(await stepShown()).toBe("6/6");
      await until(() => stage.ofType("step").length === 2);
    },
    TIMEOUT,
  );

  test(
    "move by the text",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      await stage.post({ type: "step", step: 4 });
      await expect.poll(stepShown).toBe("4/6");
      await stage.page.waitForSelector(".why h2:has-text('step 4')");
      expect(stage.ofType("step")).toEqual([]);
      await until(() => stage.ofType("why").some((message) => message.step === 4));
    },
    TIMEOUT,
  );

  test(
    "play, and stop at a death",
    async () => {
      await open([DATABASE], { kernel: "2.6.26+cow", step: 30 });
      await stage.page.keyboard.press("2");
      await stage.page.keyboard.press(" ");
      await stage.page.getByRole("button", { name: "Pause (Space)" }).waitFor();
      await stage.page.getByRole("button", { name: "Play (Space)" }).waitFor();
      expect(await stepShown()).toBe("34/60");
    },
    TIMEOUT,
  );
});

describe("patching", () => {
  test(
    "keeps focus, nodes and scroll when the text changes",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      const slider = stage.page.getByRole("slider");
      await slider.focus();
      const nodes = [".timeline", ".headline", ".chip[aria-checked=true]", ".pool", ".chain", ".thread", "main"];
      await stage.page.evaluate((names) => {
        Object.assign(globalThis, { kept: names.map((name) => document.querySelector(name)) });
      }, nodes);
      stage.version = 2;
      await stage.show(5);
      await expect.poll(stepShown).toBe("5/6");
      const same = await stage.page.evaluate((names) => {
        const { kept } = globalThis as unknown as { kept: (Element | null)[] };
        return names.map((name, at) => kept[at] !== null && kept[at] === document.querySelector(name));
      }, nodes);
      expect(same).toEqual(nodes.map(() => true));
      expect(await stage.page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("range");
      await until(() => stage.ofType("why").some((message) => message.version === 2));
    },
    TIMEOUT,
  );

  test(
    "scrubbing touches nothing that does not change",
    async () => {
      await open([DATABASE], { kernel: "2.6.26+cow" });
      await stage.page.evaluate(() => {
        const seen: string[] = [];
        Object.assign(globalThis, { seen });
        const watch = new MutationObserver((records) => {
          for (const record of records)
            if (record.target instanceof Element && record.target.closest(".back, .front, .chips, .headline") !== null)
              seen.push(record.target.tagName);
        });
        watch.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      });
      for (let times = 0; times < 10; times++) await stage.page.keyboard.press("ArrowLeft");
      expect(await stepShown()).toBe("50/60");
      expect(await stage.page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen)).toEqual([]);
    },
    TIMEOUT,
  );
});

describe("states", () => {
  test(
    "a broken line keeps the old picture, grey, and leads to the line",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      stage.version = 2;
      await stage.show(6, { brokenLine: 6 });
      await stage.page.waitForSelector("main.stale .n-error");
      expect(await stage.page.locator(".notice").innerText()).toBe(
        "Line 7 does not parse. This is the picture before the edit. Go to line 7",
      );
      await stage.page.getByRole("button", { name: "Go to line 7" }).click();
      await until(() => stage.ofType("line").length === 1);
      expect(stage.ofType("line")[0]?.line).toBe(6);
      await stage.page.keyboard.press("Home");
      expect(await stepShown()).toBe("1/6");
    },
    TIMEOUT,
  );

  test(
    "left-out lines and limits are said",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      const { run } = stage.picture();
      if (run === null) throw new Error("no run");
      await stage.show(6, { run: { ...run, leftOut: [11], limit: "Steps 1-6 of 1,000,000 (limit)." } });
      await stage.page.waitForSelector(".notice");
      expect(await stage.page.locator(".notice").allInnerTexts()).toEqual([
        "1 line left out (line 12). The rest ran. Show",
        "Steps 1-6 of 1,000,000 (limit). Change the limit",
      ]);
    },
    TIMEOUT,
  );

  test(
    "no scenario offers an example",
    async () => {
      await open([]);
      await stage.page.getByRole("button", { name: "Insert an example" }).click();
      await until(() => stage.ofType("example").length === 1);
    },
    TIMEOUT,
  );

  test(
    "what is no message is dropped",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      await stage.page.evaluate(() => {
        globalThis.postMessage({ type: "step", step: "3" }, "*");
        globalThis.postMessage({ type: "picture", picture: {}, step: 1 }, "*");
        globalThis.postMessage(null, "*");
      });
      expect(await stepShown()).toBe("6/6");
    },
    TIMEOUT,
  );

  test(
    "? lists the keys and gives the focus back",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      await stage.page.keyboard.press("?");
      expect(await stage.page.getByRole("dialog", { name: "Keys" }).isVisible()).toBe(true);
      await stage.page.keyboard.press("Escape");
      expect(await stage.page.getByRole("dialog").count()).toBe(0);
      expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("help-button");
    },
    TIMEOUT,
  );
});

describe("long lists", () => {
  test(
    "of scenarios have only what is in view in the page, and go to their end and to a letter at once",
    async () => {
      const many = Array.from({ length: 500 }, (_, at) => ({ ...FINE, scenario: `story ${at + 1}` }));
      await open([...many, { ...TAKEN, scenario: "zebra" }], { kernel: "2.6.26+cow" });
      const options = stage.page.getByRole("option");
      const active = (): Promise<string | undefined> =>
        stage.page.evaluate(
          () =>
            document.getElementById(
              document.querySelector("[role=listbox]")?.getAttribute("aria-activedescendant") ?? "",
            )?.textContent ?? undefined,
        );
      await stage.page.locator("#picker").click();
      expect(await options.count()).toBeLessThan(40);
      expect(await options.first().getAttribute("aria-setsize")).toBe("501");
      await stage.page.keyboard.press("End");
      expect(await active()).toContain("zebra");
      await expect.poll(() => stage.page.locator(".option.active").isVisible()).toBe(true);
      await stage.page.keyboard.press("Home");
      expect(await active()).toContain("story 1");
      await stage.page.locator("[role=listbox]").hover();
      await stage.page.mouse.wheel(0, 26 * 250);
      await stage.page.locator("#picker-250").waitFor();
      expect(await options.count()).toBeLessThan(40);
      await stage.page.keyboard.press("z");
      await stage.page.keyboard.press("Enter");
      await until(() => stage.ofType("select").at(-1)?.scenario === "zebra");
      expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("picker");
    },
    TIMEOUT,
  );

  test(
    "of deaths, pages taken and failed calls: L opens it at the chosen step, Enter goes to one of them",
    async () => {
      await open([DATABASE], { kernel: "2.6.26+cow", step: 28 });
      await stage.page.keyboard.press("l");
      const list = stage.page.getByRole("listbox", { name: "Deaths, pages taken, failed calls" });
      expect(await list.getByRole("option").allInnerTexts()).toEqual([
        expect.stringContaining("mmap"),
        expect.stringMatching(/db takes page C from w0 and w1/),
        expect.stringMatching(/w0 killed by SIGBUS/),
        expect.stringMatching(/w3 killed by SIGKILL/),
      ]);
      await stage.page.keyboard.press("ArrowDown");
      await stage.page.keyboard.press("Enter");
      await expect.poll(stepShown).toContain("34/");
      expect(stage.ofType("step").at(-1)?.reveal).toBe(true);
      expect(await list.count()).toBe(0);
      expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe("harms");
      await stage.page.locator("#harms").click();
      await stage.page.locator("#harms").click();
      expect(await list.count()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "of a run in which nobody comes to harm do not exist",
    async () => {
      await open([FINE]);
      expect(await stage.page.locator("#harms").count()).toBe(0);
      await stage.page.keyboard.press("l");
      expect(await stage.page.getByRole("listbox").count()).toBe(0);
    },
    TIMEOUT,
  );
});

describe("for everybody", () => {
  test.each([1000, 600, 400, 320])(
    "nothing overflows at %i px",
    async (width) => {
      await open([TAKEN, DATABASE, CROWD], { width, kernel: "2.6.26+cow" });
      const spill = (): Promise<number> =>
        stage.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(await spill()).toBe(0);
      await stage.page.locator("#picker").click();
      expect(await spill()).toBe(0);
      await stage.page.getByRole("option").nth(1).click();
      await stage.page.waitForSelector(".head-holds, .narrow .timeline", { state: "attached" });
      expect(await spill()).toBe(0);
      await stage.page.locator("#picker").click();
      await stage.page.getByRole("option").nth(2).click();
      await stage.page.waitForSelector(".pool.crowd");
      expect(await spill()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "everything that can be used has a role, a name and room for a finger",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      const found = await stage.page.evaluate(() => {
        const problems: string[] = [];
        for (const element of document.querySelectorAll<HTMLElement>(
          "button, input, [role]:not([role=presentation])",
        )) {
          const name = element.getAttribute("aria-label") ?? element.textContent.trim();
          const needs = element.matches(
            "button, input, [role=img], [role=radiogroup], [role=radio], [role=grid], [role=gridcell], [role=slider]",
          );
          if (needs && name === "") problems.push(`no name: ${element.outerHTML.slice(0, 90)}`);
          if (element.matches("button:not(.link), [role=radio]")) {
            const box = element.getBoundingClientRect();
            if (box.width > 0 && (box.width < 24 || box.height < 24))
              problems.push(`${Math.round(box.width)} x ${Math.round(box.height)}: ${element.outerHTML.slice(0, 90)}`);
          }
        }
        if (document.querySelectorAll("main").length !== 1) problems.push("not one main");
        if (document.querySelectorAll("h1").length !== 1) problems.push("not one h1");
        const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
        if (new Set(ids).size !== ids.length) problems.push("ids twice");
        return problems;
      });
      expect(found).toEqual([]);
      expect(
        await stage.page
          .getByRole("img", { name: /^Timeline: 2 processes, 6 steps; child is killed by SIGBUS at step 6\.$/ })
          .count(),
      ).toBe(1);
      expect(await stage.page.getByRole("status").innerText()).toContain("child dies at step 6 by SIGBUS");
      expect(
        await stage.page
          .getByRole("gridcell", { name: "child a[0], page A was taken away, the touch that killed it" })
          .count(),
      ).toBe(1);
      await stage.page.keyboard.press("ArrowLeft");
      expect(
        await stage.page.getByRole("gridcell", { name: "child a[0], page A was taken away, next touch kills" }).count(),
      ).toBe(1);
      expect(await stage.page.getByRole("radiogroup", { name: "Kernel" }).count()).toBe(1);
      await expect
        .poll(() => stage.page.locator("#spoken").innerText())
        .toContain("Step 5 of 6, parent: write a[0], ok, takes a page from child");
    },
    TIMEOUT,
  );

  test(
    "what is heard is said once, in words",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      expect(plain(["its page ", { page: 0 }, " is away"])).toBe("its page A is away");
      expect(await stage.page.getByRole("rowheader").allTextContents()).toContain("childkilled");
      await stage.page.getByRole("rowheader", { name: "child, killed", exact: true }).waitFor();
      await stage.page.getByRole("button", { name: "child: read a[0] SIGBUS", exact: true }).waitFor();
      const drawing = stage.page.getByRole("img", { name: /^Timeline/u });
      expect(await drawing.locator("> :not([aria-hidden=true])").count()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "the keyboard is seen in every theme, also on the first remedy",
    async () => {
      for (const theme of ["dark", "light", "high-contrast", "high-contrast-light"] as const) {
        const at = await Stage.open(browser, files, [TAKEN], { kernel: "2.6.26+cow", theme });
        await at.page.waitForSelector(".transport");
        const remedies = [{ title: "Pool 3", outcome: "nobody dies", comesTo: "fine", saves: true } as const];
        await at.post({ type: "remedies", version: at.version, step: 6, remedies });
        await at.page.waitForSelector(".remedy");
        await at.page.keyboard.press("Tab");
        for (const what of [
          "#picker",
          ".chip[tabindex='0']",
          ".headline .link",
          "#harms",
          ".slot[tabindex='0']",
          ".remedy",
        ]) {
          const element = at.page.locator(what).first();
          await element.focus();
          const [style, colour, focus] = await element.evaluate((focused) => {
            const probe = document.createElement("i");
            probe.style.color = "var(--vscode-focusBorder)";
            focused.append(probe);
            const ink = getComputedStyle(probe).color;
            probe.remove();
            const { outlineStyle, outlineColor } = getComputedStyle(focused);
            return [outlineStyle, outlineColor, ink];
          });
          expect([theme, what, style, colour]).toEqual([theme, what, "solid", focus]);
        }
        await at.close();
      }
      await open([TAKEN]);
    },
    TIMEOUT,
  );

  test(
    "a grid is one tab stop with arrows inside",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow", step: 5 });
      expect(await stage.page.locator('.slot[tabindex="0"]').count()).toBe(1);
      await stage.page.locator('.slot[tabindex="0"]').focus();
      await stage.page.keyboard.press("ArrowRight");
      await stage.page.keyboard.press("ArrowDown");
      expect(await stage.page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
        "child a[1], page B, shared until written",
      );
      expect(await stepShown()).toBe("5/6");
      expect(await stage.page.locator('.slot[tabindex="0"]').count()).toBe(1);
    },
    TIMEOUT,
  );

  test(
    "the steps can be read as a table",
    async () => {
      await open([TAKEN], { kernel: "2.6.26+cow" });
      await stage.page.getByRole("button", { name: "Show the steps as a table" }).focus();
      await stage.page.keyboard.press("Enter");
      expect(await stage.page.locator("tbody tr").count()).toBe(6);
      expect((await stage.page.locator("tbody tr").last().innerText()).split(/\s*\t\s*/)).toEqual([
        "6",
        "child",
        "read a[0]",
        "SIGBUS",
        "0",
      ]);
    },
    TIMEOUT,
  );
});

describe("long runs", () => {
  test(
    "3,000 steps: a window and an overview",
    async () => {
      await open([longTale(500)]);
      expect(await stepShown()).toBe("3,009/3,009");
      expect(await stage.page.locator("svg.timeline *").count()).toBeLessThan(1500);
      await stage.page.keyboard.press("d");
      expect(await stepShown()).toBe("2,008/3,009");
      await stage.page.keyboard.press("ArrowRight");
      expect(await stepShown()).toBe("2,009/3,009");
    },
    TIMEOUT,
  );

  test(
    "a file is drawn when it is scrolled into view",
    async () => {
      await open([DATABASE], { height: 120, step: 34 });
      const slot = stage.page.locator(".file .slot").first();
      const isDrawn = async (): Promise<boolean> =>
        slot.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }));
      const words = await slot.getAttribute("aria-label");
      expect(await isDrawn()).toBe(false);
      await slot.evaluate((element) => {
        element.scrollIntoView();
      });
      await expect.poll(isDrawn).toBe(true);
      await slot.hover();
      expect(await slot.getAttribute("title")).toBe(words);
    },
    TIMEOUT,
  );

  test(
    "another window: what goes leaves its place, and nothing else moves",
    async () => {
      await open([longTale(500)], { step: 400 });
      await stage.page.evaluate(() => {
        const moved: string[] = [];
        Object.assign(globalThis, { moved });
        const gone = new Set<Node>();
        new MutationObserver((records) => {
          for (const { addedNodes, removedNodes } of records) {
            for (const node of removedNodes) gone.add(node);
            for (const node of addedNodes)
              if (node instanceof Element && gone.has(node)) moved.push(node.outerHTML.slice(0, 80));
          }
        }).observe(document.body, { subtree: true, childList: true });
      });
      for (const key of ["ArrowRight", "ArrowLeft", "Shift+ArrowRight", "d", "t", "Home", "End"])
        for (let times = 0; times < 4; times++) await stage.page.keyboard.press(key);
      expect(await stage.page.evaluate(() => (globalThis as unknown as { moved: string[] }).moved)).toEqual([]);
    },
    TIMEOUT,
  );

  test(
    "dragged over many steps, timeline and memory take turns; when the pointer rests both are right",
    async () => {
      await open([longTale(500)], { step: 1 });
      const read = async (): Promise<string> =>
        stage.page.evaluate(() =>
          [".timeline", ".window-title", ".memory"].map((part) => document.querySelector(part)?.outerHTML).join("\n"),
        );
      const moves = 30;
      const drawn = await stage.page.evaluate(async (moves) => {
        const range = document.querySelector<HTMLInputElement>("input[type=range]");
        if (range === null) throw new Error("nothing to drag");
        const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
        const told = { steps: new Set<string>(), memories: new Set<string>(), windows: new Set<string>() };
        const tell = (set: Set<string>, part: string): unknown =>
          set.add(document.querySelector(part)?.textContent ?? "");
        for (let move = 1; move <= moves; move++) {
          range.value = String(move * 60);
          range.dispatchEvent(new Event("input", { bubbles: true }));
          tell(told.steps, ".step-number");
          tell(told.memories, ".memory h2");
          tell(told.windows, ".window-title");
          await frame();
        }
        return { steps: told.steps.size, memories: told.memories.size, windows: told.windows.size };
      }, moves);
      expect(drawn.steps).toBe(moves);
      for (const parts of [drawn.memories, drawn.windows]) {
        expect(parts).toBeGreaterThan(moves / 6);
        expect(parts).toBeLessThan(moves);
      }
      await expect.poll(async () => stage.page.locator(".memory h2").innerText()).toContain("1,800");
      const rested = await read();
      await stage.page.keyboard.press("ArrowRight");
      await stage.page.keyboard.press("ArrowLeft");
      expect(await read()).toBe(rested);
    },
    TIMEOUT,
  );
});
