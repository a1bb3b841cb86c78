import { Uri, workspace, type TextDocument } from "vscode";

/** The language id that package.json contributes. */
export const LANGUAGE_ID = "hugetlb";

/** The scenario files of a workspace. */
export const FILES = "**/*.hugetlb";

/** The scenario file that is open under this URI (its string form), if there is one. */
export function openScenarioFile(uri: string): TextDocument | undefined {
  return workspace.textDocuments.find(
    (document) => document.languageId === LANGUAGE_ID && document.uri.toString() === uri,
  );
}

/** The scenario file under this URI, loaded if no editor holds it, so that the server knows it. Throws when it cannot be read. */
export async function loadScenarioFile(uri: string): Promise<TextDocument> {
  return openScenarioFile(uri) ?? (await workspace.openTextDocument(Uri.parse(uri)));
}

/** The last part of the URI's path, as a tab shows it. */
export function fileName(uri: string): string {
  const { path } = Uri.parse(uri);
  return path.slice(path.lastIndexOf("/") + 1) || path;
}

/** What follows the folder (or the file itself: nothing) in an address; null when it is not in it. */
export function addressBelow(folder: Uri, address: string): string | null {
  const start = folder.toString();
  if (address === start) return "";
  return address.startsWith(`${start}/`) ? address.slice(start.length) : null;
}
