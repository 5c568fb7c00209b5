import { layers, pureDependencies, roots } from "./tools/layers.ts";

const names = Object.keys(layers);
const tests = "\\.test\\.tsx?$";
const wired = [...roots.map((file) => `^${file.replaceAll(".", "\\.")}$`), tests];
const pureFolders = "^(domain|contracts)/";

/** What a layer may not reach, whatever the import is called. */
function boundary(layer) {
  const forbidden = names.filter((name) => name !== layer && !layers[layer].includes(name));
  return {
    name: `${layer}-may-import-${layers[layer].join("-") || "nothing"}`,
    severity: "error",
    from: { path: `^${layer}/`, pathNot: wired },
    to: { path: `^(${forbidden.join("|")})/` },
  };
}

export default {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "resolvable",
      comment: "Generated code and Next's own type entry are absent before the first build.",
      severity: "error",
      from: {},
      to: {
        couldNotResolve: true,
        pathNot: ["^#prisma/generated/", "^next(-auth)?/", "^server-only$"],
      },
    },
    {
      name: "pure-layers-use-pure-packages",
      severity: "error",
      from: { path: pureFolders, pathNot: tests },
      to: {
        dependencyTypes: ["core", "npm", "npm-dev", "npm-optional", "npm-no-pkg", "npm-unknown"],
        pathNot: `node_modules/(${pureDependencies.join("|")})/`,
      },
    },
    {
      name: "only-the-store-knows-prisma",
      severity: "error",
      from: { pathNot: ["^adapters/store/", "^prisma/", "^tools/", tests] },
      to: { path: "^prisma/generated/|node_modules/@prisma/" },
    },
    {
      name: "product-never-imports-tests-or-tools",
      severity: "error",
      from: { path: `^(${names.filter((name) => name !== "sandbox").join("|")})/`, pathNot: tests },
      to: { path: "^(tools|test|e2e)/|\\.test\\.tsx?$" },
    },
    {
      name: "product-uses-no-development-package",
      severity: "error",
      from: {
        path: `^(${names.filter((name) => name !== "sandbox").join("|")})/`,
        pathNot: tests,
      },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm", "type-only"] },
    },
    ...names.map(boundary),
  ],
  options: {
    doNotFollow: { path: "node_modules|^prisma/generated/" },
    exclude: { path: "^(\\.next|\\.stagecoach|next-env\\.d\\.ts)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      conditionNames: ["import", "types", "node", "default"],
      exportsFields: ["exports"],
    },
  },
};
