import { afterAll, beforeAll, expect, it } from "vitest";

import { readBranch } from "#services/config/read-branch.ts";
import { application } from "#test/builders/engine.ts";
import { running } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { readWorkload } from "./read-workload.ts";

const manifest = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
spec:
  source:
    repoURL: https://github.com/acme/fleet
    path: charts/shop
    helm:
      parameters:
        - name: image.repository
          value: registry.test/shop/cart
        - name: image.tag
          value: 1.0.0
`;

let world: World;

beforeAll(async () => {
  world = await World.create();
  const root = manifest.replace("name: shop", "name: root").replace(/ {4}helm:[^]*/, "");
  const files = { "clusters/prod/shop-app.yaml": manifest, "clusters/prod/root.yaml": root };
  await world.git.commit(files, { message: "add" });
  const configRepositoryId = world.repositoryId;
  const input = { organizationId: world.organization.id, configRepositoryId, branch: "main" };
  await readBranch({ ctx: world.worker(), input });
  const engine = application("shop", {
    source: { path: "./charts/shop" },
    parents: [
      { kind: "application", namespace: "argocd", name: "root" },
      { kind: "applicationset", namespace: "argocd", name: "clusters" },
    ],
    error: {
      by: { kind: "application", namespace: "argocd", name: "shop" },
      message: "one or more objects failed to apply",
      revision: null,
    },
  });
  const known = { kind: "application", namespace: "argocd" };
  await world.report("prod", [
    running("cart", "1.0.0", { engine }),
    running("shop", "1.0.0", known),
  ]);
  await world.report("stage", [running("cart", "1.0.0", { engine })]);
});

afterAll(() => world.stop());

async function engineIn(cluster: string) {
  const input = { key: "shop:deployment/cart" } as const;
  const { clusters } = await readWorkload({ ctx: world.person("viewer"), input });
  return clusters.find(({ name }) => name === cluster)?.engine;
}

const nowhere = { workload: null, file: null, line: null, page: null };

it("tells the chain up to the root, and where each object is known", async () => {
  expect(await engineIn("prod")).toEqual({
    name: "Argo CD Application argocd/shop",
    place: {
      workload: "argocd:application/shop",
      file: "clusters/prod/shop-app.yaml",
      line: 1,
      page: null,
    },
    hold: null,
    error: "Argo CD Application argocd/shop: one or more objects failed to apply",
    source: {
      url: "https://github.com/acme/fleet",
      branch: "main",
      path: "charts/shop",
      page: "https://github.com/acme/fleet/tree/main/charts/shop",
    },
    parents: [
      {
        name: "Argo CD Application argocd/root",
        place: { workload: null, file: "clusters/prod/root.yaml", line: 1, page: null },
      },
      { name: "Argo CD ApplicationSet argocd/clusters", place: nowhere },
    ],
  });
});

it("names no place in a cluster that has none", async () => {
  expect(await engineIn("stage")).toMatchObject({ place: nowhere });
  expect(await engineIn("dev")).toBeNull();
});
