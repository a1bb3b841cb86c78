import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** Files that only a Node process loads; everything else also runs where there is no Node. */
const NODE_ONLY = [
  "language/cli/**",
  "language/server/{node,process}.ts",
  "language/server/explorer/{node,thread}.ts",
  "language/grammar/generate.mjs",
  "extension/node.ts",
];
const BESIDE_CODE_TESTS = ["{engine,language,extension,webview}/**/*.test.ts"];

const NODE_MODULES = {
  regex: "^node:",
  message: "This code also runs in a browser: only the Node entries and the command line may use Node's modules.",
};
const VSCODE = { regex: "^vscode$", message: "Only extension/ may import vscode." };

/** @param {string} rooms @param {string} message */
const closed = (rooms, message) => ({ regex: `^(\\.\\./)+(${rooms})/`, message });

/** @type {(...patterns: object[]) => import("eslint").Linter.RulesRecord} */
const imports = (...patterns) => ({ "@typescript-eslint/no-restricted-imports": ["error", { patterns }] });

/** @type {(...names: string[]) => import("eslint").Linter.RulesRecord} */
const noGlobals = (...names) => ({
  "no-restricted-globals": [
    "error",
    ...names.map((name) => ({ name, message: "This room runs everywhere: no Node, no browser." })),
  ],
});
const NODE_GLOBALS = ["process", "Buffer", "require", "__dirname", "__filename", "setImmediate"];
const BROWSER_GLOBALS = ["window", "document", "navigator", "location", "self"];

export default defineConfig(
  globalIgnores(["dist/", "language/grammar/generated/", "test/vscode/tools/", ".vscode-test/", "test-results/"]),
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // TypeScript itself knows which names exist.
      "no-undef": "off",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      "no-restricted-syntax": ["error", { selector: "TSEnumDeclaration", message: "Use a union of strings." }],
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-invalid-void-type": "off",
    },
  },

  // The rooms and which way their doors open: webview and extension -> language -> engine.
  {
    files: ["engine/**/*.ts"],
    ignores: BESIDE_CODE_TESTS,
    rules: {
      ...imports(
        { regex: "^[^.]", message: "The engine imports nothing but itself." },
        closed("language|extension|webview|test", "The engine imports nothing but itself."),
      ),
      ...noGlobals(...NODE_GLOBALS, ...BROWSER_GLOBALS, "setTimeout", "setInterval", "performance", "crypto", "fetch"),
      "no-restricted-properties": [
        "error",
        { object: "Math", property: "random", message: "The engine knows no randomness." },
        { object: "Date", property: "now", message: "The engine knows no clock." },
      ],
    },
  },
  {
    files: ["language/**/*.ts"],
    ignores: [...BESIDE_CODE_TESTS, ...NODE_ONLY],
    rules: {
      ...imports(VSCODE, NODE_MODULES, closed("extension|webview|test", "The language knows only the engine.")),
      ...noGlobals(...NODE_GLOBALS, ...BROWSER_GLOBALS.filter((name) => name !== "self")),
    },
  },
  {
    files: ["language/cli/**/*.ts", "language/server/{node,process}.ts", "language/server/explorer/{node,thread}.ts"],
    ignores: BESIDE_CODE_TESTS,
    rules: imports(VSCODE, closed("extension|webview|test", "The language knows only the engine.")),
  },
  {
    files: ["extension/**/*.ts"],
    ignores: [...BESIDE_CODE_TESTS, ...NODE_ONLY],
    rules: imports(NODE_MODULES, closed("webview|test", "The webview is built and loaded on its own.")),
  },
  {
    files: ["extension/node.ts"],
    rules: imports(closed("webview|test", "The webview is built and loaded on its own.")),
  },
  {
    files: ["webview/**/*.ts"],
    ignores: BESIDE_CODE_TESTS,
    rules: {
      ...imports(
        VSCODE,
        NODE_MODULES,
        closed("extension|test", "The webview speaks with its host by messages only."),
        { ...closed("engine", "The webview takes only types from the engine."), allowTypeImports: true },
        {
          regex: "^(\\.\\./)+language/(?!picture/)",
          message: "Of the language the webview knows language/picture only.",
        },
      ),
      ...noGlobals(...NODE_GLOBALS),
    },
  },
  {
    files: ["test/**"],
    ignores: ["test/vscode/suite/**"],
    rules: imports(VSCODE),
  },
  {
    files: ["**/*.test.ts", "test/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": "off",
    },
  },
  {
    files: ["*.config.{mjs,mts}"],
    rules: { "no-restricted-exports": "off" },
  },
);
