import {
  CustomExecution,
  l10n,
  RelativePattern,
  Task,
  TaskGroup,
  Uri,
  window,
  workspace,
  type ProcessExecution,
  type TaskDefinition,
  type TaskProvider,
  type WorkspaceFolder,
} from "vscode";
import type { LanguageService } from "../client/service.js";
import { LANGUAGE_ID } from "../language.js";
import { RunHere } from "./run-here.js";

export const TASK_TYPE = "hugetlb";
const MATCHER = "$hugetlb";
/** Files of a folder that one task takes. */
const MOST_FILES = 1_000;

/** Starts the `hugetlb` command with these arguments as a process; undefined where there are no processes. */
export type StartCommand = (args: readonly string[], cwd: string) => ProcessExecution;

interface HugetlbTask extends TaskDefinition {
  readonly command: "run" | "check";
  /** Below the folder; left out = every scenario file of the folder. */
  readonly file?: string;
}

/** Tasks that run or check a file, as a process where there are such, or all files of a folder; those, and every task in a browser, run inside the editor. */
export class HugetlbTasks implements TaskProvider {
  private readonly service: () => Promise<LanguageService>;
  private readonly startCommand: StartCommand | undefined;

  constructor(service: () => Promise<LanguageService>, startCommand: StartCommand | undefined) {
    this.service = service;
    this.startCommand = startCommand;
  }

  provideTasks(): Task[] {
    const editor = window.activeTextEditor;
    const open = editor?.document.languageId === LANGUAGE_ID ? editor.document.uri : undefined;
    const folder = open === undefined ? undefined : workspace.getWorkspaceFolder(open);
    const inFront =
      open === undefined || folder === undefined ? [] : [{ folder, file: workspace.asRelativePath(open, false) }];
    const wholes = (workspace.workspaceFolders ?? []).map((each) => ({ folder: each, file: undefined }));
    return [...inFront, ...wholes].flatMap((place) =>
      (["run", "check"] as const).map((command) =>
        this.task(
          { type: TASK_TYPE, command, ...(place.file === undefined ? {} : { file: place.file }) },
          place.folder,
        ),
      ),
    );
  }

  resolveTask(task: Task): Task | undefined {
    const { definition, scope } = task;
    if (!isHugetlbTask(definition)) return undefined;
    const folder = typeof scope === "object" ? scope : workspace.workspaceFolders?.[0];
    return folder === undefined ? undefined : this.task(definition, folder, task.definition);
  }

  private task(task: HugetlbTask, folder: WorkspaceFolder, definition: TaskDefinition = task): Task {
    const { command, file } = task;
    const what = file ?? l10n.t("all scenarios");
    const made = new Task(
      definition,
      folder,
      command === "run" ? l10n.t("run {0}", what) : l10n.t("check {0}", what),
      TASK_TYPE,
      this.execution(task, folder),
      MATCHER,
    );
    made.group = command === "check" ? TaskGroup.Build : TaskGroup.Test;
    made.presentationOptions = { clear: true };
    return made;
  }

  private execution({ command, file }: HugetlbTask, folder: WorkspaceFolder): ProcessExecution | CustomExecution {
    if (this.startCommand !== undefined && folder.uri.scheme === "file" && file !== undefined)
      return this.startCommand([command, ...(command === "run" ? ["--quiet"] : []), file], folder.uri.fsPath);
    return new CustomExecution(async () => {
      const files = file === undefined ? await scenarioFiles(folder) : [Uri.joinPath(folder.uri, file)];
      return new RunHere(files, command === "run", this.service);
    });
  }
}

async function scenarioFiles(folder: WorkspaceFolder): Promise<readonly Uri[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, "**/*.hugetlb"), undefined, MOST_FILES);
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

function isHugetlbTask(definition: TaskDefinition): definition is HugetlbTask {
  const { type, command, file } = definition as Partial<HugetlbTask>;
  return (
    type === TASK_TYPE && (command === "run" || command === "check") && (file === undefined || typeof file === "string")
  );
}
