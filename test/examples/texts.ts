/** The examples as they stand in their folder. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = "examples";

export interface ExampleText {
  /** Its path within the folder. */
  readonly name: string;
  readonly text: string;
}

/** Every example. */
export function exampleTexts(): readonly ExampleText[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".hugetlb"))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(FOLDER, name), "utf8") }));
}
