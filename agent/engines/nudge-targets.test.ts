import { describe, expect, it } from "vitest";

import { applicationRecord } from "#agent/project/application-record.ts";
import { gitRepositoryRecord } from "#agent/project/git-repository-record.ts";
import { helmReleaseRecord } from "#agent/project/helm-release-record.ts";
import { kustomizationRecord } from "#agent/project/kustomization-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";

import { nudgeTargets } from "./nudge-targets.ts";

const target = {
  repository: "https://github.com/acme/config.git",
  branch: "main",
  path: "clusters/prod",
};

function metadata(name: string, labels: object = {}) {
  return { uid: name, name, namespace: "flux-system", generation: 1, labels };
}

function source(name: string, url: string, ref: object = { branch: "main" }): WorkloadRecord {
  return gitRepositoryRecord({ metadata: metadata(name), spec: { url, ref } });
}

function marks(by: string) {
  const domain = "kustomize.toolkit.fluxcd.io";
  return { [`${domain}/name`]: by, [`${domain}/namespace`]: "flux-system" };
}

function kustomization(
  name: string,
  path: string,
  ...[from = "config", by]: readonly string[]
): WorkloadRecord {
  const sourceRef = { kind: "GitRepository", name: from };
  const labels = by === undefined ? {} : marks(by);
  return kustomizationRecord({ metadata: metadata(name, labels), spec: { path, sourceRef } });
}

function release(name: string, by: string): WorkloadRecord {
  return helmReleaseRecord({ metadata: metadata(name, marks(by)), spec: {} });
}

function application(name: string, spec: object): WorkloadRecord {
  const repoURL = "https://github.com/acme/config";
  const from = { repoURL, targetRevision: "main", path: "clusters/prod", ...spec };
  return applicationRecord({ metadata: metadata(name), spec: { source: from } });
}

function names(engines: readonly WorkloadRecord[], at = target) {
  const { sources, appliers, applications } = nudgeTargets(engines, at);
  return [...sources, ...appliers, ...applications].map(({ name }) => name);
}

describe("who is nudged", () => {
  it.each([
    ["https://github.com/acme/config", true],
    ["https://someone:secret@github.com/Acme/Config.git", true],
    ["ssh://git@github.com/acme/config", true],
    ["ssh://git@ssh.github.com:443/acme/config.git", true],
    ["git@github.com:acme/config.git", true],
    ["https://github.com/acme/other", false],
    ["https://gitlab.com/acme/config", false],
    ["oci://ghcr.io/acme/config", false],
  ])("when a source is at %s: %s", (url, isMeant) => {
    const engines = [source("config", url), kustomization("apps", "./clusters/prod")];
    expect(names(engines)).toEqual(isMeant ? ["config", "apps"] : []);
  });

  it.each([
    [{ branch: "main" }, true],
    [{ branch: "release" }, false],
    [{ branch: "main", tag: "v1" }, false],
    [{ semver: ">=1" }, false],
    [{ commit: "3f2a" }, false],
  ])("when a source follows %j: %s", (ref, isMeant) => {
    const engines = [
      source("config", target.repository, ref),
      kustomization("apps", "clusters/prod"),
    ];
    expect(names(engines)).toEqual(isMeant ? ["config", "apps"] : []);
  });

  it.each([
    ["./clusters/prod", true],
    ["clusters/prod/", true],
    ["/clusters/prod/apps", true],
    ["./clusters", true],
    ["./", true],
    ["clusters/prod-eu", false],
    ["clusters/dev", false],
  ])("when a Kustomization applies %s beside another: %s", (path, isMeant) => {
    const engines = [
      source("config", target.repository),
      kustomization("always", "clusters/prod"),
      kustomization("apps", path),
    ];
    expect(names(engines)).toEqual(["config", "always", ...(isMeant ? ["apps"] : [])]);
  });

  it("are sources whose Kustomizations name other folders, when no other does", () => {
    const engines = [source("config", target.repository), kustomization("apps", "apps/prod")];
    expect(names(engines)).toEqual(["config"]);
  });

  it("are the Helm releases of its Kustomizations, and no others", () => {
    const engines = [
      source("config", target.repository),
      kustomization("apps", "clusters/prod"),
      kustomization("infra", "infra"),
      release("web", "apps"),
      release("ingress", "infra"),
    ];
    expect(names(engines)).toEqual(["config", "apps", "web"]);
  });

  it("are Kustomizations of other folders that its own deploy, and what these deploy", () => {
    const engines = [
      source("config", target.repository),
      kustomization("root", "clusters/prod"),
      kustomization("apps", "apps/prod", "config", "root"),
      kustomization("more", "more/prod", "config", "apps"),
      kustomization("elsewhere", "x", "other", "root"),
      release("web", "more"),
    ];
    expect(names(engines)).toEqual(["config", "root", "apps", "more", "web"]);
  });

  it("survives Kustomizations that deploy themselves and one another", () => {
    const engines = [
      source("config", target.repository),
      kustomization("a", "clusters/prod", "config", "b"),
      kustomization("b", "b", "config", "a"),
      kustomization("own", "clusters/prod", "config", "own"),
    ];
    expect(names(engines)).toEqual(["config", "a", "own", "b"]);
  });

  it("is nobody whose Kustomization has another kind of source, or another source", () => {
    const engines = [
      source("config", target.repository),
      source("other", "https://github.com/acme/other"),
      kustomization("apps", "clusters/prod"),
      kustomization("theirs", "clusters/prod", "other"),
    ];
    expect(names(engines)).toEqual(["config", "apps"]);
  });

  it.each([
    [{}, true],
    [{ repoURL: "git@github.com:acme/config.git" }, true],
    [{ targetRevision: "HEAD" }, true],
    [{ targetRevision: undefined }, true],
    [{ targetRevision: "v1.2.3" }, false],
    [{ path: "clusters/prod/cart" }, true],
    [{ path: "." }, true],
    [{ path: "clusters/dev" }, false],
    [{ repoURL: "https://github.com/acme/other" }, false],
  ])("when an Application is at %j: %s", (spec, isMeant) => {
    expect(names([application("shop", spec)])).toEqual(isMeant ? ["shop"] : []);
  });

  it("is everyone in the repository when the cluster's path is its root", () => {
    const engines = [
      source("config", target.repository),
      kustomization("apps", "clusters/prod"),
      application("shop", { path: "shop" }),
    ];
    expect(names(engines, { ...target, path: "" })).toEqual(["config", "apps", "shop"]);
  });
});
