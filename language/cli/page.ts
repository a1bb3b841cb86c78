/** Where an editor that starts `hugetlb lsp` finds what a code means: in the documentation that comes with this program. */
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** The address of a code's page, `{code}` in the code's place; null when the documentation is not there. */
export function codePageOnDisk(): string | null {
  const [, program] = process.argv;
  if (program === undefined) return null;
  const page = path.join(path.dirname(realpathSync(program)), "..", "docs", "diagnostics.md");
  return existsSync(page) ? `${pathToFileURL(page).href}#{code}` : null;
}
