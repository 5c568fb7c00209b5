import { randomUUID } from "node:crypto";

import { afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { ChangeFeed } from "#agent/state/change-feed.ts";
import { ClusterView } from "#agent/state/cluster-view.ts";
import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import { rolloutStatus } from "#domain/rollout/status.ts";

import { ClusterWatches } from "./cluster-watches.ts";
import { defaultWatchTuning } from "./watch-tuning.ts";

const controlPlane = inject("controlPlane");
const schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };

describe.skipIf(controlPlane === null)("an organization's own kinds", { timeout: 60_000 }, () => {
  let admin: KubeClient;
  let limited: KubeClient;
  let stop: AbortController;
  let group: string;
  let namespace: string;
  let view: ClusterView;
  let feed: ChangeFeed;
  let watches: ClusterWatches;
  let running: Promise<void>;
  let bakery: OwnKind;

  function connect(token = ""): KubeClient {
    return createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({ authorization: `Bearer ${token}`, ca: controlPlane?.ca }),
    });
  }

  beforeAll(() => {
    admin = connect(controlPlane?.token);
    limited = connect(controlPlane?.limitedToken);
    return () => {
      admin.close();
      limited.close();
    };
  });

  beforeEach(async () => {
    stop = new AbortController();
    namespace = `own-${randomUUID().slice(0, 8)}`;
    group = `${namespace}.example.org`;
    bakery = { group, kind: "Bakery", podTemplate: "spec.oven.template" };
    await apply(`/api/v1/namespaces/${namespace}`, { apiVersion: "v1", kind: "Namespace" });
  });

  afterEach(async () => {
    stop.abort();
    await running;
  });

  function watch(client: KubeClient): void {
    view = new ClusterView({ changed: (uid) => feed.mark(uid), appliedRevision: () => null });
    feed = new ChangeFeed(view);
    const tuning = { ...defaultWatchTuning, backoffMs: 20, refusedMs: 100, discoveryMs: 200 };
    watches = new ClusterWatches({ client, view, namespaces: [], tuning, log: () => {} });
    running = watches.run(stop.signal);
  }

  function apply(path: string, object: object, status = false): Promise<unknown> {
    const content = JSON.stringify({ ...object, metadata: { name: path.split("/").at(-1) } });
    return admin.send({
      method: "PATCH",
      path: status ? `${path}/status` : path,
      query: { fieldManager: "test", force: "true" },
      body: { type: "application/apply-patch+yaml", content },
      signal: stop.signal,
    });
  }

  const definition = (): string =>
    `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/bakeries.${group}`;

  function define(version = "v1"): Promise<unknown> {
    return apply(definition(), {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      spec: {
        group,
        scope: "Namespaced",
        names: { plural: "bakeries", singular: "bakery", kind: "Bakery", listKind: "BakeryList" },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: { openAPIV3Schema: schema },
          },
        ],
      },
    });
  }

  function bake(image: string): Promise<unknown> {
    const template = { spec: { containers: [{ name: "web", image }] } };
    const object = {
      apiVersion: `${group}/v1`,
      kind: "Bakery",
      spec: { replicas: 1, oven: { template } },
    };
    return vi.waitFor(
      () => apply(`/apis/${group}/v1/namespaces/${namespace}/bakeries/web`, object),
      { timeout: 10_000, interval: 100 },
    );
  }

  function own() {
    return [...feed.snapshot()].filter((workload) => workload.namespace === namespace);
  }

  function eventually(check: () => void): Promise<void> {
    return vi.waitFor(check, { timeout: 20_000, interval: 20 });
  }

  it("are watched once they are named and served, and judged by what they say", async () => {
    watch(admin);
    await watches.settled();
    const before = watches.health.length;
    await watches.nameOwnKinds([bakery]);
    expect(own()).toEqual([]);
    expect(watches.health).toHaveLength(before);
    await define();
    await bake("r.test/web:2");
    await eventually(() => expect(own()).toMatchObject([{ kind: "bakery", name: "web" }]));
    expect(watches.health).toHaveLength(before + 1);
    const targets = { web: "r.test/web:2" };
    const statusOf = () => own().map((workload) => rolloutStatus(workload, targets))[0];
    await apply(
      `/apis/${group}/v1/namespaces/${namespace}/bakeries/web`,
      {
        apiVersion: `${group}/v1`,
        kind: "Bakery",
        status: {
          observedGeneration: 1,
          conditions: [{ type: "Ready", status: "False", reason: "NoDough", message: "no dough" }],
        },
      },
      true,
    );
    await eventually(() =>
      expect(statusOf()).toMatchObject({ state: "progressing", message: "no dough" }),
    );
    await watches.nameOwnKinds([]);
    expect(own()).toEqual([]);
    expect(watches.health).toHaveLength(before);
  });

  it("are gone with their definition", async () => {
    await define();
    await bake("r.test/web:1");
    watch(admin);
    await eventually(async () => {
      await watches.nameOwnKinds([bakery]);
      expect(own()).toHaveLength(1);
    });
    await admin.send({ method: "DELETE", path: definition(), signal: stop.signal });
    await eventually(() => expect(own()).toEqual([]));
  });

  it("that may not be looked at are named as a right that is missing", async () => {
    await define();
    await bake("r.test/web:1");
    watch(limited);
    await eventually(async () => {
      await watches.nameOwnKinds([bakery]);
      expect(watches.missingRights).toContain(`list and watch bakeries.${group}`);
    });
    const rbac = "/apis/rbac.authorization.k8s.io/v1";
    const apiVersion = "rbac.authorization.k8s.io/v1";
    const rules = [{ apiGroups: [group], resources: ["bakeries"], verbs: ["list", "watch"] }];
    await apply(`${rbac}/clusterroles/${namespace}`, { apiVersion, kind: "ClusterRole", rules });
    await apply(`${rbac}/clusterrolebindings/${namespace}`, {
      apiVersion,
      kind: "ClusterRoleBinding",
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: namespace },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "limited" }],
    });
    await eventually(() => expect(own()).toHaveLength(1));
    expect(watches.missingRights).not.toContain(`list and watch bakeries.${group}`);
  });

  it("that are watched anyhow are not watched twice", async () => {
    watch(admin);
    await watches.settled();
    const before = watches.health.length;
    const podTemplate = "spec.template";
    await watches.nameOwnKinds([
      { group: "apps", kind: "Deployment", podTemplate },
      { group: "argoproj.io", kind: "Rollout", podTemplate },
    ]);
    expect(watches.health).toHaveLength(before);
  });
});
