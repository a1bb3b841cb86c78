/** Why the chosen step did what it did: the chain from cause to effect, each link with the kernel function of its rule. */
import { html, classes } from "./dom/view.js";
import type { ElementView, View } from "./dom/view.js";
import { linkIcon } from "./icon.js";
import { phraseViews, stepLink } from "./phrase.js";
import { resultWords } from "./speech.js";
import type { PictureStep, Why, WhyLink } from "../language/picture/picture.js";
import { written } from "./number.js";

/** Where a reader finds a commit of the kernel by its abbreviated id. */
const COMMITS = "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id=";
const COMMIT = /^[0-9a-f]{7,40}$/;

export function whyView(
  why: Why | null,
  chosen: number,
  found: PictureStep | null,
  go: (step: number) => void,
  below: readonly View[],
): ElementView {
  const children: View[] = [
    html("h2", {}, ["Why ", html("span", {}, [subtitle(why, chosen, found)])], { key: "head" }),
  ];
  if (why !== null) {
    children.push(
      html(
        "ol",
        { class: "chain" },
        why.links.map((link, at) => linkView(link, why.links[at + 1] ?? null, `${why.step}:${at}`, chosen, go)),
        { key: "chain" },
      ),
    );
    if (why.links.length === 0)
      children.push(html("p", { class: "summary" }, phraseViews(why.summary, go), { key: "summary" }));
    if (why.printk !== null)
      children.push(html("div", { class: "printk", title: "What the kernel logs" }, [why.printk], { key: "printk" }));
  }
  children.push(...below);
  return html("section", { class: "why", "aria-label": "Why", tabindex: -1 }, children, { key: "why" });
}

function subtitle(why: Why | null, chosen: number, found: PictureStep | null): string {
  if (found === null || chosen === 0) return "before the first step";
  const words = resultWords(found.result);
  const result = words === null ? "" : ` · ${words}`;
  const shown = why === null || why.step === chosen ? chosen : why.step;
  return shown === chosen ? `${found.actor ?? "sysctl"}${result} · step ${written(chosen)}` : `step ${written(shown)}`;
}

function linkView(
  link: WhyLink,
  next: WhyLink | null,
  key: string,
  chosen: number,
  go: (step: number) => void,
): ElementView {
  const hot =
    link.glyph === "taken" ||
    (link.glyph === "none" && next?.glyph === "killed") ||
    (link.glyph === "look" && next?.glyph === "killed");
  const commit = link.commit;
  return html(
    "li",
    { class: classes("link-item", hot && "hot") },
    [
      linkIcon(link),
      html("p", { class: "say" }, phraseViews(link.phrase, go)),
      link.step === chosen || link.step === 0
        ? html("span", { class: "at" }, [link.step === 0 ? "" : written(link.step)])
        : html("span", { class: "at" }, [stepLink(link.step, written(link.step), go, `Step ${link.step}`)]),
      html("p", { class: "source" }, [
        link.fn === "" ? null : html("code", {}, [link.fn]),
        commit === null
          ? null
          : COMMIT.test(commit)
            ? html("a", { href: COMMITS + commit, title: "The commit that made this rule" }, [commit])
            : html("code", {}, [commit]),
      ]),
    ],
    { key },
  );
}
