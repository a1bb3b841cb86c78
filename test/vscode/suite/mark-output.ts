/**
 * Marks what the suites and mocha print, so that it can be told from the editor's own log, which goes the same way.
 * Imported before mocha, which keeps the console's function that it finds.
 */
import { MARK } from "./mark.js";

const log = console.log.bind(console);
// The extension host's console refuses assignments, silently, to keep its own forwarding.
Object.defineProperty(console, "log", {
  value: (format: unknown = "", ...rest: unknown[]) => {
    if (typeof format === "string") log(MARK + format, ...rest);
    else log(`${MARK}%o`, format, ...rest);
  },
});
