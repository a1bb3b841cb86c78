import { workspace, type Uri } from "vscode";
import { MAX_STEPS } from "../language/limits.js";

/** The section of every setting of this extension. */
export const SECTION = "hugetlb";

/** The reader's `hugetlb.limit.steps`: the most steps of a run. */
export function stepLimit(): number {
  const value = workspace.getConfiguration(SECTION).get<number>("limit.steps");
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : MAX_STEPS;
}

/** What in the text moves the step in the panel. */
export type FollowCursor = "cursor" | "mouse" | "off";

/** The reader's `hugetlb.panel.followCursor` for a document; anything unknown counts as the default, `cursor`. */
export function followCursor(uri: Uri): FollowCursor {
  const value = workspace.getConfiguration(SECTION, uri).get<string>("panel.followCursor");
  return value === "mouse" || value === "off" ? value : "cursor";
}

/** The reader's `hugetlb.decorations.gutter`: icons in the gutter where somebody dies or loses a page. */
export function gutterIcons(): boolean {
  return workspace.getConfiguration(SECTION).get("decorations.gutter", true);
}

/** The reader's `hugetlb.decorations.afterText`: the same in words behind the line. */
export function afterText(): boolean {
  return workspace.getConfiguration(SECTION).get("decorations.afterText", true);
}
