import { beforeEach, describe, expect, it } from "vitest";

import { applicationRecord } from "#agent/project/application-record.ts";
import { deploymentRecord } from "#agent/project/deployment-record.ts";
import { gitRepositoryRecord } from "#agent/project/git-repository-record.ts";
import { helmReleaseRecord } from "#agent/project/helm-release-record.ts";
import { kustomizationRecord } from "#agent/project/kustomization-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import { ReportedWorkload } from "#contracts/agent-workload.ts";
import type { EngineHold } from "#domain/rollout/engine-state.ts";

import { ChangeFeed } from "./change-feed.ts";
import { ClusterView } from "./cluster-view.ts";

const [older, newer] = ["a".repeat(40), "b".repeat(40)];
const repository = { kind: "gitrepository", namespace: "flux-system", name: "config" };
const apps = { kind: "kustomization", namespace: "flux-system", name: "apps" };
const shop = { kind: "helmrelease", namespace: "flux-system", name: "shop" };
const application = { kind: "application", namespace: "argocd", name: "shop" };

let view: ClusterView;
let feed: ChangeFeed;
let window: EngineHold | null;

beforeEach(() => {
  window = null;
  view = new ClusterView({
    changed: (uid) => feed.mark(uid),
    appliedRevision: () => null,
    shutWindow: () => window,
  });
  feed = new ChangeFeed(view);
});

function put(record: WorkloadRecord): void {
  view.workloadCache().put(record);
}

function metadata(uid: string, extra: object = {}) {
  return { uid, name: uid, namespace: "flux-system", generation: 1, ...extra };
}

function marks(prefix: "kustomize" | "helm", name: string) {
  const domain = `${prefix}.toolkit.fluxcd.io`;
  return { labels: { [`${domain}/name`]: name, [`${domain}/namespace`]: "flux-system" } };
}

function deployment(extra: object): void {
  const template = { spec: { containers: [{ name: "web", image: "r.test/web:1" }] } };
  const meta = { ...metadata("web"), namespace: "shop", ...extra };
  put(deploymentRecord({ metadata: meta, spec: { template } }));
}

function ready(status: string, message = "") {
  return { conditions: [{ type: "Ready", status, reason: "Any", message }] };
}

function gitRepository({ spec = {}, status = {} }: { spec?: object; status?: object } = {}): void {
  const url = "https://git.test/acme/config";
  put(
    gitRepositoryRecord({
      metadata: metadata("config"),
      spec: { url, ref: { branch: "main" }, ...spec },
      status: { artifact: { revision: `main@sha1:${newer}` }, ...status },
    }),
  );
}

function kustomization({ spec = {}, status = {} }: { spec?: object; status?: object } = {}): void {
  const sourceRef = { kind: "GitRepository", name: "config" };
  put(
    kustomizationRecord({
      metadata: metadata("apps"),
      spec: { path: "./clusters/prod", sourceRef, ...spec },
      status: { lastAppliedRevision: `main@sha1:${older}`, ...status },
    }),
  );
}

function engine() {
  const observed = view.observe("web");
  expect(ReportedWorkload.parse(observed)).toEqual(observed);
  return observed?.engine;
}

describe("how far Flux is", () => {
  it("is what the source found, and what the Kustomization applied", () => {
    gitRepository();
    kustomization({ status: ready("Unknown", "Reconciliation in progress") });
    deployment(marks("kustomize", "apps"));
    expect(engine()).toMatchObject({ seen: newer, applied: older, error: null });
    expect(engine()).not.toHaveProperty("holds");
  });

  it("is told anew when a controller goes on, and not when it says the same again", () => {
    gitRepository({ status: { artifact: { revision: `main/${older}` } } });
    kustomization();
    deployment(marks("kustomize", "apps"));
    feed.take();
    gitRepository();
    expect(feed.take().ups.map(({ engine: told }) => told?.seen)).toEqual([newer]);
    kustomization({ status: { lastAppliedRevision: `main@sha1:${newer}` } });
    expect(feed.take().ups.map(({ engine: told }) => told?.applied)).toEqual([newer]);
    const failed = (took: string) => ({ status: ready("False", `not healthy after ${took}`) });
    kustomization(failed("30.00171s"));
    expect(feed.take().ups[0]?.engine?.error?.message).toBe("not healthy after 30s");
    kustomization(failed("30.09255s"));
    expect(feed.take().ups).toEqual([]);
  });

  it("is told with what the Kustomization could not apply, and at which commit", () => {
    gitRepository();
    kustomization({
      status: { ...ready("False", "no such kind"), lastAttemptedRevision: `main@sha1:${newer}` },
    });
    deployment(marks("kustomize", "apps"));
    expect(engine()?.error).toEqual({ by: apps, message: "no such kind", revision: newer });
  });

  it("is told with why the source cannot be fetched", () => {
    gitRepository({ status: ready("False", "authentication required") });
    kustomization();
    deployment(marks("kustomize", "apps"));
    const expected = { by: repository, message: "authentication required", revision: null };
    expect(engine()?.error).toEqual(expected);
  });

  it("names each object that is suspended", () => {
    gitRepository({ spec: { suspend: true } });
    kustomization({ spec: { suspend: true } });
    deployment(marks("kustomize", "apps"));
    expect(engine()).toMatchObject({
      automatic: false,
      holds: [
        { by: apps, why: "suspended" },
        { by: repository, why: "suspended" },
      ],
    });
  });

  it.each([
    { it: "the chart is released", status: ready("True"), observed: 1, applied: older },
    { it: "the chart is being released", status: ready("Unknown"), observed: 1, applied: null },
    { it: "the change is not seen yet", status: ready("True"), observed: 0, applied: null },
  ])("of a Helm release is that of what deploys it, when $it", (given) => {
    gitRepository();
    kustomization();
    const status = { ...given.status, observedGeneration: given.observed };
    put(
      helmReleaseRecord({
        metadata: metadata("shop", marks("kustomize", "apps")),
        status,
        spec: {},
      }),
    );
    deployment(marks("helm", "shop"));
    expect(engine()).toMatchObject({ name: "shop", seen: newer, applied: given.applied });
  });

  it("tells a Helm release's own error and hold before those of others", () => {
    gitRepository();
    kustomization({ spec: { suspend: true }, status: ready("False", "theirs") });
    const meta = metadata("shop", marks("kustomize", "apps"));
    const status = ready("False", "upgrade failed");
    put(helmReleaseRecord({ metadata: meta, spec: { suspend: true }, status }));
    deployment(marks("helm", "shop"));
    expect(engine()).toMatchObject({
      error: { by: shop, message: "upgrade failed" },
      holds: [
        { by: shop, why: "suspended" },
        { by: apps, why: "suspended" },
      ],
    });
  });
});

describe("how far Argo CD is", () => {
  const path = { repoURL: "https://git.test/acme/config", path: "clusters/prod" };
  const chart = { repoURL: "https://charts.test", chart: "web" };

  function deployed(spec: object, status: object): void {
    const meta = { ...metadata("shop"), namespace: "argocd" };
    put(applicationRecord({ metadata: meta, spec, status }));
    const tracking = "shop:apps/Deployment:shop/web";
    deployment({ annotations: { "argocd.argoproj.io/tracking-id": tracking } });
  }

  it.each([
    {
      it: "synced",
      status: { sync: { status: "Synced", revision: newer } },
      expected: { seen: newer, applied: newer, error: null },
    },
    {
      it: "out of sync",
      status: { sync: { status: "OutOfSync", revision: newer }, history: [{ revision: older }] },
      expected: { seen: newer, applied: older, error: null },
    },
    {
      it: "never synced",
      status: { sync: { status: "OutOfSync", revision: newer } },
      expected: { seen: newer, applied: null, error: null },
    },
    {
      it: "not able to sync",
      status: {
        sync: { status: "OutOfSync", revision: newer },
        operationState: { phase: "Failed", message: "denied", syncResult: { revision: newer } },
      },
      expected: { error: { by: application, message: "denied", revision: newer } },
    },
    {
      it: "not able to render",
      status: { conditions: [{ type: "ComparisonError", message: "no such path" }] },
      expected: { seen: null, error: { by: application, message: "no such path", revision: null } },
    },
    {
      it: "warned",
      status: { conditions: [{ type: "OrphanedResourceWarning", message: "2 orphans" }] },
      expected: { error: null },
    },
  ])("when it is $it", ({ status, expected }) => {
    deployed({ source: path, syncPolicy: { automated: {} } }, status);
    expect(engine()).toMatchObject(expected);
    expect(engine()).not.toHaveProperty("holds");
  });

  it("is that of its source in git, where it has several", () => {
    const sync = { status: "Synced", revisions: ["1.2.3", newer] };
    deployed({ sources: [chart, path] }, { sync });
    expect(engine()).toMatchObject({ seen: newer, applied: newer });
  });

  it("says that auto-sync is off, and that a window is shut", () => {
    const until = "2026-11-22T06:00:00.000Z";
    window = { by: { ...application, kind: "application" }, why: "window-shut", until };
    deployed({ source: path }, {});
    expect(engine()?.holds).toEqual([
      { by: application, why: "auto-sync-off" },
      { by: application, why: "window-shut", until },
    ]);
  });

  it("is not less automatic for a window that opens again", () => {
    window = { by: { ...application, kind: "application" }, why: "window-shut" };
    deployed({ source: path, syncPolicy: { automated: {} } }, {});
    expect(engine()?.automatic).toBe(true);
  });
});
