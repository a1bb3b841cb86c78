/** The messages between the panel's host and its webview. Both ends validate what comes in; the host owns the state. */
import type { Why } from "./picture.js";
import type { SentPicture } from "./wire.js";

export const PROTOCOL = 1;

/** What the panel remembers across hiding, reload and close/reopen. */
export interface PanelState {
  readonly protocol: typeof PROTOCOL;
  readonly uri: string;
  readonly scenario: string | null;
  readonly kernel: string | null;
  /** 1-based; null = the end. */
  readonly step: number | null;
}

export type ToWebview =
  /**
   * The picture, without those blocks of its run that the page has from the picture before; after `ready` it is whole.
   * `step`: the chosen step (1-based; 0 = before the first).
   */
  | { readonly type: "picture"; readonly picture: SentPicture; readonly step: number }
  /** The text moved the step. */
  | { readonly type: "step"; readonly step: number }
  | { readonly type: "why"; readonly version: number; readonly why: Why };

export type FromWebview =
  | { readonly type: "ready" }
  | { readonly type: "select"; readonly scenario: string; readonly kernel: string | null }
  /** The reader chose a step; `reveal`: show its line in the editor. */
  | { readonly type: "step"; readonly step: number; readonly reveal: boolean }
  | { readonly type: "why"; readonly version: number; readonly step: number }
  /** Show a line (0-based) of the document. */
  | { readonly type: "line"; readonly line: number }
  | { readonly type: "example" };
