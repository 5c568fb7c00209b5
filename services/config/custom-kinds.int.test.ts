import { afterAll, beforeAll, expect, it } from "vitest";

import { addWorkloadKind } from "#services/organization/add-workload-kind.ts";
import { removeWorkloadKind } from "#services/organization/remove-workload-kind.ts";
import { World } from "#test/world.ts";

const kind = { group: "apps.kruise.io", kind: "CloneSet", podTemplate: "spec.template" };
const file = `apiVersion: apps.kruise.io/v1alpha1
kind: CloneSet
metadata: { name: cloned, namespace: shop }
spec:
  template:
    spec:
      containers:
        - name: cloned
          image: registry.test/shop/cloned:1.0.0
`;

let world: World;

beforeAll(async () => {
  world = await World.create();
  await world.git.commit({ "clusters/prod/cloned.yaml": file });
});
afterAll(() => world.stop());

async function definedKeys(): Promise<readonly string[]> {
  await world.work("read-branch");
  const clusterId = world.clusters.prod;
  const rows = await world.store.read(world.organization.id, (tx) => tx.manifests({ clusterId }));
  return rows.map(({ key }) => key);
}

it("finds a kind once it is listed, and no longer once it is not", async () => {
  const ctx = world.person("owner");
  await addWorkloadKind({ ctx, input: kind });
  expect(await definedKeys()).toContain("shop:cloneset/cloned");
  await removeWorkloadKind({ ctx, input: kind });
  const without = await definedKeys();
  expect(without).not.toContain("shop:cloneset/cloned");
  expect(without).toContain("shop:deployment/cart");
});
