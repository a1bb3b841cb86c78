import { ConfigurationTarget, workspace, type Uri } from "vscode";
import { MAX_STEPS } from "../language/limits.js";
import type { PanelSettings, Sync } from "../language/picture/messages.js";
import type { Settings } from "../language/server/protocol.js";

/** The section of every setting of this extension. */
export const SECTION = "hugetlb";

/** The settings of these sections are the server's. */
export const SERVER_SECTIONS: readonly string[] = [`${SECTION}.limit`, `${SECTION}.explore`, `${SECTION}.inlayHints`];

/** What the server is told of the reader's settings. */
export function serverSettings(): Settings {
  const settings = workspace.getConfiguration(SECTION);
  const isOn = (kind: string): boolean => settings.get<boolean>(`inlayHints.${kind}`) !== false;
  return {
    maxSteps: stepLimit(),
    explore: {
      enabled: settings.get<boolean>("explore.enabled") !== false,
      maxStates: positive("explore.maxStates", 2_000_000),
      maxMemory: positive("explore.maxMemory", 1024),
      maxSeconds: positive("explore.maxSeconds", 30),
    },
    inlayHints: { counters: isOn("counters"), pages: isOn("pages"), copies: isOn("copies") },
  };
}

/** `hugetlb.limit.steps`: the most steps of a run. */
const stepLimit = (): number => positive("limit.steps", MAX_STEPS);

/** A setting that is a whole number above 0; anything else counts as `otherwise`. */
function positive(setting: string, otherwise: number): number {
  const value = workspace.getConfiguration(SECTION).get<number>(setting);
  return value !== undefined && Number.isInteger(value) && value > 0 ? value : otherwise;
}

/** The reader's `hugetlb.panel.followCursor` for a document; anything unknown counts as the default, `cursor`. */
export function followCursor(uri: Uri): Sync {
  const value = workspace.getConfiguration(SECTION, uri).get<string>("panel.followCursor");
  return value === "mouse" || value === "off" ? value : "cursor";
}

/** What the panel's page is told of the reader's settings for a document. */
export function panelSettings(uri: Uri): PanelSettings {
  const key = workspace.getConfiguration(SECTION, uri).get("panel.key", true);
  return { sync: followCursor(uri), key, alone: false };
}

/** Chooses another `hugetlb.panel.followCursor`, where the reader set it last. */
export async function chooseSync(uri: Uri, sync: Sync): Promise<void> {
  const settings = workspace.getConfiguration(SECTION, uri);
  const set = settings.inspect<string>("panel.followCursor");
  const target =
    set?.workspaceFolderValue !== undefined
      ? ConfigurationTarget.WorkspaceFolder
      : set?.workspaceValue !== undefined
        ? ConfigurationTarget.Workspace
        : ConfigurationTarget.Global;
  await settings.update("panel.followCursor", sync, target);
}

/** The reader's `hugetlb.decorations.gutter`: icons in the gutter where somebody dies or loses a page. */
export function gutterIcons(): boolean {
  return workspace.getConfiguration(SECTION).get("decorations.gutter", true);
}

/** The reader's `hugetlb.decorations.afterText`: the same in words behind the line. */
export function afterText(): boolean {
  return workspace.getConfiguration(SECTION).get("decorations.afterText", true);
}
