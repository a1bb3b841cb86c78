/** Answers code actions: the list in slices, and what takes longer when it is chosen. */
import { type CodeAction, CodeActionKind, type Connection, type ServerCapabilities } from "vscode-languageserver";
import { CODE_ACTION_KINDS, codeActions, documentOf, resolveCodeAction } from "../features/code-actions.js";
import { interleavingActions } from "../features/interleaving-actions.js";
import type { Answers } from "./answers.js";
import type { ClientFacts } from "./start.js";

export const CODE_ACTIONS: Pick<ServerCapabilities, "codeActionProvider"> = {
  codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS], resolveProvider: true },
};

/** Answers the requests of CODE_ACTIONS on a connection. */
export function registerCodeActions(connection: Connection, answer: Answers, client: () => ClientFacts): void {
  connection.onCodeAction(({ textDocument: { uri }, range, context }, token) =>
    answer.inSlices<CodeAction[]>(uri, token, [], function* (document) {
      const actions = yield* codeActions(document, range, context.only);
      const wanted = context.only?.every((kind) => !CodeActionKind.QuickFix.startsWith(kind)) !== true;
      return wanted ? [...actions, ...interleavingActions(document, context.diagnostics, client().commands)] : actions;
    }),
  );
  connection.onCodeActionResolve((action, token) => {
    const uri = documentOf(action);
    return uri === null
      ? action
      : answer.inSlices(uri, token, action, (document) => resolveCodeAction(document, action));
  });
}
