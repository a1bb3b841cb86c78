/** The threads of all lanes: one thin bar a page slot. */
import { svg, classes } from "../dom/view.js";
import type { ElementView } from "../dom/view.js";
import { hueClass, pagesText } from "../ink.js";
import type { Process } from "../../language/picture/state/state.js";
import type { Thread } from "../story/thread.js";
import { round } from "./glyph.js";
import { laneOf, xOf } from "./layout.js";
import type { Layout } from "./layout.js";
import type { PageId } from "../../engine/index.js";
import { written } from "../number.js";

/** Least width of a bar that carries a letter; of each character more. */
const LETTER_ROOM = 16;
const CHARACTER = 6.8;
const PROMISED_ROOM = 70;
/** Between words and a fork's line. */
const BRANCH_SPACE = 3;
/** Bars as low as this have small letters. */
const SMALL = 10;
const WORD_CHARACTER = 5.9;

/** A fork's line from a parent's lane down to its child's, which words keep clear of. */
interface Branch {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

export function threadViews(
  threads: readonly Thread[],
  lanes: readonly Process[],
  layout: Layout,
  follow: PageId | null,
): ElementView[] {
  const views: ElementView[] = [];
  const born = new Map(lanes.map((process) => [process.pid, process.born]));
  const branches = branchesOf(lanes, layout);
  for (const thread of threads) {
    const lane = laneOf(layout, thread.pid);
    if (lane === undefined) continue;
    // A fork's branch has a round corner; the child's threads begin behind it.
    const inset =
      thread.from === born.get(thread.pid) && thread.from >= layout.from ? Math.min(8, layout.column / 2) : 0;
    const from = xOf(layout, thread.from) + inset;
    const to = thread.to === null ? layout.end : xOf(layout, thread.to);
    const y = lane.threads + thread.row * (layout.thread + layout.gap);
    const crossing = branches.filter(({ x, top, bottom }) => x > from + 1 && top < y && y < bottom);
    const clear = Math.min(to, ...crossing.map(({ x }) => x - BRANCH_SPACE)) - from;
    views.push(threadView(thread, from, Math.max(from + 1, to), y, clear, layout, follow));
  }
  return views;
}

function branchesOf(lanes: readonly Process[], layout: Layout): readonly Branch[] {
  return lanes.flatMap(({ pid, parent, born }) => {
    const [above, below] = [parent === null ? undefined : laneOf(layout, parent), laneOf(layout, pid)];
    const inView = born >= layout.from && born <= layout.to;
    return inView && above !== undefined && below !== undefined
      ? [{ x: xOf(layout, born), top: above.life, bottom: below.life }]
      : [];
  });
}

function threadView(
  thread: Thread,
  from: number,
  to: number,
  y: number,
  clear: number,
  layout: Layout,
  follow: PageId | null,
): ElementView {
  const { look } = thread;
  const width = to - from;
  const page = "page" in look ? look.page : null;
  const tall = layout.thread;
  const children: ElementView[] = [];
  if (look.look === "absent") {
    children.push(svg("path", { class: "bar", d: `M${round(from + 1)} ${round(y + tall / 2)}H${round(to - 1)}` }));
  } else {
    const solid = look.look === "own";
    children.push(
      svg("rect", {
        class: "bar",
        x: round(from + 0.5),
        y: round(solid ? y : y + 0.5),
        width: round(Math.max(0.5, width - 1)),
        height: round(solid ? tall : tall - 1),
        rx: layout.dense ? 1 : 2.5,
      }),
    );
  }
  if (!layout.dense && clear > LETTER_ROOM && page !== null)
    children.push(...letterViews(thread, page, from, y, clear, tall));
  else if (!layout.dense && clear > PROMISED_ROOM && look.look === "promised")
    children.push(...promisedViews(promisedText(thread, clear), from, y, tall));
  return svg(
    "g",
    {
      class: classes(
        "thread",
        `t-${look.look}`,
        page === null ? null : hueClass(page),
        layout.dense && "dense",
        follow !== null && page !== follow && "aside",
      ),
    },
    children,
    { key: thread.key },
  );
}

function promisedText({ count }: Thread, width: number): string {
  const counted = `${written(count)} promised`;
  return count > 1 && width > PROMISED_ROOM + (counted.length - "promised".length) * CHARACTER ? counted : "promised";
}

/** Words on hatching stand on a patch of paper. */
function promisedViews(words: string, from: number, y: number, tall: number): ElementView[] {
  const width = words.length * WORD_CHARACTER + 6;
  return [
    svg("rect", {
      class: "patch",
      x: round(from + 6),
      y: round(y + 1.5),
      width: round(width),
      height: tall - 3,
      rx: 2,
    }),
    svg("text", { class: "word", x: round(from + 9), y: round(y + tall / 2 + 3.3) }, [words]),
  ];
}

function letterViews(
  thread: Thread,
  page: number,
  from: number,
  y: number,
  width: number,
  tall: number,
): ElementView[] {
  const middle = y + tall / 2;
  const baseline = middle + (tall <= SMALL ? 3.2 : 4);
  const fits = (text: string): boolean => LETTER_ROOM + (text.length - 1) * CHARACTER < width;
  const one = pagesText(page, 1);
  const all = pagesText(page, thread.count);
  const letter = fits(all) ? all : fits(one) ? one : null;
  if (letter === null) return [];
  if (thread.look.look !== "taken")
    return [
      svg("text", { class: classes("letter", tall <= SMALL && "small"), x: round(from + 6.5), y: round(baseline) }, [
        letter,
      ]),
    ];
  const words = `${letter} taken`;
  const told = fits(words);
  return [
    svg("rect", {
      class: "patch",
      x: round(from + 4),
      y: round(y + 1.5),
      width: round((told ? words : letter).length * CHARACTER + 6),
      height: tall - 3,
      rx: 2,
    }),
    svg("text", { class: classes("lost-letter", tall <= SMALL && "small"), x: round(from + 7), y: round(baseline) }, [
      told ? words : letter,
    ]),
    ...(told
      ? []
      : [
          svg("path", {
            class: "strike",
            d: `M${round(from + 6)} ${round(middle)}h${round(letter.length * CHARACTER + 2)}`,
          }),
        ]),
  ];
}
