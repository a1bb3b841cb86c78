/** Answers code actions: the list in slices, and what takes longer when it is chosen. */
import type { Connection, ServerCapabilities } from "vscode-languageserver";
import { CODE_ACTION_KINDS, codeActions, documentOf, resolveCodeAction } from "../features/code-actions.js";
import type { Answers } from "./features.js";

export const CODE_ACTIONS: Pick<ServerCapabilities, "codeActionProvider"> = {
  codeActionProvider: { codeActionKinds: [...CODE_ACTION_KINDS], resolveProvider: true },
};

/** Answers the requests of CODE_ACTIONS on a connection. */
export function registerCodeActions(connection: Connection, answer: Answers): void {
  connection.onCodeAction(({ textDocument: { uri }, range, context }, token) =>
    answer.inSlices(uri, token, [], (document) => codeActions(document, range, context.only)),
  );
  connection.onCodeActionResolve((action, token) => {
    const uri = documentOf(action);
    return uri === null
      ? action
      : answer.inSlices(uri, token, action, (document) => resolveCodeAction(document, action));
  });
}
