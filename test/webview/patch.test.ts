/** However the views of a page follow one another, it comes to be what a page made anew would be, and elements with a key stay the same. */
import { build } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { patch } from "../../webview/dom/patch.js";
import type { ElementView, View } from "../../webview/dom/view.js";
import { launch, newPage } from "./stage.js";

const TIMEOUT = 60_000;
const RUNS = 1000;

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const [found, script] = await Promise.all([
    launch(),
    build({
      bundle: true,
      write: false,
      format: "iife",
      globalName: "dom",
      entryPoints: ["webview/dom/patch.ts"],
    }),
  ]);
  browser = found;
  page = await newPage(browser, {});
  await page.addScriptTag({ content: script.outputFiles[0]?.text ?? "" });
}, TIMEOUT);

afterAll(async () => {
  await browser.close();
});

const attributes = fc.record(
  { class: fc.constantFrom("a", "b", null), title: fc.constantFrom("x", "", false, true), tabindex: fc.nat(2) },
  { requiredKeys: [] },
);
const style = fc.record({ color: fc.constantFrom("red", "blue") }, { requiredKeys: [] });

/** Siblings: no key twice. */
function siblings(depth: number): fc.Arbitrary<View[]> {
  const element: fc.Arbitrary<ElementView> = fc.record({
    tag: fc.constantFrom("p", "g"),
    svg: fc.constant(false),
    attributes,
    children: depth === 0 ? fc.constant([]) : siblings(depth - 1),
    extras: fc.record({ key: fc.constantFrom("k", "l", "m"), style }, { requiredKeys: [] }),
  });
  const keyOf = (view: View): string | null =>
    view === null || typeof view === "string" ? null : (view.extras.key ?? null);
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: element }, fc.constantFrom("one", "two", "", null)), { maxLength: 3 })
    .map((views) =>
      views.filter(
        (view, at) => keyOf(view) === null || views.findIndex((other) => keyOf(other) === keyOf(view)) === at,
      ),
    );
}

test(
  "a page patched is a page made anew",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(siblings(2), { minLength: 2, maxLength: 6 }), async (pages) => {
        const found = await page.evaluate((pages) => {
          const { patch: patching } = (globalThis as unknown as { dom: { patch: typeof patch } }).dom;
          const root = document.createElement("main");
          let before: readonly View[] = [];
          let kept = new Map<string, Element>();
          return pages.map((views) => {
            patching(root, views);
            const fresh = document.createElement("main");
            patching(fresh, views);
            const now = new Map<string, Element>();
            const elements = [...root.children];
            const lost: string[] = [];
            let at = 0;
            for (const view of views) {
              if (view === null || typeof view === "string") continue;
              const element = elements[at++];
              const { key } = view.extras;
              if (key === undefined || element === undefined) continue;
              now.set(key, element);
              const old = before.find(
                (one): one is ElementView => one !== null && typeof one !== "string" && one.extras.key === key,
              );
              const same = old?.tag === view.tag && old.svg === view.svg;
              if (same && kept.get(key) !== element) lost.push(key);
            }
            before = views;
            kept = now;
            // The order of attributes and an empty style mean nothing.
            const copy = root.cloneNode(true) as Element;
            for (const element of copy.querySelectorAll('[style=""]')) element.removeAttribute("style");
            return { html: root.outerHTML, fresh: fresh.outerHTML, alike: copy.isEqualNode(fresh), lost };
          });
        }, pages);
        for (const { html, fresh, alike, lost } of found) {
          expect(alike, `${html} should be ${fresh}`).toBe(true);
          expect(lost).toEqual([]);
        }
      }),
      { numRuns: RUNS },
    );
  },
  TIMEOUT,
);
