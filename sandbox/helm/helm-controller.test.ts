import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { conditionOf } from "#sandbox/controllers/conditions.ts";
import type { HelmRelease } from "#sandbox/controllers/kinds.ts";
import {
  eventually,
  found,
  startTestWorld,
  type TestWorld,
} from "#sandbox/controllers/test-world.ts";

import { startHelmController } from "./helm-controller.ts";
import { imageInValues } from "./helm-values.ts";

const kind = "helmreleases.helm.toolkit.fluxcd.io";
const stop = new AbortController();
let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
  startHelmController({ server: world.server, signal: stop.signal });
  for (const tag of ["6.0", "6.1"]) world.registry.push(`acme/podinfo:${tag}`);
});
afterAll(() => {
  stop.abort();
  return world.close();
});

function apply(values: object): Promise<void> {
  return world.apply({
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "podinfo" },
    spec: { chart: { spec: { chart: "podinfo", version: "1.2.3" } }, values },
  });
}

function isReadyFor(generation: number): (release: HelmRelease) => boolean {
  return ({ status }) => {
    const ready = conditionOf(status?.conditions, "Ready");
    return ready?.status === "True" && ready.observedGeneration === generation;
  };
}

describe("a HelmRelease", () => {
  it("installs, upgrades and uninstalls a Deployment of its values", async () => {
    await apply({ image: { repository: "ghcr.io/acme/podinfo", tag: "6.0" }, replicaCount: 2 });
    await eventually(world, { kind, name: "podinfo", is: isReadyFor(1) });
    const ref = { namespace: "default", name: "podinfo" };
    expect(world.objects.get("deployments.apps", ref)).toMatchObject({
      metadata: {
        labels: {
          "helm.toolkit.fluxcd.io/name": "podinfo",
          "helm.toolkit.fluxcd.io/namespace": "default",
        },
      },
      spec: { replicas: 2 },
      status: { availableReplicas: 2 },
    });
    await apply({ image: { repository: "ghcr.io/acme/podinfo", tag: "6.1" }, replicaCount: 2 });
    const upgraded = await eventually(world, { kind, name: "podinfo", is: isReadyFor(2) });
    expect(conditionOf(upgraded.status?.conditions, "Ready")).toMatchObject({
      reason: "UpgradeSucceeded",
      message: "Helm upgrade succeeded for release default/podinfo.v2 with chart podinfo@1.2.3",
    });
    expect(conditionOf(upgraded.status?.conditions, "Reconciling")).toBeUndefined();
    expect(upgraded.status?.history?.map(({ version }) => version)).toEqual([2, 1]);
    const image = world.objects.get("deployments.apps", ref)?.spec.template.spec.containers[0]
      ?.image;
    expect(image).toBe("ghcr.io/acme/podinfo:6.1");
    const path = "/apis/helm.toolkit.fluxcd.io/v2/namespaces/default/helmreleases/podinfo";
    await world.client.send("DELETE", path);
    await found(() => (world.objects.get("deployments.apps", ref) ? undefined : true));
  });
});

describe("the image in a chart's values", () => {
  it.each([
    [{ image: { repository: "a/b", tag: "1" } }, "a/b:1"],
    [{ image: { registry: "ghcr.io", repository: "a/b", tag: "1" } }, "ghcr.io/a/b:1"],
    [{ image: { repository: "a/b", tag: "1", digest: "sha256:0" } }, "a/b:1@sha256:0"],
    [{ image: { repository: "a/b", tag: 1.5 } }, "a/b:1.5"],
    [{ image: "a/b:2" }, "a/b:2"],
    [{ image: "a/b", tag: "3" }, "a/b:3"],
    [{ registry: "ghcr.io", repository: "a/b", tag: "4" }, "ghcr.io/a/b:4"],
    [{ replicaCount: 2 }, null],
    [undefined, null],
  ])("in %j is %s", (values, expected) => {
    expect(imageInValues(values)).toBe(expected);
  });
});
