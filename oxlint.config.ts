import { defineConfig } from "oxlint";
import type { OxlintOverride } from "oxlint";

import { layers, pureDependencies, roots } from "./tools/layers.ts";

const names = Object.keys(layers);
const pure = ["domain", "contracts"];
const tests = ["**/*.test.ts", "**/*.test.tsx"];
const frameworkFiles = [
  "*.config.{ts,mjs}",
  ".dependency-cruiser.mjs",
  "e2e/*.config.ts",
  "e2e/start-world.ts",
  "app/**/{page,layout,loading,error,global-error,not-found,template,default,sitemap,robots,manifest,opengraph-image,icon}.{ts,tsx}",
];

const onlyHashImports = { regex: "^\\.\\./", message: "Cross folders by #name, never by ../" };
const serverOnly = { group: ["server-only"], message: "server-only belongs in app/_server/" };
/** Must stand last among the patterns: its exceptions (`!#…`) end the search. */
const onlyPurePackages = {
  group: [
    "*",
    "!./**",
    "!\\#*/**",
    ...pureDependencies.flatMap((name) => [`!${name}`, `!${name}/**`]),
  ],
  message: `domain/ and contracts/ are pure: ${pureDependencies.join(", ")} only`,
};
const impureGlobals = [
  "Date",
  "process",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
  "console",
  "crypto",
  "performance",
].map((name) => ({ name, message: "Pass it in as an argument" }));

/** The imports one layer may not write, derived from the layer table. */
function boundary([layer, allowed]: [string, readonly string[]]): OxlintOverride {
  const forbidden = names.filter((name) => name !== layer && !allowed.includes(name));
  const patterns = [
    onlyHashImports,
    ...(layer === "app" ? [] : [serverOnly]),
    {
      regex: `^#(${forbidden.join("|")})/`,
      message: `${layer}/ may import: ${allowed.join(", ") || "nothing"}`,
    },
    ...(pure.includes(layer) ? [onlyPurePackages] : []),
  ];
  return {
    files: [`${layer}/**/*.{ts,tsx}`],
    excludeFiles: [...tests, ...roots],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

export default defineConfig({
  plugins: ["eslint", "typescript", "import", "unicorn", "oxc", "react", "nextjs", "jsx-a11y"],
  categories: { correctness: "error" },
  options: { typeAware: true },
  ignorePatterns: [".next", ".stagecoach", "prisma/generated", "tools/arch/node_modules"],
  settings: { next: { rootDir: "." } },
  rules: {
    eqeqeq: ["error", "always", { null: "ignore" }],
    // Small local functions may be arrows; source-rules.ts looks after the top level.
    "func-style": ["error", "declaration", { allowArrowFunctions: true }],
    // The matrix is one composite widget of roles: the grid has the focus and takes the keys.
    "jsx-a11y/click-events-have-key-events": "off",
    "jsx-a11y/interactive-supports-focus": "off",
    "jsx-a11y/prefer-tag-over-role": "off",
    // Speaks of the React Compiler, which is not used.
    "react/incompatible-library": "off",
    "import/no-cycle": "error",
    "import/no-default-export": "error",
    "max-depth": ["error", { max: 4 }],
    "max-lines": ["error", { max: 400, skipBlankLines: false, skipComments: false }],
    "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
    "max-params": ["error", { max: 3 }],
    "no-restricted-imports": ["error", { patterns: [onlyHashImports] }],
    "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"] }],
    "oxc/no-barrel-file": ["error", { threshold: 0 }],
    "typescript/ban-ts-comment": "error",
    "typescript/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
    "typescript/no-non-null-assertion": "error",
    // Interfaces here are mostly records of closures, which need no `this`.
    "typescript/unbound-method": "off",
    "typescript/switch-exhaustiveness-check": [
      "error",
      { considerDefaultExhaustiveForUnions: true },
    ],
    "unicorn/filename-case": ["error", { case: "kebabCase" }],
  },
  overrides: [
    ...Object.entries(layers).map(boundary),
    {
      files: pure.map((layer) => `${layer}/**/*.ts`),
      excludeFiles: tests,
      rules: {
        "no-restricted-globals": ["error", ...impureGlobals],
        "no-restricted-properties": [
          "error",
          { object: "Math", property: "random", message: "Pass it in as an argument" },
        ],
      },
    },
    { files: ["**/*.tsx"], rules: { "max-lines-per-function": ["error", { max: 150 }] } },
    {
      files: [...tests, "e2e/**/*.ts"],
      rules: { "max-lines-per-function": "off", "max-params": "off" },
    },
    // Playwright reads from the pattern which fixtures a test wants: none.
    { files: ["e2e/**/*.ts"], rules: { "no-empty-pattern": "off" } },
    { files: frameworkFiles, rules: { "import/no-default-export": "off" } },
  ],
});
