import {
  DecorationRangeBehavior,
  ThemeColor,
  Uri,
  window,
  type Disposable,
  type TextEditorDecorationType,
  type ThemableDecorationAttachmentRenderOptions,
} from "vscode";
import type { Mark, MarkKind } from "../../language/features/marks.js";

const KINDS: readonly MarkKind[] = ["death", "announced", "taken", "bug"];

/** The shapes of DESIGN in the text's own letters: filled = happened, hollow = announced. */
const SIGNS: Readonly<Record<MarkKind, string>> = { death: "✕", announced: "☒", taken: "◆", bug: "⊘" };

/** Colours that package.json contributes. */
const COLOURS: Readonly<Record<MarkKind, string>> = {
  death: "hugetlb.deathForeground",
  announced: "hugetlb.announcedForeground",
  taken: "hugetlb.takenForeground",
  bug: "hugetlb.deathForeground",
};
const STALE_COLOUR = "hugetlb.staleForeground";

/** The icons in the gutter: one decoration type for each kind, and one for each while the text is ahead of its results. */
export class GutterTypes implements Disposable {
  private readonly types: readonly {
    readonly kind: MarkKind;
    readonly stale: boolean;
    readonly type: TextEditorDecorationType;
  }[];

  constructor(extensionUri: Uri) {
    const icon = (theme: string, kind: MarkKind, stale: boolean): Uri =>
      Uri.joinPath(extensionUri, "extension", "icons", "gutter", `${kind}${stale ? "-stale" : ""}-${theme}.svg`);
    this.types = [false, true].flatMap((stale) =>
      KINDS.map((kind) => ({
        kind,
        stale,
        type: window.createTextEditorDecorationType({
          gutterIconSize: "contain",
          dark: { gutterIconPath: icon("dark", kind, stale) },
          light: { gutterIconPath: icon("light", kind, stale) },
        }),
      })),
    );
  }

  /** Every type with the marks that it stands for; of several marks of a line the gravest has the gutter. */
  share(
    marks: readonly Mark[],
    stale: boolean,
  ): readonly { readonly type: TextEditorDecorationType; readonly lines: readonly number[] }[] {
    const gravest = new Map<number, MarkKind>();
    for (const { line, kind } of marks) {
      const known = gravest.get(line);
      if (known === undefined || GRAVITY.indexOf(kind) < GRAVITY.indexOf(known)) gravest.set(line, kind);
    }
    return this.types.map(({ kind, stale: old, type }) => ({
      type,
      lines: old === stale ? [...gravest].filter(([, each]) => each === kind).map(([line]) => line) : [],
    }));
  }

  dispose(): void {
    for (const { type } of this.types) type.dispose();
  }
}

const GRAVITY: readonly MarkKind[] = ["bug", "death", "taken", "announced"];

/** The type of all words behind lines; what they say and their colour is each one's own. */
export function makeWordsType(): TextEditorDecorationType {
  return window.createTextEditorDecorationType({
    isWholeLine: true,
    rangeBehavior: DecorationRangeBehavior.ClosedOpen,
  });
}

/** How the words of a mark look behind its line. */
export function wordsOf({ kind, text }: Mark, stale: boolean): ThemableDecorationAttachmentRenderOptions {
  return {
    contentText: `${SIGNS[kind]} ${text}`,
    color: new ThemeColor(stale ? STALE_COLOUR : COLOURS[kind]),
    margin: "0 0 0 2em",
  };
}
