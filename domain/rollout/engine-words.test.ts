import { expect, it } from "vitest";

import { engineHold, engineName } from "./engine-words.ts";

it.each([
  ["kustomization", "Flux Kustomization ns/apps", "it is suspended: someone has to resume it"],
  ["helmrelease", "Flux HelmRelease ns/apps", "it is suspended: someone has to resume it"],
  ["application", "Argo CD Application ns/apps", "auto-sync is off: someone has to sync it"],
] as const)("calls a %s %s", (kind, name, hold) => {
  const engine = { kind, namespace: "ns", name: "apps", source: null } as const;
  expect(engineName(engine)).toBe(name);
  expect(engineHold({ ...engine, automatic: true })).toBeNull();
  expect(engineHold({ ...engine, automatic: false })).toBe(hold);
});

it("calls what generates Applications by its own name", () => {
  const name = engineName({ kind: "applicationset", namespace: "argocd", name: "clusters" });
  expect(name).toBe("Argo CD ApplicationSet argocd/clusters");
});
