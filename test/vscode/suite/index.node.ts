/** Runs the suites in an extension host that is Node: the VS Code server's, or a desktop VS Code's. */
import "./mark-output.js";
import Mocha from "mocha";

const TEST_TIMEOUT_MS = 60_000;

/** VS Code calls it; it throws when a test fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "tdd", color: false, timeout: TEST_TIMEOUT_MS, reporter: "spec" });
  // The suites are bundled with this file, so mocha cannot load them itself: give them its words first.
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await import("./all.js");
  await new Promise<void>((resolve, reject) => {
    mocha.run((failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${failures} failed`));
    });
  });
}
