import { commands, type Disposable } from "vscode";
import type { ResultsWatch } from "./results.js";

/** The walkthrough's last step is done when this context key is true. */
const SAVED = "hugetlb.saved";

/** Notices when the reader has saved somebody: a scenario in which somebody died is one in which nobody does, under the same kernel. */
export function watchForSaved(results: ResultsWatch): Disposable {
  const died = new Set<string>();
  return results.onDidChange((uri) => {
    for (const { name, kernels } of results.of(uri)?.scenarios ?? [])
      for (const { kernel, verdict } of kernels) {
        const key = JSON.stringify([uri, name, kernel]);
        if (verdict.outcome === "dies" || verdict.outcome === "sometimes") died.add(key);
        else if (verdict.outcome === "fine" && died.delete(key))
          void commands.executeCommand("setContext", SAVED, true);
      }
  });
}
