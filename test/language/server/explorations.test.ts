/** Interleavings over LSP: what is found out behind the analysis, and how the panel asks for it. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { bundle, type Bundle } from "../bundle.js";
import type { Client } from "./client.js";
import { startProcess } from "./process.js";

// Starting a process takes long on a loaded machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const URI = "file:///folder/race.hugetlb";
const STORY = `kernel 6.12
pool 1
process parent
scenario "too late" {
  parent: a = mmap(/dev/hugepages/data, 1, MAP_PRIVATE)
  parent: write a[0]
  parent: child = fork()
  concurrent {
    child:  read a[0]
    child:  exit()
    parent: write a[0]
  }
}
`;

let server: Bundle;
let client: Client;
let stop: () => Promise<void>;
beforeAll(async () => {
  server = await bundle("language/server/node.ts", "cjs");
  ({ client, stop } = startProcess(server.file));
  await client.initialize();
});
afterAll(async () => {
  await stop();
  await server.remove();
});

test("an interleaving that kills is told with its steps, and its picture is one like any other", async () => {
  await client.open(URI, STORY);
  const found = await client.until(() =>
    client.published
      .filter(({ uri }) => uri === URI)
      .flatMap(({ diagnostics }) => diagnostics)
      .find(({ code }) => code === "interleaving"),
  );
  expect(found.message).toBe("In 1 of 3 interleavings child is killed by SIGBUS.");
  expect(found.range.start.line).toBe(8);
  expect(found.relatedInformation?.map(({ message }) => message).slice(-2)).toEqual([
    "step 4 of 5: parent: write a[0] comes to ok",
    "step 5 of 5: child: read a[0] comes to SIGBUS",
  ]);
  const explored = await client.request("hugetlb/explored", {
    uri: URI,
    version: 1,
    scenario: "too late",
    kernel: "6.12",
  });
  expect(explored).toMatchObject({
    problem: "sometimes",
    interleavings: 3,
    counterexamples: [
      {
        what: "child killed SIGBUS",
        interleavings: 1,
        schedule: "parent child",
        picture: { verdict: { outcome: "dies" } },
      },
    ],
  });
});
