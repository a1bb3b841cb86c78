import { DEFAULT_PAGE_SIZE, PAGE_BYTES, type PageSize } from "../../engine/index.js";
import type { Word } from "../syntax/tree.js";
import { useFeature } from "./availability.js";
import type { FeatureUse } from "./features.js";
import type { SourceLine } from "./source-line.js";

function named(text: string): PageSize | undefined {
  return text in PAGE_BYTES ? (text as PageSize) : undefined;
}

/** The page size of that name, the default one when none is named; null when there is none (told). */
export function pageSizeOf(size: Word | null, uses: FeatureUse[], line: SourceLine): PageSize | null {
  if (size === null) return DEFAULT_PAGE_SIZE;
  const found = named(size.text);
  if (found === undefined) {
    const message = `there are no huge pages of \`${size.text}\`: the sizes are 2M and 1G`;
    line.report({ code: "bad-setting", message, span: size.span });
    return null;
  }
  if (found !== DEFAULT_PAGE_SIZE) useFeature(uses, "1G", line, size.span);
  return found;
}
