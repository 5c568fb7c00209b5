import { beforeEach, describe, expect, it } from "vitest";

import { applicationRecord } from "#agent/project/application-record.ts";
import { deploymentRecord } from "#agent/project/deployment-record.ts";
import { gitRepositoryRecord } from "#agent/project/git-repository-record.ts";
import { helmReleaseRecord } from "#agent/project/helm-release-record.ts";
import { kustomizationRecord } from "#agent/project/kustomization-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";
import { ReportedWorkload } from "#contracts/agent-workload.ts";

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

function gitRepository(spec: object = {}): void {
  const url = "https://someone:s3cr3t@git.test/acme/config";
  put(
    gitRepositoryRecord({
      metadata: metadata("config"),
      spec: { url, ref: { branch: "main" }, ...spec },
    }),
  );
}

function kustomization(uid: string, spec: object = {}, extra: object = {}): void {
  const sourceRef = { kind: "GitRepository", name: "config" };
  put(
    kustomizationRecord({
      metadata: metadata(uid, extra),
      spec: { path: "./clusters/prod", sourceRef, ...spec },
    }),
  );
}

const source = { url: "https://git.test/acme/config", branch: "main", path: "clusters/prod" };

describe("the engine of a workload", () => {
  it("is the Kustomization that marked it, with its place in git", () => {
    gitRepository();
    kustomization("apps");
    deployment(marks("kustomize", "apps"));
    const observed = view.observe("web");
    expect(observed?.engine).toEqual({
      kind: "kustomization",
      namespace: "flux-system",
      name: "apps",
      automatic: true,
      source,
      seen: null,
      applied: null,
      error: null,
    });
    expect(ReportedWorkload.parse(observed)).toEqual(observed);
    expect(JSON.stringify(observed)).not.toContain("s3cr3t");
  });

  it("is told once its objects are seen, and anew when they change", () => {
    deployment(marks("kustomize", "apps"));
    expect(feed.take().ups[0]?.engine).toBeUndefined();
    kustomization("apps");
    expect(feed.take().ups[0]?.engine).toMatchObject({ name: "apps", source: null });
    gitRepository();
    expect(feed.take().ups[0]?.engine).toMatchObject({ source });
    gitRepository({ ref: { branch: "release" } });
    expect(feed.take().ups[0]?.engine?.source?.branch).toBe("release");
    kustomization("apps", { suspend: true });
    expect(feed.take().ups[0]?.engine?.automatic).toBe(false);
  });

  it("is no workload itself", () => {
    gitRepository();
    kustomization("apps");
    expect(view.uids()).toEqual([]);
    expect(view.observe("apps")).toBeNull();
  });

  it("is a Helm release, found where its own Kustomization is", () => {
    gitRepository();
    kustomization("apps");
    put(helmReleaseRecord({ metadata: metadata("shop", marks("kustomize", "apps")), spec: {} }));
    deployment(marks("helm", "shop"));
    const expected = { kind: "helmrelease", name: "shop", automatic: true, source };
    expect(view.observe("web")?.engine).toMatchObject(expected);
    feed.take();
    gitRepository({ suspend: true });
    expect(feed.take().ups.map(({ name, engine }) => [name, engine?.automatic])).toEqual([
      ["shop", false],
      ["web", false],
    ]);
  });

  it.each([
    { ref: { branch: "main", tag: "v1" }, branch: null },
    { ref: { semver: ">=1" }, branch: null },
    { ref: { commit: "3f2a" }, branch: null },
    { ref: {}, branch: "master" },
    { ref: undefined, branch: "master" },
  ])("follows the branch $branch by $ref", ({ ref, branch }) => {
    gitRepository({ ref });
    kustomization("apps");
    deployment(marks("kustomize", "apps"));
    expect(view.observe("web")?.engine?.source?.branch).toBe(branch);
  });

  it("survives Kustomizations that apply themselves and one another", () => {
    kustomization("a", {}, marks("kustomize", "b"));
    kustomization("b", {}, marks("kustomize", "a"));
    kustomization("own", {}, marks("kustomize", "own"));
    deployment(marks("kustomize", "a"));
    gitRepository();
    expect(view.observe("web")?.engine).toMatchObject({ name: "a", source });
  });

  describe("of Argo CD", () => {
    const repository = { repoURL: "https://git.test/acme/config", targetRevision: "main" };

    function application(spec: object, namespace = "argocd"): void {
      put(applicationRecord({ metadata: { ...metadata("shop"), namespace }, spec }));
      const app = namespace === "argocd" ? "shop" : `${namespace}_shop`;
      const tracking = `${app}:apps/Deployment:shop/web`;
      deployment({ annotations: { "argocd.argoproj.io/tracking-id": tracking } });
    }

    it.each([
      ["argocd", { automated: {} }, true],
      ["teams", { automated: { prune: true } }, true],
      ["argocd", { automated: { enabled: false } }, false],
      ["argocd", {}, false],
      ["argocd", undefined, false],
    ])("is the Application in %s, with %j automatic: %s", (namespace, syncPolicy, automatic) => {
      application({ source: { ...repository, path: "clusters/prod" }, syncPolicy }, namespace);
      const expected = { kind: "application", namespace, name: "shop", automatic, source };
      expect(view.observe("web")?.engine).toMatchObject(expected);
    });

    it("takes the first of several sources that is a path, at no branch of its own", () => {
      const chart = { repoURL: "https://charts.test", chart: "web", targetRevision: "1.2.3" };
      const git = { ...repository, path: "/apps", targetRevision: "HEAD" };
      application({ sources: [chart, git] });
      expect(view.observe("web")?.engine?.source).toEqual({
        url: repository.repoURL,
        branch: null,
        path: "apps",
      });
    });

    it("has no place in git where it installs a chart", () => {
      application({ source: { repoURL: "https://charts.test", chart: "web" } });
      expect(view.observe("web")?.engine).toMatchObject({ name: "shop", source: null });
    });
  });
});
