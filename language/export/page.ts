/** A run as one HTML file that needs nothing else: the panel's own code with the pictures in it. */
import type { Exported } from "../picture/exported.js";

/** The panel's bundle, as it is shipped. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
  /** What answers in the host's place. */
  readonly hostScript: string;
  readonly hostStyle: string;
}

/** The page. Nothing is fetched: its policy forbids it. */
export function standalonePage(title: string, exported: Exported, files: PageFiles): string {
  // A `<` inside JSON can only stand in a string, where it may be written like this.
  const data = JSON.stringify(exported).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
${inStyle(files.hostStyle)}
${inStyle(files.style)}
</style>
</head>
<body>
<div id="root"></div>
<script type="application/json" id="exported">${data}</script>
<script>${inScript(files.hostScript)}</script>
<script>${inScript(files.script)}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

function inScript(code: string): string {
  return code.replace(/<\/(script)/giu, "<\\/$1").replaceAll("<!--", "<\\!--");
}

function inStyle(sheet: string): string {
  return sheet.replace(/<\/(style)/giu, "<\\/$1");
}
