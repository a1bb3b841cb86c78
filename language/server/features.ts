/** What the server answers of LSP itself: each request goes to the feature of its name. */
import type { CodeLens, CompletionList, Connection, ServerCapabilities } from "vscode-languageserver";
import type { Explored } from "../explore/index.js";
import { codeLenses } from "../features/code-lens.js";
import { documentOfLens, resolvePoolLens } from "../features/pool-lens.js";
import { COMPLETION_TRIGGERS, completionsAt, resolveCompletion } from "../features/completion.js";
import { foldingRanges } from "../features/folding.js";
import { FORMAT_TRIGGERS, formatDocument, formatOnType, formatRange } from "../features/formatting.js";
import { includePathAt, includePaths } from "../features/include-paths.js";
import { hoverAt } from "../features/hover.js";
import { ALL_HINTS, inlayHints } from "../features/inlay-hints.js";
import { signatureAt, SIGNATURE_TRIGGERS } from "../features/signature-help.js";
import { documentSymbols } from "../features/symbols.js";
import type { Answers } from "./answers.js";
import type { ClientFacts } from "./start.js";
import { CODE_ACTIONS, registerCodeActions } from "./code-actions.js";
import { NAME_FEATURES, registerNameFeatures } from "./name-features.js";

/** What the server can do, for the answer to `initialize`. */
export const FEATURES: ServerCapabilities = {
  codeLensProvider: { resolveProvider: true },
  completionProvider: { triggerCharacters: [...COMPLETION_TRIGGERS], resolveProvider: true },
  documentFormattingProvider: true,
  documentOnTypeFormattingProvider: {
    firstTriggerCharacter: FORMAT_TRIGGERS[0],
    moreTriggerCharacter: [FORMAT_TRIGGERS[1]],
  },
  documentRangeFormattingProvider: true,
  documentSymbolProvider: true,
  foldingRangeProvider: true,
  hoverProvider: true,
  inlayHintProvider: true,
  signatureHelpProvider: { triggerCharacters: [...SIGNATURE_TRIGGERS] },
  ...CODE_ACTIONS,
  ...NAME_FEATURES,
};

/** Answers the requests of FEATURES on a connection. */
export function registerFeatures(
  connection: Connection,
  answer: Answers,
  client: () => ClientFacts,
  explored: Explored,
): void {
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer.analysed(uri, token, [], (document) => codeLenses(document, client().commands, explored)),
  );
  connection.onCodeLensResolve((lens, token) => {
    const uri = documentOfLens(lens);
    return uri === null
      ? lens
      : answer.inSlices<CodeLens>(uri, token, { range: lens.range, command: { title: "", command: "" } }, (document) =>
          resolvePoolLens(document, lens, explored),
        );
  });
  connection.onDocumentSymbol(({ textDocument: { uri } }) =>
    answer.now(uri, [], (document) => documentSymbols(document.tree)),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }) =>
    answer.now(uri, [], (document) => foldingRanges(document.tree)),
  );
  connection.onDocumentFormatting(({ textDocument: { uri }, options }, token) =>
    answer.nowInSlices(uri, token, [], (document) => formatDocument(document, options)),
  );
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range, options }, token) =>
    answer.nowInSlices(uri, token, [], (document) => formatRange(document, range, options)),
  );
  connection.onDocumentOnTypeFormatting(({ textDocument: { uri }, position, ch, options }) =>
    answer.now(uri, [], (document) => formatOnType(document, position, ch, options)),
  );
  connection.onCompletion(async ({ textDocument: { uri }, position, context }) => {
    const isPath = answer.now(uri, false, (document) => includePathAt(document, position) !== null);
    const files = isPath ? await answer.files() : [];
    return answer.now<CompletionList | null>(uri, null, (document) => {
      const path = includePathAt(document, position);
      return path === null
        ? completionsAt(document, position, client().abilities, context?.triggerCharacter)
        : { isIncomplete: false, items: includePaths(document, path, files) };
    });
  });
  connection.onCompletionResolve(resolveCompletion);
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    answer.analysed(uri, token, null, (document) => hoverAt(document, position)),
  );
  connection.onSignatureHelp(({ textDocument: { uri }, position }) =>
    answer.now(uri, null, (document) => signatureAt(document, position)),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    answer.analysed(uri, token, [], (document) =>
      inlayHints(document, range, client().settings.inlayHints ?? ALL_HINTS),
    ),
  );
  registerCodeActions(connection, answer, client);
  registerNameFeatures(connection, answer);
}
