import { Range, Uri, workspace, type TestController, type TestItem } from "vscode";
import type { KernelTest, ScenarioTest } from "../../language/features/tests.js";
import type { Tests } from "../../language/server/protocol.js";

/** One kernel of one scenario: what is run, and what has a result. */
export interface KernelItem {
  readonly item: TestItem;
  readonly scenario: ScenarioTest;
  readonly test: KernelTest;
}

/** The items of the Test Explorer: a file, its scenarios, their kernels. Items keep their identity while their names stay. */
export class TestTree {
  private readonly controller: TestController;

  constructor(controller: TestController) {
    this.controller = controller;
  }

  /** The item of a file; it is read when it is unfolded. */
  file(uri: Uri): TestItem {
    const id = uri.toString();
    const known = this.controller.items.get(id);
    if (known !== undefined) return known;
    const item = this.controller.createTestItem(id, workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    this.controller.items.add(item);
    return item;
  }

  /** The item of a file that has one. */
  known(uri: string): TestItem | undefined {
    return this.controller.items.get(uri);
  }

  files(): readonly TestItem[] {
    return itemsOf(this.controller.items);
  }

  remove(uri: Uri): void {
    this.controller.items.delete(uri.toString());
  }

  /** Brings the items of a file up to what is in it; gives those of the kernels. */
  update({ uri, scenarios }: Tests): readonly KernelItem[] {
    const file = this.file(Uri.parse(uri));
    file.canResolveChildren = true;
    const names = new Map<string, number>();
    const kernels: KernelItem[] = [];
    const items = scenarios.map((scenario, order) => {
      const twins = names.get(scenario.name) ?? 0;
      names.set(scenario.name, twins + 1);
      const id = `${uri}#${scenario.name}${twins === 0 ? "" : `#${String(twins + 1)}`}`;
      const item = file.children.get(id) ?? this.controller.createTestItem(id, scenario.name, file.uri);
      item.range = new Range(scenario.line, 0, scenario.line, 0);
      item.sortText = String(order).padStart(6, "0");
      const own = scenario.kernels.map((test, place) => {
        const kernel = this.kernel(item, test.kernel, place);
        kernels.push({ item: kernel, scenario, test });
        return kernel;
      });
      item.children.replace(own);
      return item;
    });
    file.children.replace(items);
    return kernels;
  }

  private kernel(scenario: TestItem, kernel: string, place: number): TestItem {
    const id = `${scenario.id}@${kernel}`;
    const item = scenario.children.get(id) ?? this.controller.createTestItem(id, kernel, scenario.uri);
    if (scenario.range !== undefined) item.range = scenario.range;
    item.sortText = String(place).padStart(2, "0");
    return item;
  }
}

export function itemsOf(collection: TestController["items"]): readonly TestItem[] {
  const items: TestItem[] = [];
  collection.forEach((item) => items.push(item));
  return items;
}

/** Whether an item is one of these, or stands below one of them. */
export function isWithin(item: TestItem, chosen: readonly TestItem[]): boolean {
  const ids = new Set(chosen.map(({ id }) => id));
  let at: TestItem | undefined = item;
  while (at !== undefined && !ids.has(at.id)) at = at.parent;
  return at !== undefined;
}

/** The file that an item stands in. */
export function fileOf(item: TestItem): TestItem {
  let at = item;
  while (at.parent !== undefined) at = at.parent;
  return at;
}
