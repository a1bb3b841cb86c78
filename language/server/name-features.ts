/** Requests about names: where they are made and used, what they are called, who forked whom, and how they look. */
import {
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type SemanticTokens,
  type ServerCapabilities,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { HugetlbDocument } from "../document.js";
import { forkItemsAt, incomingForks, outgoingForks, uriOfItem } from "../features/call-hierarchy.js";
import { definitionAt } from "../features/definition.js";
import { highlightsAt } from "../features/highlights.js";
import { documentLinks } from "../features/links.js";
import { referencesAt } from "../features/references.js";
import type { Refused } from "../features/new-name.js";
import { prepareRename, rename, type Renaming } from "../features/rename.js";
import { selectionRanges } from "../features/selection.js";
import { semanticTokens, TOKEN_LEGEND } from "../features/semantic-tokens.js";
import { workspaceSymbols } from "../features/workspace-symbols.js";
import type { Answers } from "./answers.js";
import { encoded, TokenStore } from "./token-store.js";

export const NAME_FEATURES: ServerCapabilities = {
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentLinkProvider: { resolveProvider: false },
  selectionRangeProvider: true,
  callHierarchyProvider: true,
  workspaceSymbolProvider: true,
  semanticTokensProvider: { legend: TOKEN_LEGEND, full: { delta: true }, range: true },
};

const NOTHING: SemanticTokens = { data: [] };

/** Answers the requests of NAME_FEATURES on a connection. */
export function registerNameFeatures(connection: Connection, answer: Answers): void {
  connection.onDefinition(({ textDocument: { uri }, position }) =>
    answer.now(uri, [], (document) => definitionAt(document, position)),
  );
  connection.onReferences(async ({ textDocument: { uri }, position, context }, token) => {
    const others = await answer.workspace();
    return answer.nowInSlices(uri, token, [], (document) =>
      referencesAt(document, position, others, context.includeDeclaration),
    );
  });
  connection.onDocumentHighlight(({ textDocument: { uri }, position }) =>
    answer.now(uri, [], (document) => highlightsAt(document, position)),
  );
  connection.onPrepareRename(({ textDocument: { uri }, position }) =>
    accepted(answer.now(uri, CLOSED, (document) => prepareRename(document, position))),
  );
  connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }, token): Promise<WorkspaceEdit> => {
    const others = await answer.workspace();
    const { edits } = accepted(
      await answer.nowInSlices<Renaming | Refused>(uri, token, GONE, (document) =>
        rename(document, position, newName, others),
      ),
    );
    return { changes: Object.fromEntries([...edits].map(([file, changes]) => [file, [...changes]])) };
  });
  connection.onDocumentLinks(({ textDocument: { uri } }) => answer.now(uri, [], documentLinks));
  connection.onSelectionRanges(({ textDocument: { uri }, positions }) =>
    answer.now(uri, [], (document) => selectionRanges(document, positions)),
  );
  connection.onWorkspaceSymbol(async ({ query }) => workspaceSymbols(await answer.workspace(), query));
  registerForks(connection, answer);
  registerTokens(connection, answer);
}

function registerForks(connection: Connection, answer: Answers): void {
  const { callHierarchy } = connection.languages;
  callHierarchy.onPrepare(({ textDocument: { uri }, position }) =>
    answer.now(uri, null, (document) => forkItemsAt(document, position)),
  );
  callHierarchy.onIncomingCalls(({ item }) =>
    answer.now(uriOfItem(item), [], (document) => incomingForks(document, item)),
  );
  callHierarchy.onOutgoingCalls(({ item }) =>
    answer.now(uriOfItem(item), [], (document) => outgoingForks(document, item)),
  );
}

function registerTokens(connection: Connection, answer: Answers): void {
  const store = new TokenStore();
  const all = (document: HugetlbDocument): ReturnType<typeof semanticTokens> =>
    semanticTokens(document, 0, document.tree.lines.length);
  const { semanticTokens: tokens } = connection.languages;
  tokens.on(({ textDocument: { uri } }) => answer.now(uri, NOTHING, (document) => store.full(document, all(document))));
  tokens.onDelta(({ textDocument: { uri }, previousResultId }) =>
    answer.now(uri, NOTHING, (document) => store.delta(document, previousResultId, all(document))),
  );
  tokens.onRange(({ textDocument: { uri }, range: { start, end } }) =>
    answer.now(uri, NOTHING, (document) => encoded(semanticTokens(document, start.line, end.line))),
  );
}

const CLOSED: Refused = { refused: "The document is not open." };
const GONE: Refused = { refused: "The document is not open, or has changed meanwhile." };

/** What was not refused; a refusal is the error that the editor shows. */
function accepted<T extends object>(answer: T | Refused): Exclude<T, Refused> {
  if ("refused" in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.refused);
  return answer as Exclude<T, Refused>;
}
