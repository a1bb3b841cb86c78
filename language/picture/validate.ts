/** Guards for what comes in at either end of the panel's wire, and for what the panel remembers. */
import {
  type Guard,
  isBoolean,
  isCount,
  isEither,
  isInteger,
  isListOf,
  isObject,
  isOneOf,
  isOnly,
  isString,
  orNull,
} from "./guard.js";
import { type FromWebview, type PanelState, PROTOCOL, type ToWebview } from "./messages.js";
import type {
  KernelChoice,
  Phrase,
  Picture,
  PictureProcess,
  PictureStep,
  Piece,
  RunPicture,
  ScenarioChoice,
  Verdict,
  Why,
  WhyLink,
} from "./picture.js";
import type { Counters, Event, EventKind } from "../../engine/index.js";
// Straight from its file: the panel's bundle needs the names of the kernels and nothing else of the engine.
import { COMMIT_KERNELS, type KernelId, PLAIN_KERNELS } from "../../engine/config.js";

const isPiece: Guard<Piece> = (value): value is Piece =>
  isString(value) || isNamed(value) || isSignalled(value) || isPaged(value) || isStepped(value);
const isNamed = isObject<{ readonly name: string }>({ name: isString });
const isSignalled = isObject<{ readonly signal: string }>({ signal: isString });
const isPaged = isObject<{ readonly page: number }>({ page: isInteger });
const isStepped = isObject<{ readonly step: number }>({ step: isCount });
const isPhrase: Guard<Phrase> = isListOf(isPiece);

const isKernel: Guard<KernelId> = isOneOf<KernelId>([...PLAIN_KERNELS, ...COMMIT_KERNELS]);

const isVerdict = isObject<Verdict>({
  outcome: isOneOf(["fine", "announced", "dies", "failed", "bug"]),
  words: isString,
  passed: isBoolean,
});

const isScenarioChoice = isObject<ScenarioChoice>({
  name: isString,
  line: isCount,
  endLine: isCount,
  kernels: isListOf(isObject<KernelChoice>({ kernel: isKernel, verdict: isVerdict })),
});

/** Some of the kernels let Rsvd fall to -2^62, which is no safe integer. */
const isWhole: Guard<number> = (value): value is number => Number.isInteger(value);
const isCounted = isObject<Omit<Counters, "exactRsvd">>({
  total: isInteger,
  free: isInteger,
  rsvd: isWhole,
  surp: isInteger,
});
/** Nothing is drawn by `exactRsvd`: it is not looked at. */
const isCounters: Guard<Counters> = (value): value is Counters => isCounted(value);

/** Which kinds there are; `satisfies` keeps the list whole when the vocabulary grows. */
const EVENT_KINDS = Object.keys({
  mmap: 1,
  reserve: 1,
  unreserve: 1,
  refuse: 1,
  alloc: 1,
  cache: 1,
  uncache: 1,
  map: 1,
  unmap: 1,
  mark: 1,
  "vma-gone": 1,
  protect: 1,
  copy: 1,
  reuse: 1,
  hit: 1,
  free: 1,
  fork: 1,
  exec: 1,
  exit: 1,
  kill: 1,
  fail: 1,
  truncate: 1,
  unlink: 1,
  resize: 1,
  overcommit: 1,
  printk: 1,
  bug: 1,
  hang: 1,
} satisfies Record<EventKind, 1>);
const isEventHead = isObject<{ readonly kind: string; readonly fn: string }>({
  kind: isOneOf(EVENT_KINDS),
  fn: isString,
});
/** Events are many and come from the same build's engine: their kind is looked at, not each of their fields. */
const isEvent: Guard<Event> = (value): value is Event => isEventHead(value);

const isPictureStep = isObject<PictureStep>({
  line: orNull(isCount),
  actor: orNull(isString),
  pid: orNull(isInteger),
  text: isString,
  result: isString,
  announced: isBoolean,
  events: isListOf(isEvent),
  counters: isCounters,
});

const isRunPicture = isObject<RunPicture>({
  scenario: isString,
  kernel: isKernel,
  processes: isListOf(isObject<PictureProcess>({ pid: isInteger, name: isString })),
  pool: isCount,
  overcommit: isCount,
  start: isCounters,
  steps: isListOf(isPictureStep),
  verdict: isVerdict,
  headline: isPhrase,
  leftOut: isListOf(isCount),
  limit: orNull(isString),
});

/** Is it a picture? */
export const isPicture: Guard<Picture> = isObject<Picture>({
  uri: isString,
  version: isInteger,
  scenarios: isListOf(isScenarioChoice),
  scenario: isInteger,
  run: orNull(isRunPicture),
  brokenLine: orNull(isCount),
});

const isWhyLink = isObject<WhyLink>({
  glyph: isOneOf(["look", "none", "taken", "killed", "page", "copy", "ok", "failed", "bug"]),
  phrase: isPhrase,
  fn: isString,
  commit: orNull(isString),
  step: isCount,
});

/** Is it a why? */
export const isWhy: Guard<Why> = isObject<Why>({
  step: isCount,
  summary: isPhrase,
  links: isListOf(isWhyLink),
  printk: orNull(isString),
});

/** What may come from the host to the webview. */
export const isToWebview: Guard<ToWebview> = isEither(
  isObject<Extract<ToWebview, { type: "picture" }>>({ type: isOnly("picture"), picture: isPicture, step: isCount }),
  isEither(
    isObject<Extract<ToWebview, { type: "step" }>>({ type: isOnly("step"), step: isCount }),
    isObject<Extract<ToWebview, { type: "why" }>>({ type: isOnly("why"), version: isInteger, why: isWhy }),
  ),
);

const isSelect = isObject<Extract<FromWebview, { type: "select" }>>({
  type: isOnly("select"),
  scenario: isString,
  kernel: orNull(isString),
});
const isStep = isObject<Extract<FromWebview, { type: "step" }>>({
  type: isOnly("step"),
  step: isCount,
  reveal: isBoolean,
});
const isAskWhy = isObject<Extract<FromWebview, { type: "why" }>>({
  type: isOnly("why"),
  version: isInteger,
  step: isCount,
});
const isLine = isObject<Extract<FromWebview, { type: "line" }>>({ type: isOnly("line"), line: isCount });
const isReady = isObject<Extract<FromWebview, { type: "ready" }>>({ type: isOnly("ready") });
const isExample = isObject<Extract<FromWebview, { type: "example" }>>({ type: isOnly("example") });

/** What may come from the webview to the host. */
export const isFromWebview: Guard<FromWebview> = (value): value is FromWebview =>
  isReady(value) || isExample(value) || isSelect(value) || isStep(value) || isAskWhy(value) || isLine(value);

/** What the panel remembers; a state of another protocol is none. */
export const isPanelState: Guard<PanelState> = isObject<PanelState>({
  protocol: isOnly(PROTOCOL),
  uri: isString,
  scenario: orNull(isString),
  kernel: orNull(isString),
  step: orNull(isCount),
});
