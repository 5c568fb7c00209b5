import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { workload } from "./test-manifests.ts";
import { found, startTestWorld, type TestWorld } from "./test-world.ts";

let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
  world.registry.push("acme/web:1");
});
afterAll(() => world.close());

describe("a namespace", () => {
  it("has a service account and goes with everything in it", async () => {
    await world.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
    const account = { namespace: "shop", name: "default" };
    await found(() => world.objects.get("serviceaccounts", account));
    const web = workload({ kind: "Deployment", name: "web", image: "ghcr.io/acme/web:1" });
    await world.apply({ ...web, metadata: { name: "web", namespace: "shop" } });
    await found(() => world.objects.list("pods").find(({ status }) => status?.phase === "Running"));
    const { body } = await world.client.send("DELETE", "/api/v1/namespaces/shop");
    expect(body).toMatchObject({ status: { phase: "Terminating" } });
    await found(() => (world.objects.get("namespaces", { name: "shop" }) ? undefined : true));
    expect(world.objects.list("pods")).toEqual([]);
  });

  it("refuses new content while it is going", async () => {
    await world.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "held" } });
    const path = "/api/v1/namespaces/held/configmaps";
    const held = { metadata: { name: "held", finalizers: ["example.org/hold"] } };
    await world.client.send("POST", path, held);
    await world.client.send("DELETE", "/api/v1/namespaces/held");
    const { code, body } = await world.client.send("POST", path, { metadata: { name: "late" } });
    expect(code).toBe(403);
    expect(body).toMatchObject({ details: { causes: [{ reason: "NamespaceTerminating" }] } });
    await world.client.merge(`${path}/held`, { metadata: { finalizers: null } });
    await found(() => (world.objects.get("namespaces", { name: "held" }) ? undefined : true));
  });
});

describe("the garbage collector", () => {
  it("leaves dependents alone where their owner is deleted as orphaning", async () => {
    const web = workload({ kind: "Deployment", name: "orphaned", image: "ghcr.io/acme/web:1" });
    await world.apply(web);
    const set = await found(() =>
      world.objects
        .list("replicasets.apps")
        .find(({ metadata }) => metadata.name.startsWith("orphaned-")),
    );
    const path = "/apis/apps/v1/namespaces/default/deployments/orphaned";
    await world.client.send("DELETE", `${path}?propagationPolicy=Orphan`);
    const ref = { namespace: "default", name: "orphaned" };
    await found(() => (world.objects.get("deployments.apps", ref) ? undefined : true));
    const left = world.objects.get("replicasets.apps", set.metadata);
    expect(left?.metadata.ownerReferences).toBeUndefined();
  });
});
