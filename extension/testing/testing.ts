import {
  CancellationTokenSource,
  debug,
  tests,
  TestRunProfileKind,
  TestRunRequest,
  Uri,
  workspace,
  type CancellationToken,
  type Disposable,
  type LogOutputChannel,
  type TestController,
  type TestItem,
} from "vscode";
import type { LensArgument } from "../../language/features/lens-commands.js";
import type { LanguageService } from "../client/service.js";
import { configurationOf } from "../debug/configurations.js";
import { LANGUAGE_ID } from "../language.js";
import { Store } from "../store.js";
import { TestMessages } from "./messages.js";
import { report } from "./report.js";
import { fileOf, isWithin, TestTree, type KernelItem } from "./tree.js";

/** Where scenarios are looked for, and how many files are listed at most. */
const FILES = "**/*.hugetlb";
const MOST_FILES = 10_000;
/** So long after the last edit results are asked for. */
const PAUSE_MS = 150;

export interface TestingSurroundings {
  readonly service: () => Promise<LanguageService>;
  readonly log: LogOutputChannel;
}

/** A run that goes on: results are told again whenever they change. */
interface Watch {
  readonly request: TestRunRequest;
}

/** The Test Explorer: scenarios are tests. The language server runs them; here is only told what it says. */
export class Testing implements Disposable {
  private readonly store = new Store();
  private readonly house: TestingSurroundings;
  private readonly controller: TestController;
  private readonly tree: TestTree;
  private readonly watches = new Set<Watch>();
  /** What the editor shows of each item that was run, as text; stale results are gone. */
  readonly told = new Map<string, string>();
  readonly messages = this.store.add(new TestMessages());
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();
  private isListening = false;

  constructor(house: TestingSurroundings) {
    this.house = house;
    this.controller = this.store.add(tests.createTestController("hugetlb", "HugeTLB Scenarios"));
    this.tree = new TestTree(this.controller);
    this.controller.resolveHandler = (item) => this.resolve(item);
    this.controller.refreshHandler = (token) => this.discover(token);
    const run = this.controller.createRunProfile(
      "Run",
      TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    run.supportsContinuousRun = true;
    this.controller.createRunProfile(
      "Debug",
      TestRunProfileKind.Debug,
      (request, token) => this.debug(request, token),
      true,
    );
    this.store.add(
      workspace.onDidOpenTextDocument(({ languageId, uri }) => {
        if (languageId === LANGUAGE_ID) this.soon(uri.toString());
      }),
    );
    const watcher = this.store.add(workspace.createFileSystemWatcher(FILES));
    this.store.add(watcher.onDidCreate((uri) => this.tree.file(uri)));
    this.store.add(
      watcher.onDidDelete((uri) => {
        this.tree.remove(uri);
      }),
    );
    this.store.add(
      watcher.onDidChange((uri) => {
        this.soon(uri.toString());
      }),
    );
    for (const { languageId, uri } of workspace.textDocuments)
      if (languageId === LANGUAGE_ID) this.soon(uri.toString());
  }

  /** Runs a scenario under all its kernels, as the code lens above it asks. */
  async runScenario({ uri, scenario, line }: LensArgument): Promise<void> {
    const kernels = await this.read(uri, neverCancelled());
    const items = kernels.filter((each) => each.scenario.name === scenario && each.scenario.line === line);
    const item = (items[0] ?? kernels.find((each) => each.scenario.name === scenario))?.item.parent;
    if (item !== undefined) await this.run(new TestRunRequest([item]), neverCancelled());
  }

  /** Files, scenarios, kernels. */
  get items(): TestController["items"] {
    return this.controller.items;
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    this.store.dispose();
  }

  private async resolve(item: TestItem | undefined): Promise<void> {
    if (item === undefined) await this.discover(neverCancelled());
    else if (item.parent === undefined) await this.read(item.id, neverCancelled());
  }

  /** Lists the files of the workspace and the open documents; nothing of them is read. */
  private async discover(token: CancellationToken): Promise<void> {
    const found = await workspace.findFiles(FILES, undefined, MOST_FILES, token);
    const open = workspace.textDocuments.filter(({ languageId }) => languageId === LANGUAGE_ID).map(({ uri }) => uri);
    const there = new Set([...found, ...open].map((uri) => uri.toString()));
    for (const uri of [...found, ...open]) this.tree.file(uri);
    for (const { id, uri } of this.tree.files()) if (uri !== undefined && !there.has(id)) this.tree.remove(uri);
  }

  /** The kernels of a file as the server knows them now, put into the tree. */
  private async read(uri: string, token: CancellationToken): Promise<readonly KernelItem[]> {
    const service = await this.service();
    const item = this.tree.file(Uri.parse(uri));
    item.busy = true;
    try {
      const found = await service.tests({ uri }, token);
      return found === null ? [] : this.tree.update(found);
    } finally {
      item.busy = false;
    }
  }

  private async run(request: TestRunRequest, token: CancellationToken): Promise<void> {
    if (request.continuous === true) {
      const watch: Watch = { request };
      this.watches.add(watch);
      token.onCancellationRequested(() => this.watches.delete(watch));
    }
    await this.runOnce(request, token);
  }

  private async runOnce(request: TestRunRequest, token: CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      for (const item of request.include ?? []) run.enqueued(item);
      for (const file of await this.filesOf(request, token)) {
        if (token.isCancellationRequested) break;
        const kernels = (await this.read(file.id, token)).filter(({ item }) => isWanted(item, request));
        for (const kernel of kernels) {
          run.started(kernel.item);
          report(run, kernel);
          this.keep(kernel);
        }
      }
    } catch (error) {
      if (!token.isCancellationRequested) this.house.log.error("The tests could not be run:", error);
    } finally {
      run.end();
    }
  }

  /** The files that a request is about; everything there is when it names nothing. */
  private async filesOf({ include }: TestRunRequest, token: CancellationToken): Promise<readonly TestItem[]> {
    if (include === undefined) {
      await this.discover(token);
      return this.tree.files();
    }
    return [...new Set(include.map(fileOf))];
  }

  /** Runs what is asked for and starts the debugger on the first of it. */
  private async debug(request: TestRunRequest, token: CancellationToken): Promise<void> {
    await this.runOnce(request, token);
    const [file] = await this.filesOf(request, token);
    if (file === undefined || token.isCancellationRequested) return;
    const chosen = (await this.read(file.id, token)).filter(({ item }) => isWanted(item, request));
    const target = chosen.find(({ test }) => test.outcome !== "passed") ?? chosen[0];
    if (target === undefined) return;
    const { scenario, test } = target;
    const configuration = {
      ...configurationOf(file.id, scenario.line),
      name: `${scenario.name} [${test.kernel}]`,
      kernel: test.kernel,
    };
    await debug.startDebugging(workspace.getWorkspaceFolder(Uri.parse(file.id)), configuration);
  }

  private async service(): Promise<LanguageService> {
    const service = await this.house.service();
    if (!this.isListening) {
      this.isListening = true;
      this.store.add(
        service.onDidChange(({ uri }) => {
          this.soon(uri);
        }),
      );
    }
    return service;
  }

  /** A text has changed: its items follow it as soon as nobody types. */
  private soon(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    this.waiting.set(
      uri,
      setTimeout(() => {
        this.waiting.delete(uri);
        this.follow(uri).catch((error: unknown) => {
          this.house.log.error(`The tests of ${uri} could not be brought up to date:`, error);
        });
      }, PAUSE_MS),
    );
  }

  /** Files that nobody has looked into stay unread. */
  private async follow(uri: string): Promise<void> {
    const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === uri);
    if (!isOpen && (this.tree.known(uri)?.children.size ?? 0) === 0) return;
    const kernels = await this.read(uri, neverCancelled());
    const changed = kernels.filter((kernel) => {
      const before = this.told.get(kernel.item.id);
      return before !== JSON.stringify(resultOf(kernel));
    });
    const watched = [...this.watches].filter(({ request }) => changed.some(({ item }) => isWanted(item, request)));
    for (const { request } of watched)
      this.tell(
        request,
        changed.filter(({ item }) => isWanted(item, request)),
      );
    const stale = changed.filter(
      ({ item }) => this.told.has(item.id) && !watched.some(({ request }) => isWanted(item, request)),
    );
    if (stale.length > 0) this.controller.invalidateTestResults(stale.map(({ item }) => item));
    for (const { item } of stale) {
      this.told.delete(item.id);
      this.messages.delete(item.id);
    }
    for (const kernel of kernels) if (this.told.has(kernel.item.id)) this.messages.set(kernel);
  }

  private keep(kernel: KernelItem): void {
    this.told.set(kernel.item.id, JSON.stringify(resultOf(kernel)));
    this.messages.set(kernel);
  }

  /** Tells new results of a run that goes on. */
  private tell(request: TestRunRequest, kernels: readonly KernelItem[]): void {
    const run = this.controller.createTestRun(request);
    for (const kernel of kernels) {
      report(run, kernel);
      this.keep(kernel);
    }
    run.end();
  }
}

function isWanted(item: TestItem, { include, exclude }: TestRunRequest): boolean {
  return (include === undefined || isWithin(item, include)) && !isWithin(item, exclude ?? []);
}

/** What a result says, wherever its lines stand by now. */
function resultOf({ scenario, test }: KernelItem): unknown {
  const failures = test.failures.map(({ range, message, contrast }) => [
    range.start.line - scenario.line,
    message,
    contrast,
  ]);
  return [test.outcome, test.words, failures];
}

function neverCancelled(): CancellationToken {
  return new CancellationTokenSource().token;
}
