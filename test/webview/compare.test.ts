/** Compare, What if and the remedies, over a text that is really parsed, run and edited. */
import { mkdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { Desk, type DeskOptions } from "./desk.js";
import { bundle, launch } from "./stage.js";

const FOLDER = "test-results/screenshots/webview";
const TIMEOUT = 60_000;
const STORY = `scenario "the child is unmapped by its parent's COW" {
  kernel 2.6.26+cow, 2.6.26, 2.6.26+reserve, 6.12
  pool 2
  process parent

  parent: a = mmap(/dev/hugepages/data, 2, MAP_PRIVATE)
  parent: write a[0]
  parent: write a[1]
  parent: child = fork()
  parent: write a[0]
  child: read a[0]
}
`;

/** In written order nobody dies under any of them; where nothing is promised at mmap the second to come may find no page. */
const RACE = `scenario "race" {
  kernel 2.6.26, 2.6.26+cow, 6.12
  pool 1
  process left, right

  left: a = mmap(/dev/hugepages/left, 1, MAP_PRIVATE)
  right: a = mmap(/dev/hugepages/right, 1, MAP_PRIVATE)
  concurrent {
    left: write a[0]
    left: exit()
    right: write a[0]
    right: exit()
  }
}
`;

/** More orders than are looked at here. */
const CROWD = `scenario "crowd" {
  kernel 6.12
  pool 8
  process a, b, c, d

  concurrent {
${["a", "b", "c", "d"].map((name) => `    ${name}: m = mmap(/dev/hugepages/${name}, 2, MAP_PRIVATE)\n    ${name}: write m\n    ${name}: munmap(m)`).join("\n")}
  }
}
`;

let browser: Browser;
let files: { script: string; style: string };

beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true });
  [browser, files] = await Promise.all([launch(), bundle()]);
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

async function withDesk(options: DeskOptions, act: (desk: Desk) => Promise<void>, text = STORY): Promise<void> {
  const desk = await Desk.open(browser, files, text, options);
  try {
    await desk.page.waitForSelector(".link-item");
    await act(desk);
    expect(desk.errors).toEqual([]);
  } finally {
    await desk.close();
  }
}

/** What stands on each kernel's chip, as it is told under the pointer. */
function chipsOf(page: Page): Promise<(string | null)[]> {
  return page.locator(".chip").evaluateAll((chips) => chips.map((chip) => chip.getAttribute("title")));
}

async function shoot({ page }: Desk, name: string): Promise<void> {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: size?.width ?? 1000, height });
  await page.screenshot({ path: `${FOLDER}/${name}.png` });
}

test(
  "one row a different run, on one axis, with the first difference marked",
  async () => {
    for (const [theme, width] of [
      ["dark", 1000],
      ["light", 420],
      ["high-contrast", 1000],
    ] as const)
      await withDesk({ theme, width }, async (desk) => {
        const { page } = desk;
        await page.keyboard.press("c");
        await page.waitForSelector(".compare-row");
        await page.locator(".row-form input").first().fill("3");
        await page.locator(".row-form button[type=submit]").click();
        await page.waitForFunction(() => document.querySelectorAll(".compare-row").length === 4);
        const heads = await page.locator(".row-head h3").allTextContents();
        expect(heads).toEqual(["2.6.26+cow = 6.12", "2.6.26", "2.6.26+reserve", "2.6.26+cow · what if pool 3"]);
        expect(await page.locator(".row-verdict").allTextContents()).toEqual([
          "child SIGBUS",
          "parent SIGKILL",
          "parent SIGKILL",
          "nobody dies",
        ]);
        expect(await page.locator(".h-compare").textContent()).toMatch(/First difference at step 5/);
        // On one axis: the line stands at the same place in every row.
        const places = await page
          .locator(".difference")
          .evaluateAll((lines) => lines.map((line) => line.getAttribute("d")?.split(" ")[0]));
        expect(new Set(places).size).toBe(1);
        await shoot(desk, `compare-${String(width)}-${theme}`);
        await page
          .locator(".compare-row")
          .nth(1)
          .locator("svg.timeline")
          .click({ position: { x: width / 2, y: 60 } });
        await page.waitForSelector(".run");
        expect(await page.locator('.chip[aria-checked="true"]').textContent()).toContain("2.6.26");
      });
  },
  TIMEOUT,
);

test(
  "what is tried is run, told apart from the file, written with one button, and dropped with another",
  async () => {
    for (const [theme, width] of [
      ["dark", 1000],
      ["light", 420],
      ["high-contrast-light", 600],
    ] as const)
      await withDesk({ theme, width }, async (desk) => {
        const { page } = desk;
        await page.keyboard.press("i");
        await page.locator(".what-if input").first().fill("3");
        await page.waitForSelector(".what-if-words .verdict");
        expect(await page.locator(".what-if-words").textContent()).toBe(
          "Tried: nobody dies. As written (pool 2): child SIGBUS.",
        );
        await page.waitForSelector(".headline.h-fine");
        expect(desk.text).toBe(STORY);
        await shoot(desk, `what-if-${String(width)}-${theme}`);
        await page.getByText("Drop").click();
        await page.waitForSelector(".headline.h-dies");
        await page.keyboard.press("i");
        await page.locator(".what-if input").first().fill("4");
        await page.getByText("Write into the file").click();
        await page.waitForSelector(".headline.h-fine");
        expect(desk.text).toBe(STORY.replace("pool 2", "pool 4"));
      });
  },
  TIMEOUT,
);

test(
  "the shortest interleaving in which somebody dies is shown step by step, and the written order again",
  async () => {
    const text = `scenario "race" {
  kernel 6.12
  pool 2
  process p

  p: a = mmap(anon, 2, MAP_PRIVATE)
  p: write a
  p: c = fork()
  concurrent {
    c: read a[0]
    c: exit()
    p: write a[0]
  }
}
`;
    for (const [theme, width] of [
      ["dark", 1000],
      ["light", 420],
    ] as const)
      await withDesk(
        { theme, width },
        async (desk) => {
          const { page } = desk;
          const strip = page.locator(".interleavings");
          await strip.waitFor();
          expect(await strip.textContent()).toMatch(/ in \d+ of \d+ interleavings\. Below: the written order\./);
          await strip.getByRole("button").click();
          await page.waitForFunction(() =>
            document.querySelector(".interleavings")?.textContent.includes("the shortest"),
          );
          await page.waitForSelector(".headline.h-dies, .headline.h-failed, .headline.h-bug");
          await shoot(desk, `interleavings-${String(width)}-${theme}`);
          await strip.getByText("Written order").click();
          await page.waitForFunction(() =>
            document.querySelector(".interleavings")?.textContent.includes("written order"),
          );
        },
        text,
      );
  },
  TIMEOUT,
);

test(
  "a kernel's chip says what comes of every order of concurrent steps",
  async () => {
    for (const [theme, width] of [
      ["dark", 1000],
      ["light", 400],
      ["high-contrast", 1000],
    ] as const)
      await withDesk(
        { theme, width },
        async (desk) => {
          await desk.page.locator(".interleavings").waitFor();
          expect(await chipsOf(desk.page)).toEqual([
            "2.6.26, right SIGKILL in some orders",
            "2.6.26+cow, nobody dies",
            "6.12, nobody dies",
          ]);
          const marks = desk.page.locator(".chip .verdict");
          expect(await marks.evaluateAll((each) => each.map((mark) => mark.getAttribute("class")))).toEqual([
            "verdict v-sometimes",
            "verdict v-fine",
            "verdict v-fine",
          ]);
          await shoot(desk, `chips-${String(width)}-${theme}`);
          // It is the kernel's verdict, whichever order is shown.
          await desk.page.getByRole("button", { name: /^The shortest/u }).click();
          await desk.page.locator(".headline.h-dies").waitFor();
          expect((await chipsOf(desk.page))[0]).toBe("2.6.26, right SIGKILL in some orders");
        },
        RACE,
      );
  },
  TIMEOUT,
);

test(
  "a chip calls nothing fine that was not looked at",
  async () => {
    for (const [theme, width] of [
      ["light", 1000],
      ["dark", 400],
      ["high-contrast-light", 1000],
    ] as const)
      await withDesk(
        { theme, width, states: 1 },
        async (desk) => {
          await desk.page.locator(".interleavings").waitFor();
          expect(await chipsOf(desk.page)).toEqual(["6.12, nobody dies so far"]);
          expect(await desk.page.locator(".chips .v-open, .interleavings .v-open").count()).toBe(2);
          await shoot(desk, `chips-partial-${String(width)}-${theme}`);
          await desk.page.locator(".interleavings").getByRole("button", { name: "Change the limit" }).click();
          expect(desk.sent.at(-1)).toEqual({ type: "limit", of: "interleavings" });
        },
        CROWD,
      );
  },
  TIMEOUT,
);

test(
  "a kernel that the file does not list can be tried",
  async () => {
    await withDesk({}, async (desk) => {
      const { page } = desk;
      await page.keyboard.press("i");
      await page.locator(".what-if select").selectOption("6.1");
      await page.waitForSelector(".what-if-words .verdict");
      expect(await page.locator(".what-if-words").textContent()).toContain("As written (kernel 2.6.26+cow)");
      await page.getByText("Write into the file").click();
      await expect.poll(() => desk.text).toContain("kernel 6.1, 2.6.26+cow, 2.6.26");
    });
  },
  TIMEOUT,
);

test(
  "a remedy that makes a call fail is no death",
  async () => {
    const story = `scenario "both start" {
  kernel 6.12
  pool 2
  process first, second
  first:  a = mmap(/dev/hugepages/one, 2, MAP_PRIVATE | MAP_NORESERVE)
  second: b = mmap(/dev/hugepages/two, 1, MAP_PRIVATE)
  first:  write a
}
`;
    const desk = await Desk.open(browser, files, story, { width: 1000 });
    const failing = desk.page.locator(".moves .remedy", { hasText: "a without MAP_NORESERVE" });
    await failing.waitFor();
    expect(await failing.locator(".remedy-outcome").textContent()).toBe("mmap of second answers ENOMEM");
    expect(await failing.locator(".v-failed").count()).toBe(1);
    expect(desk.errors).toEqual([]);
    await shoot(desk, "remedies-failed-1000-dark");
    await desk.close();
  },
  TIMEOUT,
);

test(
  "what would save them stands below why, those that only change what goes wrong apart, and a click does it",
  async () => {
    await withDesk({ width: 1000 }, async (desk) => {
      const { page } = desk;
      await page.waitForSelector(".remedy");
      const saving = await page.locator(".saves .remedy").allTextContents();
      expect(saving.slice(0, 2)).toEqual(["Pool 3nobody dies", "Overcommit 1nobody dies"]);
      expect(await page.locator(".moves h2").textContent()).toBe("What would only change what goes wrong");
      expect(await page.locator(".moves .remedy").count()).toBeGreaterThan(0);
      expect(await page.locator(".moves .v-dies").count()).toBe(await page.locator(".moves .remedy").count());
      await shoot(desk, "remedies-1000-dark");
      await page.locator(".remedy").first().click();
      await page.waitForSelector(".headline.h-fine");
      expect(desk.text).toBe(STORY.replace("pool 2", "pool 3"));
      expect(await page.locator(".remedy").count()).toBe(0);
    });
  },
  TIMEOUT,
);
