import {
  l10n,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
  type ExtensionContext,
  type QuickPickItem,
  type TextEditor,
} from "vscode";
import { LANGUAGE_ID } from "../language.js";
import { readExamples, type Example } from "./index-page.js";
import { TEMPLATES, type Template } from "./templates.js";

/** Opens a new, unsaved scenario file: the template of this id, or the one that the reader chooses. */
export async function newScenario(id?: string): Promise<void> {
  const known = TEMPLATES.find((template) => template.id === id);
  const template = known ?? (await chooseTemplate());
  if (template !== undefined) await openText(template.text);
}

async function chooseTemplate(): Promise<Template | undefined> {
  const words: Readonly<Record<string, readonly [label: string, detail: string]>> = {
    fork: [
      l10n.t("A parent forks and writes"),
      l10n.t("Copy-on-write with an empty pool: who dies, under which kernel?"),
    ],
    two: [l10n.t("Two programs, one pool"), l10n.t("The second asks for more than is left.")],
    workers: [l10n.t("A server and its workers"), l10n.t("A loop of forks; how many pages are enough?")],
    race: [l10n.t("Two at the same time"), l10n.t("Concurrent steps in every order.")],
    empty: [l10n.t("A small scenario"), l10n.t("One process, one mapping, one expectation.")],
  };
  const items = TEMPLATES.map((template): QuickPickItem & { readonly template: Template } => {
    const [label, detail] = words[template.id] ?? [template.id, ""];
    return { label, detail, template };
  });
  return (await window.showQuickPick(items, { title: l10n.t("New scenario"), matchOnDetail: true }))?.template;
}

/** Opens a copy of one of the examples that come with the extension. */
export async function openExample(context: ExtensionContext): Promise<void> {
  const folder = Uri.joinPath(context.extensionUri, "examples");
  const examples = readExamples(await read(Uri.joinPath(folder, "README.md")));
  const picked = await window.showQuickPick(exampleItems(examples), {
    title: l10n.t("Open an example"),
    matchOnDetail: true,
  });
  if (picked?.example !== undefined)
    await openText(await read(Uri.joinPath(folder, ...picked.example.path.split("/"))));
}

interface ExampleItem extends QuickPickItem {
  readonly example?: Example;
}

function exampleItems(examples: readonly Example[]): ExampleItem[] {
  const items: ExampleItem[] = [];
  for (const [index, example] of examples.entries()) {
    if (example.group !== examples[index - 1]?.group)
      items.push({ label: example.group, kind: QuickPickItemKind.Separator });
    items.push({ label: example.name, detail: example.words, example });
  }
  return items;
}

/** A file of the extension; in a browser it comes over the network. */
async function read(uri: Uri): Promise<string> {
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

function openText(content: string): Thenable<TextEditor> {
  return workspace
    .openTextDocument({ language: LANGUAGE_ID, content })
    .then((document) => window.showTextDocument(document, { preview: false }));
}
