import { beforeEach, describe, expect, it } from "vitest";

import { applicationRecord } from "#agent/project/application-record.ts";
import { deploymentRecord } from "#agent/project/deployment-record.ts";
import { kustomizationRecord } from "#agent/project/kustomization-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import type { ObjectCache } from "#agent/watch/object-cache.ts";

import { ChangeFeed } from "./change-feed.ts";
import { ClusterView } from "./cluster-view.ts";

let feed: ChangeFeed;
let view: ClusterView;
let cache: ObjectCache<WorkloadRecord>;

beforeEach(() => {
  view = new ClusterView({ changed: (uid) => feed.mark(uid), appliedRevision: () => null });
  feed = new ChangeFeed(view);
  cache = view.workloadCache();
});

function metadata(uid: string, namespace: string, extra: object = {}) {
  return { uid, name: uid, namespace, generation: 1, ...extra };
}

function deployment(extra: object = {}): void {
  const template = { spec: { containers: [{ name: "web", image: "r.test/web:1" }] } };
  cache.put(deploymentRecord({ metadata: metadata("web", "shop", extra), spec: { template } }));
}

function kustomization(name: string, ...ids: readonly string[]): void {
  const spec = { path: "apps", sourceRef: { kind: "GitRepository", name: "config" } };
  const entries = ids.map((id) => ({ id, v: "v1" }));
  const status = { inventory: { entries } };
  cache.put(kustomizationRecord({ metadata: metadata(name, "flux-system"), spec, status }));
}

function application(server: string, ...names: readonly string[]): void {
  const source = { repoURL: "https://git.test/config", path: "apps" };
  const resources = names.map((name) => ({ kind: "Deployment", namespace: "shop", name }));
  const spec = { source, destination: { server, namespace: "shop" } };
  const meta = metadata("shop", "argocd");
  cache.put(applicationRecord({ metadata: meta, spec, status: { resources } }));
}

/** What the last changes told: who deploys the workload, or null where nobody does. */
function told(): readonly (string | null)[] {
  return feed.take().ups.map(({ engine }) => engine?.name ?? null);
}

const here = "https://kubernetes.default.svc";

describe("what an engine lists as its own", () => {
  it("is deployed by it, whichever is seen first", () => {
    deployment();
    kustomization("apps", "shop_web_apps_Deployment", "shop_web__Service", "_shop__Namespace");
    expect(told()).toEqual(["apps"]);
    cache.remove("web");
    feed.take();
    deployment();
    expect(told()).toEqual(["apps"]);
  });

  it("is nobody's once it is not listed any more, or its engine is gone", () => {
    deployment();
    kustomization("apps", "shop_web_apps_Deployment");
    expect(told()).toEqual(["apps"]);
    kustomization("apps");
    expect(told()).toEqual([null]);
    kustomization("apps", "shop_web_apps_Deployment");
    expect(told()).toEqual(["apps"]);
    cache.remove("apps");
    expect(told()).toEqual([null]);
  });

  it("moves to another that lists it, before the first lets go of it", () => {
    deployment();
    kustomization("apps", "shop_web_apps_Deployment");
    kustomization("other", "shop_web_apps_Deployment");
    expect(told()).toEqual(["other"]);
    kustomization("apps");
    expect(view.observe("web")?.engine?.name).toBe("other");
  });

  it("counts less than a mark on the object", () => {
    const domain = "kustomize.toolkit.fluxcd.io";
    const labels = { [`${domain}/name`]: "own", [`${domain}/namespace`]: "flux-system" };
    deployment({ labels });
    kustomization("own");
    kustomization("apps", "shop_web_apps_Deployment");
    expect(view.observe("web")?.engine?.name).toBe("own");
    deployment();
    expect(view.observe("web")?.engine?.name).toBe("apps");
  });

  it("is Argo CD's where it tracks by labels", () => {
    deployment({ labels: { "app.kubernetes.io/instance": "shop" } });
    application(here, "web");
    expect(told()).toEqual(["shop"]);
  });

  it("is not what an Application deploys to another cluster", () => {
    deployment();
    application("https://elsewhere.test", "web");
    expect(view.observe("web")?.engine).toBeUndefined();
  });

  it("is not what only has the same label or name", () => {
    deployment({ labels: { "app.kubernetes.io/instance": "shop" } });
    application(here, "other");
    kustomization(
      "apps",
      "elsewhere_web_apps_Deployment",
      "shop_web_apps_StatefulSet",
      "a_b_c_d_e",
    );
    expect(view.observe("web")?.engine).toBeUndefined();
  });
});
