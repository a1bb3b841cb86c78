/** Guards for what comes in at either end of the panel's wire, and for what the panel remembers. */
import {
  type Guard,
  isBoolean,
  isCount,
  isInteger,
  isListOf,
  isNumber,
  isObject,
  isOneOf,
  isOnly,
  isString,
  orNull,
} from "./guard.js";
import type { Block } from "./block.js";
import {
  type ExportFormat,
  type FromWebview,
  type PanelSettings,
  type PanelState,
  type PanelView,
  PROTOCOL,
  type Sync,
  type ToWebview,
  type Trial,
} from "./messages.js";
import type {
  ComparedRunOf,
  ExploredChoice,
  GroupPicture,
  KernelChoice,
  NodeCounters,
  Phrase,
  PictureProcess,
  Piece,
  PoolPicture,
  RemedyChoice,
  ScenarioChoice,
  Tried,
  TriedSizes,
  Verdict,
  WhatIf,
  Why,
  WhyLink,
} from "./picture.js";
import type { SentBlock, SentComparison, SentPicture, SentRun } from "./wire.js";
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

const isVerdictOutcome = isOneOf<Verdict["outcome"]>([
  "fine",
  "announced",
  "dies",
  "failed",
  "bug",
  "hang",
  "sometimes",
  "open",
]);
const isVerdict = isObject<Verdict>({
  outcome: isVerdictOutcome,
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
const isBlock = isObject<Block>({ steps: isCount, texts: isString, codes: isString });
const isSentBlock = isObject<SentBlock>({ id: isString, steps: isCount, texts: isString, codes: isString });

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
  order: isListOf(isObject<SentRun["order"][number]>({ id: isString, line: isCount, frame: orNull(isString) })),
  blocks: isListOf(isSentBlock),
  outline: isBlock,
});

const isTriedSizes = isObject<TriedSizes>({ pool: orNull(isCount), overcommit: orNull(isCount) });
/** Is it something that can be tried? */
const isOptionalCount: Guard<number | undefined> = (value): value is number | undefined =>
  value === undefined || isCount(value);

export const isTried = isObject<Tried>({
  interleaving: isOptionalCount,
  kernel: orNull(isKernel),
  pool: orNull(isCount),
  overcommit: orNull(isCount),
});
/** Is it a row that can be added to a comparison? */
export const isTrial = isObject<Trial>({ kernel: isKernel, pool: orNull(isCount), overcommit: orNull(isCount) });
const isWhatIf = isObject<WhatIf>({
  interleaving: isOptionalCount,
  kernel: orNull(isKernel),
  pool: orNull(isCount),
  overcommit: orNull(isCount),
  written: isObject<WhatIf["written"]>({ kernel: isKernel, pool: isCount, overcommit: isCount, verdict: isVerdict }),
});

/** Is it a comparison as it is sent? */
export const isSentComparison: Guard<SentComparison> = isObject<SentComparison>({
  version: isInteger,
  scenario: isString,
  rows: isListOf(
    isObject<ComparedRunOf<SentRun>>({ kernels: isListOf(isKernel), sizes: isTriedSizes, run: isSentRun }),
  ),
  difference: orNull(isCount),
  sentence: isPhrase,
});

const isExploredChoice = isObject<ExploredChoice>({
  problem: isOneOf(["never", "sometimes", "always", "partial"]),
  states: isCount,
  interleavings: orNull(isCount),
  wrong: isListOf(
    isObject<ExploredChoice["wrong"][number]>({
      what: isString,
      when: isOneOf(["never", "sometimes", "always"]),
      interleavings: orNull(isCount),
      steps: isCount,
    }),
  ),
});

const isRemedyChoice = isObject<RemedyChoice>({
  title: isString,
  outcome: isString,
  comesTo: isVerdictOutcome,
  saves: isBoolean,
});

/** Is it a picture as it is sent? */
export const isSentPicture: Guard<SentPicture> = isObject<SentPicture>({
  uri: isString,
  version: isInteger,
  scenarios: isListOf(isScenarioChoice),
  scenario: isInteger,
  run: orNull(isSentRun),
  brokenLine: orNull(isCount),
  whatIf: orNull(isWhatIf),
});

const isWhyLink = isObject<WhyLink>({
  glyph: isOneOf(["look", "none", "taken", "killed", "page", "copy", "ok", "failed", "bug", "hang"]),
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

const isView = isObject<PanelView>({
  pin: orNull(isCount),
  page: orNull(isCount),
  zoom: isNumber,
  from: orNull(isCount),
});
const isSync = isOneOf<Sync>(["cursor", "mouse", "off"]);
const isPanelSettings = isObject<PanelSettings>({ sync: isSync, key: isBoolean, alone: isBoolean });

type To<T extends ToWebview["type"]> = Extract<ToWebview, { type: T }>;
const TO_WEBVIEW: { readonly [T in ToWebview["type"]]: Guard<To<T>> } = {
  picture: isObject<To<"picture">>({
    type: isOnly("picture"),
    picture: isSentPicture,
    step: isCount,
    view: isView,
  }),
  settings: isObject<To<"settings">>({ type: isOnly("settings"), settings: isPanelSettings }),
  busy: isObject<To<"busy">>({ type: isOnly("busy"), busy: isBoolean }),
  step: isObject<To<"step">>({ type: isOnly("step"), step: isCount }),
  why: isObject<To<"why">>({ type: isOnly("why"), version: isInteger, why: isWhy }),
  comparing: isObject<To<"comparing">>({ type: isOnly("comparing"), open: isBoolean, trials: isListOf(isTrial) }),
  comparison: isObject<To<"comparison">>({ type: isOnly("comparison"), comparison: isSentComparison }),
  remedies: isObject<To<"remedies">>({
    type: isOnly("remedies"),
    version: isInteger,
    step: orNull(isCount),
    remedies: isListOf(isRemedyChoice),
  }),
  explored: isObject<To<"explored">>({
    type: isOnly("explored"),
    version: isInteger,
    explored: orNull(isExploredChoice),
  }),
  draw: isObject<To<"draw">>({ type: isOnly("draw"), format: isOneOf(["svg", "png"]) }),
};

/** What may come from the host to the webview. */
export const isToWebview: Guard<ToWebview> = (value): value is ToWebview => isOneOfKind(value, TO_WEBVIEW);

type From<T extends FromWebview["type"]> = Extract<FromWebview, { type: T }>;
const isExportFormat = isOneOf<ExportFormat>(["svg", "png", "html", "markdown", "json", "c"]);
const FROM_WEBVIEW: { readonly [T in FromWebview["type"]]: Guard<From<T>> } = {
  ready: isObject<From<"ready">>({ type: isOnly("ready") }),
  example: isObject<From<"example">>({ type: isOnly("example") }),
  select: isObject<From<"select">>({ type: isOnly("select"), scenario: isString, kernel: orNull(isString) }),
  step: isObject<From<"step">>({ type: isOnly("step"), step: isCount, reveal: isBoolean }),
  why: isObject<From<"why">>({ type: isOnly("why"), version: isInteger, step: isCount }),
  view: isObject<From<"view">>({ type: isOnly("view"), view: isView }),
  sync: isObject<From<"sync">>({ type: isOnly("sync"), sync: isSync }),
  limit: isObject<From<"limit">>({ type: isOnly("limit"), of: isOneOf(["steps", "interleavings"]) }),
  line: isObject<From<"line">>({ type: isOnly("line"), line: isCount }),
  try: isObject<From<"try">>({ type: isOnly("try"), tried: orNull(isTried) }),
  write: isObject<From<"write">>({ type: isOnly("write") }),
  compare: isObject<From<"compare">>({ type: isOnly("compare"), open: isBoolean, trials: isListOf(isTrial) }),
  remedies: isObject<From<"remedies">>({ type: isOnly("remedies"), version: isInteger, step: orNull(isCount) }),
  explore: isObject<From<"explore">>({ type: isOnly("explore"), version: isInteger }),
  debug: isObject<From<"debug">>({ type: isOnly("debug"), version: isInteger, interleaving: isCount }),
  remedy: isObject<From<"remedy">>({
    type: isOnly("remedy"),
    version: isInteger,
    step: orNull(isCount),
    index: isCount,
  }),
  export: isObject<From<"export">>({ type: isOnly("export"), format: isExportFormat, drawing: orNull(isString) }),
  copy: isObject<From<"copy">>({
    type: isOnly("copy"),
    format: isOneOf(["svg", "markdown"]),
    drawing: orNull(isString),
  }),
};

/** What may come from the webview to the host. */
export const isFromWebview: Guard<FromWebview> = (value): value is FromWebview => isOneOfKind(value, FROM_WEBVIEW);

/** A message of a kind that there is, in the shape of that kind. */
function isOneOfKind(value: unknown, kinds: Readonly<Record<string, Guard<unknown>>>): boolean {
  if (typeof value !== "object" || value === null || !("type" in value) || typeof value.type !== "string") return false;
  return Object.hasOwn(kinds, value.type) && kinds[value.type]?.(value) === true;
}

/** What the panel remembers; a state of another protocol is none. */
export const isPanelState: Guard<PanelState> = isObject<PanelState>({
  protocol: isOnly(PROTOCOL),
  uri: isString,
  scenario: orNull(isString),
  kernel: orNull(isString),
  step: orNull(isCount),
  view: isView,
  whatIf: orNull(isTried),
  trials: isListOf(isTrial),
  comparing: isBoolean,
});
