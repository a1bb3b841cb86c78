import { Uri, type Webview } from "vscode";
import { fileName } from "../language.js";

const NONCE_BYTES = 16;

/** The title of the panel of a document, by the string form of its URI. */
export function titleOf(uri: string): string {
  return `HugeTLB: ${fileName(uri)}`;
}

/** The folder of the panel's bundle: the only place that its page may load anything from. */
export function pageRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, "dist", "webview");
}

/** The panel's page: one style sheet, one script, and a policy that allows nothing else. It holds no text of the document. */
export function pageHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = makeNonce();
  const root = pageRoot(extensionUri);
  const script = webview.asWebviewUri(Uri.joinPath(root, "panel.js")).toString();
  const style = webview.asWebviewUri(Uri.joinPath(root, "panel.css")).toString();
  const policy = [
    "default-src 'none'",
    // What is exported is drawn in a document of its own under the same policy: its shapes carry their styles, and the
    // PNG is drawn from the SVG.
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `script-src 'nonce-${nonce}'`,
    "img-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>HugeTLB</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

function makeNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
