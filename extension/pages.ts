import { commands, Uri, window, type ExtensionContext } from "vscode";

/** Where the editor finds the page of a diagnostic's code, for the server: `{code}` stands for the code. */
export const CODE_PAGE = "command:hugetlb.explainCode?%5B%22{code}%22%5D";

/**
 * Opens a page of the documentation, at one of its headings. The pages come with the extension, so they are those of
 * this version, they are there without a network, and every editor that can show Markdown shows them the same way.
 */
export async function openPage(context: ExtensionContext, page: string, heading?: string): Promise<void> {
  const uri = Uri.joinPath(context.extensionUri, "docs", `${page}.md`).with({ fragment: heading ?? "" });
  try {
    await commands.executeCommand("markdown.showPreviewToSide", uri);
  } catch {
    // An editor without a preview of Markdown shows the text.
    await window.showTextDocument(uri, { preview: true });
  }
}
