import { beforeEach, describe, expect, it } from "vitest";

import { applicationRecord } from "#agent/project/application-record.ts";
import { deploymentRecord } from "#agent/project/deployment-record.ts";
import { gitRepositoryRecord } from "#agent/project/git-repository-record.ts";
import { helmReleaseRecord } from "#agent/project/helm-release-record.ts";
import { kustomizationRecord } from "#agent/project/kustomization-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import { ReportedWorkload } from "#contracts/agent-workload.ts";
import type { ObservedEngine } from "#domain/rollout/observed.ts";

import { ChangeFeed } from "./change-feed.ts";
import { ClusterView } from "./cluster-view.ts";

let view: ClusterView;
let feed: ChangeFeed;

beforeEach(() => {
  view = new ClusterView({ changed: (uid) => feed.mark(uid), appliedRevision: () => null });
  feed = new ChangeFeed(view);
});

function put(record: WorkloadRecord): void {
  view.workloadCache().put(record);
}

function flux(prefix: "kustomize" | "helm", name: string) {
  const domain = `${prefix}.toolkit.fluxcd.io`;
  return { labels: { [`${domain}/name`]: name, [`${domain}/namespace`]: "flux-system" } };
}

function tracked(by: string, what: string) {
  return { annotations: { "argocd.argoproj.io/tracking-id": `${by}:${what}` } };
}

function metadata(name: string, namespace: string, extra: object) {
  return { uid: `${namespace}/${name}`, name, namespace, generation: 1, ...extra };
}

function kustomization(name: string, by?: string): void {
  const marks = by === undefined ? {} : flux("kustomize", by);
  const sourceRef = { kind: "GitRepository", name: "config" };
  const spec = { sourceRef, path: `./clusters/${name}` };
  put(kustomizationRecord({ metadata: metadata(name, "flux-system", marks), spec }));
}

function application(name: string, extra: object = {}): void {
  put(applicationRecord({ metadata: metadata(name, "argocd", extra), spec: {} }));
}

function web(extra: object): void {
  const template = { spec: { containers: [{ name: "web", image: "r.test/web:1" }] } };
  put(deploymentRecord({ metadata: metadata("web", "shop", extra), spec: { template } }));
}

function engineOfWeb(): ObservedEngine | null | undefined {
  return view.observe("shop/web")?.engine;
}

function chain(): readonly string[] {
  const { parents = [] } = engineOfWeb() ?? {};
  return parents.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
}

describe("what deploys the engine of a workload", () => {
  it("is told for each application of applications, up to the root", () => {
    application("root");
    application("shop", tracked("root", "argoproj.io/Application:argocd/shop"));
    application("web", tracked("shop", "argoproj.io/Application:argocd/web"));
    web(tracked("web", "apps/Deployment:shop/web"));
    expect(engineOfWeb()).toMatchObject({ name: "web" });
    expect(chain()).toEqual(["application argocd/shop", "application argocd/root"]);
    const observed = view.observe("shop/web");
    expect(ReportedWorkload.parse(observed)).toEqual(observed);
  });

  it("ends at the set that an Application was generated from, which is never watched", () => {
    const owner = { uid: "u", kind: "ApplicationSet", name: "clusters", controller: true };
    application("web", { ownerReferences: [owner] });
    web(tracked("web", "apps/Deployment:shop/web"));
    expect(chain()).toEqual(["applicationset argocd/clusters"]);
  });

  it("is told for Kustomizations that apply Kustomizations, and the last that applies itself", () => {
    kustomization("flux-system", "flux-system");
    kustomization("apps", "flux-system");
    kustomization("shop", "apps");
    web(flux("kustomize", "shop"));
    expect(chain()).toEqual([
      "kustomization flux-system/apps",
      "kustomization flux-system/flux-system",
    ]);
  });

  it("goes through a Helm release", () => {
    kustomization("apps");
    const meta = metadata("shop", "flux-system", flux("kustomize", "apps"));
    put(helmReleaseRecord({ metadata: meta, spec: {} }));
    web(flux("helm", "shop"));
    expect(engineOfWeb()).toMatchObject({ kind: "helmrelease", name: "shop" });
    expect(chain()).toEqual(["kustomization flux-system/apps"]);
  });

  it("is left out where nothing deploys it, or what does is not seen", () => {
    kustomization("apps", "gone");
    web(flux("kustomize", "apps"));
    expect(engineOfWeb()).not.toHaveProperty("parents");
  });

  it("ends where a circle closes, and after eight", () => {
    kustomization("a", "b");
    kustomization("b", "c");
    kustomization("c", "a");
    web(flux("kustomize", "a"));
    expect(chain()).toEqual(["kustomization flux-system/b", "kustomization flux-system/c"]);
    for (let at = 0; at < 12; at += 1) kustomization(`k${at}`, `k${at + 1}`);
    web(flux("kustomize", "k0"));
    expect(chain()).toHaveLength(8);
  });

  it("is told anew when a parent comes, changes or goes", () => {
    kustomization("apps", "flux-system");
    web(flux("kustomize", "apps"));
    feed.take();
    kustomization("flux-system");
    const parent = { kind: "kustomization", namespace: "flux-system", name: "flux-system" };
    expect(feed.take().ups[0]?.engine?.parents).toEqual([parent]);
    const url = "https://git.test/acme/config";
    const meta = metadata("config", "flux-system", {});
    put(gitRepositoryRecord({ metadata: meta, spec: { url, ref: { branch: "main" } } }));
    const source = { url, branch: "main", path: "clusters/flux-system" };
    const observed = feed.take().ups[0];
    expect(observed?.engine?.parents).toEqual([{ ...parent, source }]);
    expect(ReportedWorkload.parse(observed)).toEqual(observed);
    kustomization("apps");
    expect(feed.take().ups[0]?.engine).not.toHaveProperty("parents");
  });
});
