/** What keys and buttons ask for, and which key asks for what. */

export type Command =
  | "previous"
  | "next"
  | "previous-10"
  | "next-10"
  | "first"
  | "last"
  | "next-death"
  | "previous-death"
  | "next-taking"
  | "previous-taking"
  | "previous-own"
  | "next-own"
  | "previous-of-page"
  | "next-of-page"
  | "lane-up"
  | "lane-down"
  | "play"
  | "speed"
  | "speed-1"
  | "speed-10"
  | "speed-100"
  | "pin"
  | "zoom-in"
  | "zoom-out"
  | "zoom-none"
  | "sync"
  | "next-kernel"
  | "previous-kernel"
  | "reveal"
  | "why"
  | "harms"
  | "compare"
  | "what-if"
  | "export"
  | "help"
  | "escape";

const KEYS: Readonly<Record<string, Command>> = {
  ArrowLeft: "previous",
  ArrowRight: "next",
  "Shift+ArrowLeft": "previous-10",
  "Shift+ArrowRight": "next-10",
  ArrowUp: "lane-up",
  ArrowDown: "lane-down",
  Home: "first",
  End: "last",
  d: "next-death",
  "Shift+d": "previous-death",
  t: "next-taking",
  "Shift+t": "previous-taking",
  "[": "previous-own",
  "]": "next-own",
  n: "next-of-page",
  "Shift+n": "previous-of-page",
  p: "pin",
  s: "sync",
  "+": "zoom-in",
  "=": "zoom-in",
  "-": "zoom-out",
  0: "zoom-none",
  k: "next-kernel",
  "Shift+k": "previous-kernel",
  l: "harms",
  w: "why",
  c: "compare",
  i: "what-if",
  e: "export",
  " ": "play",
  1: "speed-1",
  2: "speed-10",
  3: "speed-100",
  Enter: "reveal",
  "?": "help",
  Escape: "escape",
};

/** What an exported page cannot do: it has no host and no text beside it. */
export const NEEDS_HOST: ReadonlySet<Command> = new Set(["compare", "what-if", "export", "sync", "reveal"]);

/** What `?` lists; `command` where a page without a host may lack it. */
export const KEY_HELP: readonly (readonly [keys: string, what: string, command?: Command])[] = [
  ["← →", "step back, step"],
  ["Shift + ← →", "ten steps"],
  ["Home  End", "first step, last step"],
  ["D  Shift + D", "next death, previous death"],
  ["T  Shift + T", "next page taken, previous"],
  ["L", "list of deaths, pages taken, failed calls"],
  ["[  ]", "previous, next step of this process"],
  ["N  Shift + N", "next, previous event of the page followed"],
  ["↑ ↓", "process above, below"],
  ["P", "pin the step to compare with; unpin"],
  ["+  −  0", "wider, narrower, as it fits"],
  ["S", "follow the cursor, clicks, nothing", "sync"],
  ["K  Shift + K", "next kernel, previous kernel"],
  ["Space", "play, pause"],
  ["1  2  3", "speed 1×, 10×, 100×"],
  ["W", "why"],
  ["C", "compare the kernels", "compare"],
  ["I", "what if", "what-if"],
  ["E", "export", "export"],
  ["Enter", "go to the line", "reveal"],
  ["Esc", "follow no page, unpin"],
  ["?", "these keys"],
];

/** The command of a key press; null when the key belongs to the element that has the focus, or to nobody. */
export function commandOf(event: KeyboardEvent): Command | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const single = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = single.length === 1 && single >= "a" && single <= "z";
  const name = event.shiftKey && (letter || event.key.startsWith("Arrow")) ? `Shift+${single}` : single;
  const command = KEYS[name] ?? null;
  if (command === null) return null;
  const focus = event.target instanceof Element ? event.target : null;
  if ((event.key === "Enter" || event.key === " ") && focus?.closest("button, a, summary, [role=option]") != null)
    return null;
  if (event.key.startsWith("Arrow") && focus?.closest("[role=grid], [role=listbox], [role=radiogroup]") != null)
    return null;
  if ((event.key === "Home" || event.key === "End") && focus?.closest("[role=grid], [role=listbox]") != null)
    return null;
  return command;
}
