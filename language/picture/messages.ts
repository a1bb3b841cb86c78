/** The messages between the panel's host and its webview. Both ends validate what comes in; the host owns the state. */
import type { KernelId } from "../../engine/index.js";
import type { ExploredChoice, RemedyChoice, Tried, TriedSizes, Why } from "./picture.js";
import type { SentComparison, SentPicture } from "./wire.js";

export const PROTOCOL = 2;

/** What a reader set in the panel to look at a run with. */
export interface PanelView {
  /** The step compared with; 1-based, null = none. */
  readonly pin: number | null;
  /** The page followed; null = none. */
  readonly page: number | null;
  /** Steps of magnification: 0 = as wide as it fits, each one more is half as wide again. Not always whole. */
  readonly zoom: number;
  /** The first step of the window that the reader set; null = the window goes with the chosen step. */
  readonly from: number | null;
}

export const NO_VIEW: PanelView = { pin: null, page: null, zoom: 0, from: null };

/** What in the text moves the panel: the cursor, only a click, nothing. */
export type Sync = "cursor" | "mouse" | "off";

/** What the page obeys: the reader's settings, and where it is shown. */
export interface PanelSettings {
  readonly sync: Sync;
  /** The line of key under Memory. */
  readonly key: boolean;
  /** The page is a file by itself: there is no text beside it, and nobody who would try, compare or export. */
  readonly alone: boolean;
}

/** A row of the comparison that the reader has added. */
export interface Trial extends TriedSizes {
  readonly kernel: KernelId;
}

/** What an export is made of: drawn by the page (svg, png), or told by the server (markdown, json, c), or both (html). */
export type ExportFormat = "svg" | "png" | "html" | "markdown" | "json" | "c";

/** What the panel remembers across hiding, reload and close/reopen. */
export interface PanelState {
  readonly protocol: typeof PROTOCOL;
  readonly uri: string;
  readonly scenario: string | null;
  readonly kernel: string | null;
  /** 1-based; null = the end. */
  readonly step: number | null;
  readonly view: PanelView;
  /** What is tried without a change of the text; null = nothing. */
  readonly whatIf: Tried | null;
  /** Rows added to the comparison. */
  readonly trials: readonly Trial[];
  /** The comparison is open. */
  readonly comparing: boolean;
}

export type ToWebview =
  /**
   * The picture, without those blocks of its run that the page has from the picture before; after `ready` it is whole.
   * `step`: the chosen step (1-based; 0 = before the first).
   */
  | { readonly type: "picture"; readonly picture: SentPicture; readonly step: number; readonly view: PanelView }
  | { readonly type: "settings"; readonly settings: PanelSettings }
  /** A picture is being worked out, and takes long; or it is over. */
  | { readonly type: "busy"; readonly busy: boolean }
  /** The text moved the step. */
  | { readonly type: "step"; readonly step: number }
  | { readonly type: "why"; readonly version: number; readonly why: Why }
  /** Whether the comparison is open, and which rows the reader added. */
  | { readonly type: "comparing"; readonly open: boolean; readonly trials: readonly Trial[] }
  | { readonly type: "comparison"; readonly comparison: SentComparison }
  /** What would have saved whoever comes to harm in that step; null = the run's first harm. */
  | {
      readonly type: "remedies";
      readonly version: number;
      readonly step: number | null;
      readonly remedies: readonly RemedyChoice[];
    }
  /** What was found out about the interleavings; null = there are none. */
  | { readonly type: "explored"; readonly version: number; readonly explored: ExploredChoice | null }
  /** Somebody asked for an export by a command: the page draws it and sends it. */
  | { readonly type: "draw"; readonly format: "svg" | "png" };

export type FromWebview =
  | { readonly type: "ready" }
  | { readonly type: "select"; readonly scenario: string; readonly kernel: string | null }
  /** The reader chose a step; `reveal`: show its line in the editor. */
  | { readonly type: "step"; readonly step: number; readonly reveal: boolean }
  | { readonly type: "why"; readonly version: number; readonly step: number }
  | { readonly type: "view"; readonly view: PanelView }
  /** The reader wants the panel moved by something else in the text. */
  | { readonly type: "sync"; readonly sync: Sync }
  /** Show the setting of the limit that was reached. */
  | { readonly type: "limit"; readonly of: "steps" | "interleavings" }
  /** Show a line (0-based) of the document. */
  | { readonly type: "line"; readonly line: number }
  | { readonly type: "example" }
  /** Tries sizes or a kernel; null = nothing any more. */
  | { readonly type: "try"; readonly tried: Tried | null }
  /** Writes what is tried into the text. */
  | { readonly type: "write" }
  /** Opens or closes the comparison, with the rows that the reader added. */
  | { readonly type: "compare"; readonly open: boolean; readonly trials: readonly Trial[] }
  | { readonly type: "remedies"; readonly version: number; readonly step: number | null }
  /** Asks what was found out about the interleavings. */
  | { readonly type: "explore"; readonly version: number }
  /** Debugs the interleaving of that number (from 0) of the last list. */
  | { readonly type: "debug"; readonly version: number; readonly interleaving: number }
  /** Does what the remedy of that number (from 0) of the last list for that step says. */
  | { readonly type: "remedy"; readonly version: number; readonly step: number | null; readonly index: number }
  /** Saves an export; `drawing`: the SVG's text or the PNG's base64 digits, null where the page draws nothing. */
  | { readonly type: "export"; readonly format: ExportFormat; readonly drawing: string | null }
  /** Puts a text on the clipboard. */
  | { readonly type: "copy"; readonly format: "svg" | "markdown"; readonly drawing: string | null };
