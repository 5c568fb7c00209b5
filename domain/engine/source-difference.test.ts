import { expect, it } from "vitest";

import { application, kustomization } from "#test/builders/engine.ts";
import { running } from "#test/builders/shop.ts";

import { differentEngines } from "./source-difference.ts";

const chosen = {
  repository: "https://github.com/acme/fleet.git",
  branch: "main",
  path: "clusters/prod",
};

it.each([
  ["the same place", {}],
  ["the same place over ssh", { url: "ssh://git@github.com/acme/fleet" }],
  ["a folder inside", { path: "clusters/prod/apps" }],
  ["a folder around", { path: "clusters" }],
  ["a branch that is not named", { branch: null }],
  ["no place that is seen", null],
])("finds no difference at %s", (_, source) => {
  const engine = kustomization("apps", { source });
  expect(differentEngines([running("cart", "1", { engine })], chosen)).toEqual([]);
});

it.each([
  [
    "repository",
    { url: "https://gitlab.com/acme/fleet", branch: "other" },
    "another repository, gitlab.com/acme/fleet",
  ],
  ["branch", { branch: "release", path: "apps" }, "another branch, release"],
  ["folder", { path: "./clusters/stage" }, "another folder, clusters/stage"],
  ["folder", { path: "clusters/production" }, "another folder, clusters/production"],
] as const)("says that the %s differs of %j", (difference, source, place) => {
  const engine = application("shop", { source });
  const workloads = ["cart", "mail"].map((name) => running(name, "1", { engine }));
  expect(differentEngines(workloads, chosen)).toEqual([
    {
      engine,
      workloads: ["shop:deployment/cart", "shop:deployment/mail"],
      difference,
      text: `Argo CD Application argocd/shop deploys 2 workloads from ${place}.`,
    },
  ]);
});

it("finds none where the chosen folder leads to the one that is deployed", () => {
  const place = { url: "https://github.com/acme/fleet", branch: "main" };
  const parent = { kind: "kustomization", namespace: "flux-system", name: "root" } as const;
  const source = { ...place, path: "./apps/prod" };
  const led = kustomization("apps", {
    source,
    parents: [{ ...parent, source: { ...place, path: "./clusters/prod" } }],
  });
  const alone = kustomization("apps", { source, parents: [parent] });
  const chosenIs = (engine: typeof led) =>
    differentEngines([running("cart", "1", { engine })], chosen).map(
      ({ difference }) => difference,
    );
  expect(chosenIs(led)).toEqual([]);
  expect(chosenIs(alone)).toEqual(["folder"]);
});
