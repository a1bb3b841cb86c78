import { formatWithOptions } from "node:util";
import { MARK } from "../suite/mark.js";
import { openBrowser } from "./browser.js";

const SUITE_TIMEOUT_MS = 300_000;

/** The names by which VS Code's own tests of the web take the result out of the page. */
const LOG = "codeAutomationLog";
const EXIT = "codeAutomationExit";

/** Mocha's summary, after which it tells what failed, and why. */
const PASSING = /^\s*[1-9]\d* passing/;
const FAILING = /^\s*[1-9]\d* failing/;

/**
 * Opens an editor whose address names a module with tests, and waits until it has run inside the extension host.
 * What the tests print is shown; when one fails, the editor's own log after it.
 *
 * @throws when a test fails or none was run; the message is mocha's account of what failed
 */
export async function runSuite(url: string): Promise<void> {
  const browser = await openBrowser();
  let failed = true;
  let summaries = 0;
  const failures: string[] = [];
  const editorLog: string[] = [];
  try {
    const { page } = browser;
    let end: (code: number) => void = () => undefined;
    const ended = new Promise<number>((resolve) => (end = resolve));
    await page.exposeFunction(LOG, (_type: string, args: unknown[]) => {
      const [format, ...rest] = args;
      const line = formatWithOptions({ colors: false }, format, ...rest);
      if (line.startsWith(MARK)) {
        const said = line.slice(MARK.length);
        console.log(said);
        if (PASSING.test(said)) summaries++;
        if (failures.length > 0 || FAILING.test(said)) failures.push(said);
      } else {
        editorLog.push(line);
      }
    });
    await page.exposeFunction(EXIT, (code: number) => end(code));
    await page.goto(url);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`The suites did not end within ${SUITE_TIMEOUT_MS / 1000} s.`));
      }, SUITE_TIMEOUT_MS);
    });
    const code = await Promise.race([ended, late]).finally(() => clearTimeout(timer));
    // An editor that ends well without having run anything has not passed.
    if (code === 0 && summaries === 0) throw new Error("No test was run.");
    if (code !== 0) throw new Error(["The suites did not pass.", ...failures].join("\n"));
    failed = false;
  } finally {
    if (failed) console.log(`\nThe editor's own log:\n${editorLog.join("\n")}`);
    await browser.close();
  }
}
