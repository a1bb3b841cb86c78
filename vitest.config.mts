import { defineConfig } from "vitest/config";

/** Starting a real editor takes seconds on a quiet machine and many more on a loaded one. */
const EDITOR_TIMEOUT_MS = 120_000;

/** As the bundles have it. */
const cAsText = {
  name: "c-as-text",
  transform: (code: string, id: string) =>
    id.endsWith(".c") ? { code: `export default ${JSON.stringify(code)}`, map: null } : null,
};

export default defineConfig({
  plugins: [cAsText],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{engine,language,extension,webview,test}/**/*.test.ts"],
          exclude: ["test/corpora/**", "test/vscode/**", "**/node_modules/**"],
          globalSetup: ["test/generate.ts"],
          // A hang is to be found, not a machine with other work.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "corpora",
          include: ["test/corpora/**/*.test.ts"],
          globalSetup: ["test/generate.ts"],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "ui",
          include: ["test/vscode/ui/**/*.test.ts"],
          testTimeout: EDITOR_TIMEOUT_MS,
          hookTimeout: EDITOR_TIMEOUT_MS,
          fileParallelism: false,
        },
      },
    ],
  },
});
