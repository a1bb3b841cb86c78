import { workspace, type Uri } from "vscode";

/** The section of every setting of this extension. */
export const SECTION = "hugetlb";

/** What in the text moves the step in the panel. */
export type FollowCursor = "cursor" | "mouse" | "off";

/** The reader's `hugetlb.panel.followCursor` for a document; anything unknown counts as the default, `cursor`. */
export function followCursor(uri: Uri): FollowCursor {
  const value = workspace.getConfiguration(SECTION, uri).get<string>("panel.followCursor");
  return value === "mouse" || value === "off" ? value : "cursor";
}
