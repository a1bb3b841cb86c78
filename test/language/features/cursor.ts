/** Texts as a reader has them in front of him: `<|>` is the cursor, `<|...|>` a range; both may stand several times. */
import type { Position, Range } from "vscode-languageserver-types";
import { HugetlbDocument } from "../../../language/document.js";

export const URI = "file:///story.hugetlb";

export interface Opened {
  readonly document: HugetlbDocument;
  readonly text: string;
  /** The cursors, in order. */
  readonly cursors: readonly Position[];
  readonly ranges: readonly Range[];
  /** The only cursor. */
  readonly cursor: Position;
}

/** Opens and analyses a text, its marks taken out. `files` are what it may include, by their written paths. */
export function opened(marked: string, files: Readonly<Record<string, string>> = {}): Opened {
  const { text, cursors, ranges } = unmark(marked);
  const included = new Map(
    Object.entries(files).map(([path, content]) => {
      const other = new HugetlbDocument(`file:///${path}`, { include: () => ({ state: "loading" }) });
      other.update(content, 1);
      return [path, { uri: other.uri, tree: other.tree }];
    }),
  );
  const document = new HugetlbDocument(URI, {
    include: (path) => {
      const found = included.get(path);
      return found === undefined ? { state: "missing", reason: "no such file" } : { state: "loaded", document: found };
    },
  });
  document.update(text, 1);
  document.analyse();
  return {
    document,
    text,
    cursors,
    ranges,
    get cursor() {
      const [only] = cursors;
      if (only === undefined || cursors.length !== 1)
        throw new Error(`the text has ${cursors.length} cursors, not one`);
      return only;
    },
  };
}

function unmark(marked: string): Pick<Opened, "text" | "cursors" | "ranges"> {
  const cursors: Position[] = [];
  const ranges: Range[] = [];
  let text = "";
  let open: Position | null = null;
  for (const piece of marked.split(/(<\|>|<\||\|>)/u)) {
    if (piece === "<|>") cursors.push(end(text));
    else if (piece === "<|") open = end(text);
    else if (piece === "|>" && open !== null) {
      ranges.push({ start: open, end: end(text) });
      open = null;
    } else text += piece;
  }
  return { text, cursors, ranges };
}

function end(text: string): Position {
  const lines = text.split("\n");
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
