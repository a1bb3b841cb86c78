/** Files on hugetlbfs mounts, and lengths of them. */
import { PAGE_BYTES, type FileName, type MountConfig, type PageSize } from "../../engine/index.js";
import { MAX_MAPPING_PAGES } from "../limits.js";
import type { Expression, FilePath } from "../syntax/tree.js";
import { mountsOf } from "./settings.js";
import type { SourceLine } from "./source-line.js";
import type { Story } from "./story.js";
import { bytes, count } from "./values.js";

/** A file on a mount, and the mount's page size. */
export interface Located {
  readonly file: FileName;
  readonly pageSize: PageSize;
}

export class Files {
  private readonly mounts: readonly MountConfig[];

  constructor(private readonly story: Story) {
    this.mounts = mountsOf(story.settings);
  }

  /** The file of a path: it lies on the mount with the longest path that leads to it. */
  locate(path: FilePath, line: SourceLine): Located | null {
    let text = "";
    for (const part of path.parts) {
      if (part.kind === "text") text += part.text;
      else {
        const value = count(part.value, "a number in a path", this.story.numbers(line));
        if (value === null) return null;
        text += String(value);
      }
    }
    const mount = this.mounts.find(({ path: at }) => text === at || text.startsWith(at === "/" ? at : `${at}/`));
    if (mount === undefined) {
      if (this.story.settings.open) {
        line.poisoned = true;
        return null;
      }
      const mounts = this.mounts.map(({ path: at }) => `\`${at}\``).join(", ");
      line.report({
        code: "unknown-name",
        message: `\`${text}\` lies on no hugetlbfs mount; there is ${mounts}`,
        span: path.span,
      });
      return null;
    }
    if (text.replace(/\/+$/u, "") === mount.path) {
      line.report({
        code: "wrong-kind",
        message: `\`${text}\` is the mount itself, not a file on it`,
        span: path.span,
      });
      return null;
    }
    return { file: { mount: mount.path, path: text }, pageSize: mount.pageSize };
  }

  /** A length or an offset in bytes; a plain number counts pages of `size`. */
  length(expression: Expression, size: PageSize, line: SourceLine): number | null {
    const found = bytes(expression, "a length", PAGE_BYTES[size], this.story.numbers(line));
    if (found !== null && found / PAGE_BYTES[size] > MAX_MAPPING_PAGES) {
      const message = `mappings and files have at most ${String(MAX_MAPPING_PAGES)} pages: the line is left out`;
      line.report({ code: "limit", message, span: expression.span });
      return null;
    }
    return found;
  }
}
