/** What a reader looks at a run with: the page followed, the pinned step, the zoom, and what the text moves. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { lifeOf } from "../../webview/story/life.js";
import { plain } from "../../webview/phrase.js";
import { Story } from "../../webview/story/story.js";
import { bundle, launch, Stage } from "./stage.js";
import type { StageOptions } from "./stage.js";
import { DATABASE, longTale, TAKEN } from "./stories.js";
import { tell } from "./told.js";
import type { Tale } from "./told.js";

const TIMEOUT = 60_000;

describe("the life of a page", () => {
  const database = new Story(tell(DATABASE, "2.6.26+cow"));

  test("says who had it when", () => {
    expect(plain(lifeOf(database, 2).phrase)).toBe(
      "db’s since step 5, shared with w0 from step 10, shared with w1 from step 18, …, taken from w0 and w1 and db’s alone at step 29, shared with w3 from step 41, db’s alone since step 45",
    );
  });

  test("of a page that nobody has had", () => {
    expect(lifeOf(database, 1000)).toEqual({ page: 1000, steps: [], phrase: ["never in use"] });
  });

  test("of a page in a file", () => {
    expect(plain(lifeOf(database, 5).phrase)).toContain("cache’s since step 8");
  });
});

describe("in the page", () => {
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

  async function open(tale: Tale, options: StageOptions = {}): Promise<Stage> {
    stage = await Stage.open(browser, files, [tale], { kernel: "2.6.26+cow", ...options });
    await stage.page.waitForSelector(".transport");
    return stage;
  }

  const step = async (): Promise<string> => (await stage.page.locator(".step-number").innerText()).replace(/\s+/g, "");

  test(
    "a click on a page follows it; n and N move along its life, Escape ends it",
    async () => {
      await open(DATABASE, { step: 34 });
      await stage.page.locator(".pool .cell:nth-child(3)").click();
      const sentence = stage.page.locator(".h-follow");
      expect(await sentence.innerText()).toContain("Following page C: db’s since step 5");
      expect(stage.ofType("view").at(-1)?.view).toEqual({ pin: null, page: 2, zoom: 0, from: null });
      const faint = await stage.page.locator(".timeline .thread.aside").count();
      expect(faint).toBeGreaterThan(0);
      expect(await stage.page.locator(".timeline .thread:not(.aside)").count()).toBeGreaterThan(0);
      await stage.page.keyboard.press("n");
      expect(await step()).toBe("41/60");
      await stage.page.keyboard.press("Shift+N");
      expect(await step()).toBe("29/60");
      await stage.page.keyboard.press("Escape");
      await stage.page.waitForSelector(".h-dies");
      expect(await stage.page.locator(".timeline .thread.aside").count()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "a pinned step is compared with: what differs is counted and has a ring",
    async () => {
      await open(TAKEN, { step: 3 });
      await stage.page.keyboard.press("p");
      await stage.page.waitForSelector(".n-pin");
      await stage.page.keyboard.press("End");
      expect(await stage.page.locator(".n-pin").innerText()).toMatch(/Pinned step 3.*At step 6: .*1 forked · 1 ended/s);
      // The other way round: the step looked at is the earlier one.
      await stage.page.keyboard.press("p");
      await stage.page.keyboard.press("ArrowLeft");
      expect(await stage.page.locator(".n-pin").innerText()).toMatch(/Pinned step 6.*At step 5: .*1 still alive$/s);
      for (let step = 5; step > 3; step--) await stage.page.keyboard.press("ArrowLeft");
      expect(await stage.page.locator(".n-pin").innerText()).toMatch(/At step 3: .*1 not forked yet$/s);
      await stage.page.keyboard.press("p");
      await stage.page.keyboard.press("End");
      expect(await stage.page.locator(".timeline .pin-column").count()).toBe(1);
      expect(await stage.page.locator(".memory h2").innerText()).toMatch(/differs from step 3/i);
      expect(stage.state?.view.pin).toBe(3);
      await stage.page.keyboard.press("Escape");
      expect(await stage.page.locator(".n-pin").count()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "zoom shows fewer steps, wider, and goes back to what fits",
    async () => {
      await open(DATABASE, { step: 30 });
      expect(await stage.page.locator(".overview").count()).toBe(0);
      await stage.page.keyboard.press("+");
      await stage.page.keyboard.press("+");
      await stage.page.waitForSelector(".overview");
      expect(await stage.page.locator(".window-title").innerText()).toMatch(/steps \d+ – \d+/i);
      expect(stage.ofType("view").at(-1)?.view.zoom).toBe(2);
      await stage.page.keyboard.press("0");
      expect(await stage.page.locator(".overview").count()).toBe(0);
      await stage.close();
      await open(longTale(500), { step: 900 });
      const columns = (): Promise<number> => stage.page.locator(".timeline .axis .head").count();
      const before = await columns();
      await stage.page.keyboard.press("-");
      expect(await columns()).not.toBe(before);
    },
    TIMEOUT,
  );

  test(
    "the edges of the overview's frame are drawn to other steps, but never past the chosen one",
    async () => {
      await open(longTale(500), { step: 900 });
      const title = async (): Promise<readonly number[]> =>
        [...(await stage.page.locator(".window-title").innerText()).matchAll(/\d[\d,]*/g)].map(([number]) =>
          Number(number.replace(",", "")),
        );
      const [from = 0, to = 0] = await title();
      const draw = async (edge: "from" | "to", by: number): Promise<void> => {
        const box = await stage.page.locator(`.overview-edge.${edge}`).boundingBox();
        if (box === null) throw new Error("no edge");
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        await stage.page.mouse.move(x, y);
        await stage.page.mouse.down();
        await stage.page.mouse.move(x + by, y, { steps: 4 });
        await stage.page.mouse.up();
      };
      await draw("from", -60);
      const [wider = 0, same] = await title();
      expect(wider).toBeLessThan(from);
      expect(same).toBe(to);
      expect(stage.ofType("view").at(-1)?.view.from).toBe(wider);
      expect(await step()).toContain("900/");
      await draw("to", -500);
      expect(await title()).toEqual([wider, 900]);
      await stage.page.keyboard.press("0");
      expect(await title()).toEqual([from, to]);
      expect(stage.ofType("view").at(-1)?.view.from).toBe(null);
    },
    TIMEOUT,
  );

  test(
    "the overview stands over the drawing of its window",
    async () => {
      await open(DATABASE, { step: 30 });
      await stage.page.keyboard.press("+");
      const begins = (selector: string): Promise<number> =>
        stage.page.locator(selector).evaluate((element) => element.getBoundingClientRect().left);
      await stage.page.waitForSelector(".overview-window");
      const slider = await begins(".track:not(.past)");
      const rung = await begins(".timeline .rung >> nth=0");
      expect(Math.abs(slider - rung)).toBeLessThan(1);
    },
    TIMEOUT,
  );

  test(
    "S asks for the next way in which the text moves the panel; the button says which one it is",
    async () => {
      await open(TAKEN);
      await stage.page.keyboard.press("s");
      await expect.poll(() => stage.ofType("sync").at(-1)?.sync).toBe("mouse");
      await stage.post({ type: "settings", settings: { sync: "off", key: false, alone: false } });
      await stage.page.getByRole("button", { name: "Stays at its step" }).waitFor();
      expect(await stage.page.locator(".key").count()).toBe(0);
    },
    TIMEOUT,
  );

  test(
    "what was set comes back with the picture, as far as the run has it",
    async () => {
      await open(TAKEN);
      const picture = stage.picture();
      await stage.show(5, {});
      stage.state = { ...stage.state!, view: { pin: 99, page: 0, zoom: 1, from: null } };
      await stage.show(5, picture);
      await stage.page.waitForSelector(".h-follow");
      expect(await stage.page.locator(".n-pin").count()).toBe(0);
    },
    TIMEOUT,
  );
});
