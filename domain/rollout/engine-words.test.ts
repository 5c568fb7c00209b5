import { expect, it } from "vitest";

import { engineName } from "./engine-words.ts";

it.each([
  ["kustomization", "Flux Kustomization ns/apps"],
  ["helmrelease", "Flux HelmRelease ns/apps"],
  ["gitrepository", "Flux GitRepository ns/apps"],
  ["application", "Argo CD Application ns/apps"],
  ["applicationset", "Argo CD ApplicationSet ns/apps"],
] as const)("calls a %s %s", (kind, name) => {
  expect(engineName({ kind, namespace: "ns", name: "apps" })).toBe(name);
});
