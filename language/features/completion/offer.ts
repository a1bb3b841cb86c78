/** One thing that completion offers, before it is put into LSP's form. */
import type { CompletionItemKind } from "vscode-languageserver-types";
import {
  type CompletionItem,
  type CompletionItemLabelDetails,
  InsertTextFormat,
  type Range,
} from "vscode-languageserver-types";
import type { KernelId } from "../../../engine/index.js";
import type { Subject } from "../../lore/lore.js";

export interface Offer {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** In LSP's snippet form; the label when left out. */
  readonly snippet?: string;
  /** Right behind the label, pale. */
  readonly shape?: string;
  /** A few words at the end of the row. */
  readonly about?: string;
  /** Its place in the list; smaller comes first. */
  readonly rank: number;
  /** What to tell of it when it is looked at. */
  readonly subject?: Subject;
  readonly preselect?: boolean;
  /** Something follows that can be completed, too. */
  readonly goesOn?: boolean;
}

/** What an item carries until somebody looks at it. */
export interface OfferData {
  readonly subject: Subject;
  readonly kernels: readonly KernelId[];
}

/** What the editor can do. */
export interface Abilities {
  /** It takes snippets with places to be filled in. */
  readonly snippets: boolean;
  /** It is VS Code, which can be asked to show the next list at once. */
  readonly suggests: boolean;
}

const RANK_DIGITS = 4;

/** The item of an offer that replaces a range. */
export function itemOf(
  offer: Offer,
  range: Range,
  kernels: readonly KernelId[],
  { snippets, suggests }: Abilities,
): CompletionItem {
  const { label, kind, snippet, shape, about, rank, subject, preselect, goesOn } = offer;
  const isSnippet = snippets && snippet !== undefined && isFilledIn(snippet);
  const details: CompletionItemLabelDetails = {
    ...(shape === undefined ? {} : { detail: shape }),
    ...(about === undefined ? {} : { description: about }),
  };
  return {
    label,
    kind,
    labelDetails: details,
    sortText: String(rank).padStart(RANK_DIGITS, "0"),
    filterText: label,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText: isSnippet ? snippet : plainText(snippet ?? escape(label)) },
    ...(preselect === true ? { preselect } : {}),
    ...(goesOn === true && suggests ? { command: { title: "Suggest", command: "editor.action.triggerSuggest" } } : {}),
    ...(subject === undefined ? {} : { data: { subject, kernels } satisfies OfferData }),
  };
}

/** A text that stands for itself in a snippet. */
export function escape(text: string): string {
  return text.replace(/[\\$}]/gu, "\\$&");
}

/** A place to be filled in, with what stands there at first. */
export function hole(number: number, text: string): string {
  return `\${${number}:${escape(text)}}`;
}

/** A place to be filled in by one of several; the first stands there at first. */
export function choice(number: number, texts: readonly string[]): string {
  const [first] = texts;
  if (texts.length < 2) return hole(number, first ?? "");
  return `\${${number}|${texts.map((text) => text.replace(/[\\$},|]/gu, "\\$&")).join(",")}|}`;
}

function isFilledIn(snippet: string): boolean {
  return /(?<!\\)\$/u.test(snippet);
}

/** A snippet as it stands when nothing is filled in. */
export function plainText(snippet: string): string {
  const named = new Map<string, string>();
  const filled = snippet.replace(
    /\\([\\$},|])|\$\{(\d+):((?:\\.|[^\\}])*)\}|\$\{(\d+)\|((?:\\.|[^\\,|])*)(?:,(?:\\.|[^\\|])*)?\|\}|\$(\d+)/gu,
    (_, escaped?: string, hole?: string, text?: string, chosen?: string, first?: string, again?: string) => {
      if (escaped !== undefined) return escaped;
      if (again !== undefined) return named.get(again) ?? "";
      const value = (text ?? first ?? "").replace(/\\(.)/gu, "$1");
      named.set(hole ?? chosen ?? "", value);
      return value;
    },
  );
  return filled;
}
