/** Runs the suites in an extension host that is a web worker. */
import "./mark-output.js";
import "mocha/mocha.js";

const TEST_TIMEOUT_MS = 60_000;

/** VS Code calls it; it throws when a test fails. */
export async function run(): Promise<void> {
  // Mocha's reporter for a page needs a document; without one it takes the one that writes to the console.
  mocha.setup({ ui: "tdd", timeout: TEST_TIMEOUT_MS, reporter: undefined as unknown as string });
  await import("./all.js");
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
