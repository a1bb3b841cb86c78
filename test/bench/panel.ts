/**
 * What the panel's page costs in a browser: from the message to the first frame with the picture, and what a step costs
 * while one scrubs. Frames are timed inside the page; script is the time that the page's thread ran it, whatever else the
 * machine did meanwhile.
 */
import type { Browser, CDPSession, Page } from "playwright-core";
import { NO_VIEW } from "../../language/picture/messages.js";
import type { ToWebview } from "../../language/picture/messages.js";
import type { SentPicture } from "../../language/picture/wire.js";
import { bundle, launch, newPage, openPanel, sentOf } from "../webview/stage.js";
import { tell } from "../webview/told.js";
import type { Comparison, Side } from "./compare.js";
import { longTale } from "./tales.js";
import type { Size } from "./tales.js";

const WINDOW = { width: 1200, height: 1000 } as const;
/** Steps scrubbed over in one go; a figure is what one of them costs. */
const STEPS = 60;
/** Between the opening of a page and its message. */
const CALM_MS = 500;

const SIZES: readonly Size[] = [
  { steps: 1_000, processes: 8, pages: 64 },
  { steps: 10_000, processes: 8, pages: 64 },
  { steps: 100_000, processes: 8, pages: 64 },
  { steps: 10_000, processes: 64, pages: 1_024 },
  { steps: 10_000, processes: 8, pages: 100_000 },
];

/** The least that a page can do with a picture: it says what it is of. */
const BARE = `const api = acquireVsCodeApi();
const root = document.getElementById("root");
root.innerHTML = '<main></main><input type="range">';
const main = root.querySelector("main");
root.querySelector("input").addEventListener("input", (event) => { main.textContent = event.currentTarget.value; });
addEventListener("message", (event) => {
  const { run } = event.data.picture;
  main.textContent = run.scenario;
  root.querySelector("input").max = String(run.order.length);
});
api.postMessage({ type: "ready" });`;

interface Files {
  readonly script: string;
  readonly style: string;
}

interface Timed {
  readonly overriddenDuration: number;
}

/** Everything that is measured, with one browser for all of it. */
export async function panelComparisons(): Promise<readonly Comparison[]> {
  const [browser, files] = await Promise.all([launch(), bundle()]);
  const bare: Files = { script: BARE, style: "" };
  const [smallest, ...others] = SIZES.map((size) => ({ size, message: messageOf(size) }));
  if (smallest === undefined) throw new RangeError("no sizes");
  const all = [smallest, ...others];
  const paints = all.map(({ size, message }): Comparison => ({
    name: `first paint of ${words(size)}`,
    subject: { label: "message to frame", run: () => firstPaint(browser, files, message) },
    baseline: { label: "a page that only sets a text", run: () => firstPaint(browser, bare, message) },
    ...FEW,
  }));
  const small = await Scrub.open(browser, files, smallest.message);
  const plain = await Scrub.open(browser, bare, smallest.message);
  const scrubs: Comparison[] = [];
  for (const { size, message } of all) {
    const page = size === smallest.size ? small : await Scrub.open(browser, files, message);
    const beside = words(smallest.size);
    scrubs.push(
      script(`script of a step, key by key, ${words(size)}`, page.side("script", "key"), {
        ...small.side("script", "key"),
        label: beside,
      }),
      script(`script of a step, dragged over ${words(size)}`, page.side("script", "drag"), {
        ...small.side("script", "drag"),
        label: beside,
      }),
      script(`frame while dragged over ${words(size)}`, page.side("frame", "drag"), {
        ...plain.side("frame", "drag"),
        label: "a page that only sets a text",
      }),
    );
  }
  const done = async (): Promise<void> => browser.close();
  return [...paints, ...scrubs].map((comparison, at, list) =>
    at === list.length - 1 ? { ...comparison, done } : comparison,
  );
}

/** A browser's page is opened for every run: fewer of them than of what takes microseconds. */
const FEW = { rounds: 3, slice: 1, runs: 1 } as const;

function script(name: string, subject: Side, baseline: Side): Comparison {
  return { name, subject, baseline, ...FEW };
}

function words({ steps, processes, pages }: Size): string {
  const pool = pages > 1_024 ? `, ${pages.toLocaleString("en")} pages` : "";
  return `${steps.toLocaleString("en")} steps x ${processes} processes${pool}`;
}

function messageOf(size: Size): ToWebview {
  const run = tell(longTale(size), "2.6.26+cow");
  const picture: SentPicture = sentOf(run);
  return { type: "picture", picture, step: Math.round(run.steps.length * 0.9), view: NO_VIEW };
}

async function opened(browser: Browser, files: Files): Promise<Page> {
  const page = await newPage(browser, WINDOW);
  await openPanel(page, files, WINDOW, {
    error: (text) => {
      throw new Error(`the page says: ${text}`);
    },
  });
  return page;
}

/** Milliseconds from the message to the end of the first frame behind it, in a page that was just opened. */
async function firstPaint(browser: Browser, files: Files, message: ToWebview): Promise<Timed> {
  const page = await opened(browser, files);
  const overriddenDuration = await show(page, message);
  await page.context().close();
  return { overriddenDuration };
}

async function show(page: Page, message: ToWebview): Promise<number> {
  return page.evaluate(
    async ({ data, calm }) => {
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      // What the page does to get ready is over, and what the browser does to close the one before it.
      await new Promise((resolve) => {
        setTimeout(resolve, calm);
      });
      await frame();
      const heard = new Promise((resolve) => {
        addEventListener("message", resolve, { once: true });
      });
      const begin = performance.now();
      postMessage(data, "*");
      await heard;
      await frame();
      // The task behind a frame's callbacks runs when the frame is on its way.
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      return performance.now() - begin;
    },
    { data: message, calm: CALM_MS },
  );
}

type Way = "key" | "drag";

/** A page that is scrubbed over, a step a frame. */
class Scrub {
  readonly #page: Page;
  readonly #devtools: CDPSession;

  private constructor(page: Page, devtools: CDPSession) {
    this.#page = page;
    this.#devtools = devtools;
  }

  static async open(browser: Browser, files: Files, message: ToWebview): Promise<Scrub> {
    const page = await opened(browser, files);
    await show(page, message);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    return new Scrub(page, devtools);
  }

  side(what: "script" | "frame", way: Way): Omit<Side, "label"> & { label: string } {
    return {
      label: what,
      run: async (): Promise<Timed> => {
        const found = await this.#scrub(way);
        return { overriddenDuration: found[what] };
      },
    };
  }

  /** Milliseconds of script a step, and from frame to frame. */
  async #scrub(way: Way): Promise<{ readonly script: number; readonly frame: number }> {
    const before = await this.#ran();
    const frame = await this.#page.evaluate(
      async ({ way, steps }) => {
        const range = document.querySelector<HTMLInputElement>("input[type=range]");
        if (range === null) throw new Error("nothing to scrub");
        const length = Number(range.max);
        const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
        const move = (at: number): void => {
          if (way === "key") {
            // There and back again, so that every round is alike.
            const key = at < steps / 2 ? "ArrowRight" : "ArrowLeft";
            document.dispatchEvent(new KeyboardEvent("keydown", { key }));
            return;
          }
          range.value = String(Math.round((length * (at + 1)) / (steps + 1)));
          range.dispatchEvent(new Event("input", { bubbles: true }));
        };
        const begin = await frame();
        let last = begin;
        for (let at = 0; at < steps; at++) {
          move(at);
          last = await frame();
        }
        // What was left out while dragging is drawn when the pointer rests, and counted.
        for (let rest = 0; rest < 4; rest++) await frame();
        return (last - begin) / steps;
      },
      { way, steps: STEPS },
    );
    return { script: ((await this.#ran()) - before) / STEPS, frame };
  }

  /** Milliseconds that the page's thread has run script so far, in handlers, timers and frames alike. */
  async #ran(): Promise<number> {
    const { metrics } = await this.#devtools.send("Performance.getMetrics");
    const seconds = metrics.find(({ name }) => name === "ScriptDuration")?.value;
    if (seconds === undefined) throw new Error("the browser does not say how long it ran script");
    return seconds * 1000;
  }
}
