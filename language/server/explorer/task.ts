/** What the server asks an explorer, and what it hears of it: plain data, so that it can go from one thread to another. */
import type { Program } from "../../compile/index.js";
import type { Findings } from "../../explore/index.js";

export interface Task {
  readonly number: number;
  readonly program: Program;
  readonly states: number;
  /** Bytes of the tables. */
  readonly bytes: number;
  readonly seconds: number;
}

export type Report =
  /** It runs, and takes tasks. */
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly task: number; readonly states: number; readonly milliseconds: number }
  /** Something that goes wrong was found, and the search goes on. */
  | { readonly kind: "found"; readonly task: number; readonly findings: Findings }
  | { readonly kind: "done"; readonly task: number; readonly findings: Findings }
  | { readonly kind: "failed"; readonly task: number; readonly why: string };
