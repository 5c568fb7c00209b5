import { expect, it } from "vitest";

import { chooseLayout } from "./choose-paths.ts";

const branches = ["dev", "stage", "prod"];

it.each([
  {
    name: "folders named for environments, in either spelling; one without manifests is left out",
    files: {
      "clusters/production/a.yaml": deployment("a"),
      "clusters/staging/a.yaml": deployment("a"),
      "clusters/dev/notes.yaml": "just: notes\n",
    },
    branches: ["main"],
    paths: ["stage main clusters/staging", "prod main clusters/production"],
  },
  {
    name: "of several groups of environments the one that holds most workloads",
    files: {
      "infra/prod/a.yaml": deployment("a"),
      "apps/dev/a.yaml": deployment("a") + deployment("b"),
      "apps/prod/a.yaml": deployment("a") + deployment("b"),
    },
    branches: ["main"],
    paths: ["dev main apps/dev", "prod main apps/prod"],
  },
  {
    name: "a branch each where nothing is named for an environment",
    files: { "a.yaml": deployment("a"), "more/b.yaml": deployment("b") },
    branches,
    paths: ["dev dev ", "stage stage ", "prod prod "],
  },
  {
    name: "the deepest folder that has them all",
    files: { "README.md": "", "deploy/manifests/a.yaml": deployment("a") },
    branches,
    paths: branches.map((branch) => `${branch} ${branch} deploy/manifests`),
  },
  {
    name: "a narrower folder where a workload is defined twice",
    files: {
      "full/a.yaml": deployment("a") + deployment("b"),
      "variant/a.yaml": deployment("a"),
    },
    branches,
    paths: branches.map((branch) => `${branch} ${branch} full`),
  },
  {
    name: "everything where there is no workload at all",
    files: { "docs/a.yaml": "a: 1\n" },
    branches,
    paths: ["dev dev ", "stage stage ", "prod prod "],
  },
])("chooses $name", ({ files, branches: expectedBranches, paths }) => {
  const layout = chooseLayout(new Map(Object.entries(files)));
  expect(layout.branches).toEqual(expectedBranches);
  expect(
    layout.paths.map(({ environment, branch, path }) => `${environment} ${branch} ${path}`),
  ).toEqual(paths);
});

function deployment(name: string): string {
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec: { template: { spec: { containers: [{ name: ${name}, image: ${name}:1 }] } } }
`;
}
