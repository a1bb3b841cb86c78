import {
  l10n,
  Uri,
  window,
  workspace,
  type CancellationToken,
  type DebugConfiguration,
  type DebugConfigurationProvider,
  type ProviderResult,
  type WorkspaceFolder,
} from "vscode";
import type { LanguageService } from "../client/service.js";
import { fileName, LANGUAGE_ID } from "../language.js";

/** The type of debug session that package.json contributes. */
export const DEBUG_TYPE = "hugetlb";

const ADDRESS = /^[a-z][a-z0-9+.-]+:/iu;

/** A session of the scenario that a line (from 0) of a document stands in. */
export function configurationOf(uri: string, line: number): DebugConfiguration {
  return { type: DEBUG_TYPE, request: "launch", name: "Scenario at the cursor", program: uri, scenario: line + 1 };
}

/** Makes whole what a launch configuration leaves out: without one, F5 debugs the scenario at the cursor. */
export class DebugConfigurations implements DebugConfigurationProvider {
  provideDebugConfigurations(): ProviderResult<DebugConfiguration[]> {
    return [
      {
        type: DEBUG_TYPE,
        request: "launch",
        name: "Debug a scenario",
        program: "${file}",
        stopOnEntry: false,
      },
    ];
  }

  resolveDebugConfiguration(
    _folder: WorkspaceFolder | undefined,
    given: DebugConfiguration,
  ): ProviderResult<DebugConfiguration> {
    const editor = window.activeTextEditor;
    const isEmpty = given.program === undefined;
    if (!isEmpty) return given;
    if (editor?.document.languageId !== LANGUAGE_ID) {
      void window.showInformationMessage(
        l10n.t("Open a .hugetlb file first: what is debugged is the scenario at the cursor."),
      );
      return undefined;
    }
    const here = configurationOf(editor.document.uri.toString(), editor.selection.active.line);
    // What is written there counts; a scenario by name needs no line.
    return { ...here, ...withoutEmpty(given) };
  }

  resolveDebugConfigurationWithSubstitutedVariables(
    folder: WorkspaceFolder | undefined,
    given: DebugConfiguration,
  ): ProviderResult<DebugConfiguration> {
    const program: unknown = given.program;
    if (typeof program !== "string") return given;
    const address = addressOf(program, folder);
    const editor = window.activeTextEditor;
    const isHere = editor?.document.uri.toString() === address;
    const scenario: unknown = given.scenario ?? (isHere ? editor.selection.active.line + 1 : undefined);
    return { ...given, program: address, ...(scenario !== undefined && { scenario }) };
  }
}

/** Offers every scenario of the file in front, without a launch.json. */
export class DynamicConfigurations implements DebugConfigurationProvider {
  private readonly service: () => Promise<LanguageService>;

  constructor(service: () => Promise<LanguageService>) {
    this.service = service;
  }

  async provideDebugConfigurations(
    _folder: WorkspaceFolder | undefined,
    token: CancellationToken | undefined,
  ): Promise<DebugConfiguration[]> {
    const document = window.activeTextEditor?.document;
    if (document?.languageId !== LANGUAGE_ID || token === undefined) return [];
    const uri = document.uri.toString();
    const tests = await (await this.service()).tests({ uri }, token);
    return (tests?.scenarios ?? []).map(({ name }) => ({
      type: DEBUG_TYPE,
      request: "launch",
      name: `${fileName(uri)}: ${name}`,
      program: uri,
      scenario: name,
    }));
  }
}

/** Paths (`${file}`) are those of an open document, else of the folder's own file system. */
function addressOf(program: string, folder: WorkspaceFolder | undefined): string {
  if (ADDRESS.test(program)) return Uri.parse(program).toString();
  const open = workspace.textDocuments.find(({ uri }) => uri.fsPath === program || uri.path === program);
  if (open !== undefined) return open.uri.toString();
  const root = (folder ?? workspace.workspaceFolders?.[0])?.uri;
  const isAbsolute = program.startsWith("/") || /^[a-z]:[\\/]/iu.test(program);
  if (!isAbsolute && root !== undefined) return Uri.joinPath(root, program).toString();
  return root === undefined || root.scheme === "file"
    ? Uri.file(program).toString()
    : root.with({ path: program }).toString();
}

/** The editor gives a configuration with empty texts when there is no launch.json. */
function withoutEmpty(given: DebugConfiguration): Partial<DebugConfiguration> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "" && value !== undefined));
}
