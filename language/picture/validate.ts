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
  GroupPicture,
  KernelChoice,
  NodeCounters,
  Phrase,
  PictureProcess,
  Piece,
  PoolPicture,
  ScenarioChoice,
  Verdict,
  Why,
  WhyLink,
} from "./picture.js";
import type { SentBlock, SentPicture, SentRun } from "./wire.js";
import type { Counters } from "../../engine/index.js";
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

const isPoolPicture = isObject<PoolPicture>({
  pageSize: isOneOf(["2M", "1G"]),
  pages: isCount,
  overcommit: isCount,
  start: isCounters,
});
const isNodeCounters = isObject<NodeCounters>({ total: isInteger, free: isInteger, surp: isInteger });
const isGroupPicture = isObject<GroupPicture>({ name: isString, limit: orNull(isCount), rsvd: orNull(isCount) });

/** What stands in a block is checked when it is read: it costs nothing more then, and nothing twice. */
const isSentBlock = isObject<SentBlock>({ id: isString, steps: isCount, texts: isListOf(isString), codes: isString });

const isSentRun = isObject<SentRun>({
  scenario: isString,
  kernel: isKernel,
  processes: isListOf(isObject<PictureProcess>({ pid: isInteger, name: isString })),
  pool: isCount,
  overcommit: isCount,
  start: isCounters,
  others: isListOf(isPoolPicture),
  nodes: isListOf(isNodeCounters),
  cgroups: isListOf(isGroupPicture),
  verdict: isVerdict,
  headline: isPhrase,
  leftOut: isListOf(isCount),
  limit: orNull(isString),
  order: isListOf(isObject<SentRun["order"][number]>({ id: isString, line: isCount })),
  blocks: isListOf(isSentBlock),
});

/** Is it a picture as it is sent? */
export const isSentPicture: Guard<SentPicture> = isObject<SentPicture>({
  uri: isString,
  version: isInteger,
  scenarios: isListOf(isScenarioChoice),
  scenario: isInteger,
  run: orNull(isSentRun),
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
  isObject<Extract<ToWebview, { type: "picture" }>>({ type: isOnly("picture"), picture: isSentPicture, step: isCount }),
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
