/** Names as the editor asks for them: definition, references, rename, forks, tokens, links. */
import { assert } from "chai";
import * as vscode from "vscode";
import { FINE, TAKEN } from "./stories.js";
import { clear, found, pause, show, until, write } from "./workbench.js";

const FAMILY = `scenario "family" {
  process init
  init: parent = fork()
  parent: child = fork()
  child: exit()
}
`;

suite("names", () => {
  teardown(() => clear());

  test("a child's mapping leads to the parent's mmap", async () => {
    const { document } = await show(TAKEN);
    const at = placeOf(document, "read a[0]", "read ".length);
    const [definition] = await eventually(() => locations("vscode.executeDefinitionProvider", document, at), 1);
    assert.equal(document.getText(definition?.range), "a");
    assert.equal(definition?.range.start.line, 5);
    const references = await locations("vscode.executeReferenceProvider", document, at);
    assert.deepEqual(
      references.map(({ range }) => range.start.line),
      [5, 6, 8, 9],
    );
    const highlights = await vscode.commands.executeCommand<vscode.DocumentHighlight[]>(
      "vscode.executeDocumentHighlights",
      document.uri,
      at,
    );
    assert.deepEqual(
      highlights.map(({ kind }) => kind === vscode.DocumentHighlightKind.Write),
      [true, true, true, false],
    );
  });

  test("a rename changes every place, and the file still says the same", async () => {
    const { document } = await show(TAKEN);
    await until("the death", () => found(document.uri).includes("killed@9"));
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      placeOf(document, "child = fork"),
      "kid",
    );
    assert.ok(await vscode.workspace.applyEdit(edit), "the edit was refused");
    assert.include(document.getText(), "parent: kid = fork()");
    assert.include(document.getText(), "kid:  read a[0]");
    await until("the death under its new name", () =>
      vscode.languages.getDiagnostics(document.uri).some(({ message }) => message.includes("kid")),
    );
  });

  test("a name that is taken is refused", async () => {
    const { document } = await show(TAKEN);
    const refused = await Promise.resolve(
      vscode.commands.executeCommand(
        "vscode.executeDocumentRenameProvider",
        document.uri,
        placeOf(document, "child = fork"),
        "parent",
      ),
    ).then(
      () => "",
      (error: unknown) => String(error),
    );
    assert.include(refused, "There is a process `parent` already");
  });

  test("what an included file makes is renamed in that file, too", async () => {
    const common = await write("pool 2\nprocess parent\n");
    const name = common.path.slice(common.path.lastIndexOf("/") + 1);
    const { document } = await show(`include "${name}"\nscenario "s" {\n  parent: exit()\n}\n`);
    const at = placeOf(document, "parent: exit");
    const [definition] = await eventually(() => locations("vscode.executeDefinitionProvider", document, at), 1);
    assert.equal(definition?.uri.toString(), common.toString());
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      "vscode.executeLinkProvider",
      document.uri,
    );
    assert.equal(links[0]?.target?.toString(), common.toString());
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      "vscode.executeDocumentRenameProvider",
      document.uri,
      at,
      "init",
    );
    assert.sameMembers(
      edit.entries().map(([uri]) => uri.toString()),
      [document.uri.toString(), common.toString()],
    );
  });

  test("who forked whom", async () => {
    const { document } = await show(FAMILY);
    const items = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.CallHierarchyItem[]>(
          "vscode.prepareCallHierarchy",
          document.uri,
          placeOf(document, "parent: child"),
        ),
      1,
    );
    const incoming = await vscode.commands.executeCommand<vscode.CallHierarchyIncomingCall[]>(
      "vscode.provideIncomingCalls",
      items[0],
    );
    const outgoing = await vscode.commands.executeCommand<vscode.CallHierarchyOutgoingCall[]>(
      "vscode.provideOutgoingCalls",
      items[0],
    );
    assert.deepEqual(
      [...incoming.map(({ from }) => from.name), ...outgoing.map(({ to }) => to.name)],
      ["init", "child"],
    );
  });

  test("scenarios of the workspace are found, also in files that are not open", async () => {
    await write(FAMILY);
    await show(FINE);
    const names = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.SymbolInformation[]>("vscode.executeWorkspaceSymbolProvider", "family"),
      1,
    );
    assert.include(
      names.map(({ name }) => name),
      "family",
    );
  });

  test("a selection grows from the word to the file", async () => {
    const { document } = await show(TAKEN);
    const ranges = await eventually(
      () =>
        vscode.commands.executeCommand<vscode.SelectionRange[]>("vscode.executeSelectionRangeProvider", document.uri, [
          placeOf(document, "a[0]\n"),
        ]),
      1,
    );
    const texts: string[] = [];
    for (let at = ranges[0]; at !== undefined; at = at.parent) texts.push(document.getText(at.range));
    assert.includeMembers(texts, ["a[0]", "write a[0]", "parent: write a[0]"]);
    assert.equal(texts.at(-1), document.getText());
  });

  test("names have tokens of their own", async () => {
    const { document } = await show(TAKEN);
    const legend = await eventually(
      async () => [
        await vscode.commands.executeCommand<vscode.SemanticTokensLegend | undefined>(
          "vscode.provideDocumentSemanticTokensLegend",
          document.uri,
        ),
      ],
      1,
    );
    assert.includeMembers(legend[0]?.tokenTypes ?? [], ["process", "mapping", "syscall", "kernel", "counter"]);
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      "vscode.provideDocumentSemanticTokens",
      document.uri,
    );
    assert.isAbove(tokens.data.length, 50);
  });
});

function placeOf(document: vscode.TextDocument, text: string, within = 0): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `no "${text}" in the text`);
  return document.positionAt(at + within);
}

async function locations(
  command: string,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly vscode.Location[]> {
  const found = await vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[]>(
    command,
    document.uri,
    position,
  );
  return found.map((one) => ("targetUri" in one ? new vscode.Location(one.targetUri, one.targetRange) : one));
}

/** Asks until there are so many answers: the server may have to be started, and to read what is included. */
async function eventually<T>(ask: () => PromiseLike<readonly T[]>, least: number): Promise<readonly T[]> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer.length >= least && answer[0] !== undefined) return answer;
    if (Date.now() > end) throw new Error("Waited in vain for an answer");
    await pause(50);
  }
}
