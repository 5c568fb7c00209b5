import { expect, it } from "vitest";

import { parseManifestFile } from "./file.ts";
import { indexManifests } from "./manifest-index.ts";

function enginesOf(files: Readonly<Record<string, string>>, root: string) {
  const parsed = Object.entries(files).map(
    ([path, text]) => [path, parseManifestFile(path, text)] as const,
  );
  return indexManifests({ files: new Map(parsed), root }).engines;
}

function kustomization(name: string, path: string): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  path: ${path}
  sourceRef: { kind: GitRepository, name: fleet }
`;
}

it("finds Kustomizations of Flux down the chain, at the line where each begins", () => {
  const files = {
    "clusters/prod/root.yaml": `${kustomization("root", "./clusters/prod")}---\n${kustomization("apps", "./apps/prod")}`,
    "apps/prod/shop.yaml": kustomization("shop", "./shop"),
    "shop/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n",
    "clusters/dev/apps.yaml": kustomization("dev", "./apps/dev"),
  };
  const common = { kind: "kustomization", namespace: "flux-system" };
  expect(enginesOf(files, "clusters/prod")).toEqual([
    { ...common, name: "root", file: "clusters/prod/root.yaml", line: 1 },
    { ...common, name: "apps", file: "clusters/prod/root.yaml", line: 10 },
    { ...common, name: "shop", file: "apps/prod/shop.yaml", line: 1 },
  ]);
});

it.each([
  ["Application", "application"],
  ["ApplicationSet", "applicationset"],
])("finds an %s of Argo CD though it sets no image", (kind, named) => {
  const text = `apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata:
  name: shop
spec: {}
`;
  expect(enginesOf({ "apps/shop.yaml": text }, "apps")).toEqual([
    { kind: named, namespace: "default", name: "shop", file: "apps/shop.yaml", line: 1 },
  ]);
});

it.each([
  ["kustomize.config.k8s.io/v1beta1", "Kustomization"],
  ["example.com/v1", "Application"],
  ["helm.toolkit.fluxcd.io/v2", "HelmRelease"],
  ["apps/v1", "Deployment"],
])("takes a %s %s for none", (version, kind) => {
  const text = `apiVersion: ${version}\nkind: ${kind}\nmetadata:\n  name: shop\nspec: {}\n`;
  expect(enginesOf({ "apps/shop.yaml": text }, "apps")).toEqual([]);
});
