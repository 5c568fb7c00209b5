import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { gitRepositoryRecord } from "#agent/project/git-repository-record.ts";
import { kustomizationRecord } from "#agent/project/kustomization-record.ts";
import type { ReleaseDetail } from "#contracts/api/release.ts";
import { image } from "#test/builders/shop.ts";
import { deploymentFile } from "#test/engines/deployment.ts";
import { EngineWorld } from "#test/engines/engine-world.ts";
import { PlayedFlux } from "#test/engines/played-flux.ts";

import { nudgeEngines } from "./nudge-engines.ts";

const patience = { timeout: 20_000, interval: 50 };
const requestedAt = "reconcile.fluxcd.io/requestedAt";
const place = { namespace: "flux-system" };

describe.skipIf(inject("controlPlane") === null)("Flux in a cluster", { timeout: 180_000 }, () => {
  let all: EngineWorld;
  let flux: PlayedFlux;
  const stopFlux = new AbortController();

  beforeAll(async () => {
    all = await EngineWorld.start({
      "clusters/live/cart.yaml": deploymentFile("cart", image("cart", "1.0.0")),
      "clusters/live/web.yaml": webRelease("1.0.0"),
    });
    const { cluster, world } = all;
    // As another person would write the same address.
    const url = world.git.url.replace("http://", "http://someone:secret@");
    await cluster.applyOnceServed(gitRepository(url));
    await cluster.applyOnceServed(kustomization());
    flux = new PlayedFlux(cluster);
    void flux.run(stopFlux.signal);
    await all.enrol();
  }, 40_000);
  afterAll(async () => {
    stopFlux.abort();
    await all.stop();
  });

  async function annotation(kind: string, name: string): Promise<string | undefined> {
    const namespace = kind === "HelmRelease" ? "shop" : "flux-system";
    return (await all.cluster.read(kind, namespace, name)).metadata.annotations?.[requestedAt];
  }

  function release(tag: string): Promise<number> {
    return all.release("shop:deployment/cart", "cart", tag);
  }

  async function note(number: number): Promise<string | null | undefined> {
    return sync(await all.look(number))?.note;
  }

  async function finished(number: number): Promise<ReleaseDetail> {
    await expect.poll(async () => (await all.look(number)).status, patience).toBe("succeeded");
    return all.look(number);
  }

  it("is nudged after a push, and heard until the pods run the image", async () => {
    const { world, clusterId } = all;
    const running = async () =>
      (
        await world.store.read(world.organization.id, (tx) =>
          tx.workloads({ clusterId: clusterId }),
        )
      ).filter(({ observed }) => observed.kind === "deployment" && observed.replicas.ready > 0)
        .length;
    await expect.poll(running, patience).toBe(2);
    flux.held.add("source").add("kustomize");
    const number = await release("1.1.0");
    const commit = (await all.look(number)).commit ?? "";
    const short = commit.slice(0, 7);
    await expect
      .poll(() => note(number), patience)
      .toBe(
        `asked Flux GitRepository flux-system/config, Flux Kustomization flux-system/apps and Flux HelmRelease shop/web for ${short}`,
      );
    expect(await annotation("GitRepository", "config")).toBe(
      await annotation("Kustomization", "apps"),
    );
    expect(await annotation("HelmRelease", "web")).toBe(await annotation("Kustomization", "apps"));

    flux.held.delete("source");
    await expect
      .poll(() => note(number), patience)
      .toBe(`Flux has fetched ${short} and applies it`);
    expect(sync(await all.look(number))?.status).toBe("running");

    flux.held.delete("kustomize");
    const done = await finished(number);
    expect(sync(done)).toMatchObject({ status: "succeeded" });
    expect(sync(done)?.note).toMatch(/applied/);
    const { status } = await all.cluster.read("Kustomization", "flux-system", "apps");
    expect(status).toMatchObject({
      lastAppliedRevision: `main@sha1:${commit}`,
      lastHandledReconcileAt: await annotation("Kustomization", "apps"),
    });
  });

  it("says in its own words what it cannot apply, and goes on when it can", async () => {
    flux.trouble = "Deployment/shop/cart dry-run failed: admission webhook denied the request";
    const number = await release("1.2.0");
    await expect
      .poll(() => note(number), patience)
      .toBe(
        "Flux Kustomization flux-system/apps: Deployment/shop/cart dry-run failed: admission webhook denied the request",
      );
    const { items, status } = await all.look(number);
    expect(status).toBe("running");
    expect(items[0]?.progress?.message).toContain("admission webhook denied");
    flux.trouble = null;
    await finished(number);
  });

  it("is left alone while it is suspended, and named, until someone resumes it", async () => {
    const { cluster, world } = all;
    const { metadata } = await cluster.read("Kustomization", "flux-system", "apps");
    const before = await annotation("Kustomization", "apps");
    await cluster.merge("Kustomization", metadata, { spec: { suspend: true } });
    const number = await release("1.0.0");
    const words =
      "Flux Kustomization flux-system/apps is suspended: resume it with `flux resume kustomization apps --namespace flux-system`";
    await expect.poll(() => note(number), patience).toBe(words);
    expect(await annotation("Kustomization", "apps")).toBe(before);
    const { events } = await all.look(number);
    expect(events.filter(({ step }) => step === "sync").map(({ level }) => level)).toContain(
      "warning",
    );
    world.pass(20 * 60_000);
    expect(await all.look(number)).toMatchObject({ status: "running" });
    await cluster.merge("Kustomization", metadata, { spec: { suspend: null } });
    await finished(number);
  });

  it("carries a Helm release through its Kustomization and its upgrade", async () => {
    flux.held.add("helm");
    const number = await all.release("shop:helmrelease/web", "chart-image", "1.1.0");
    const { commit } = await all.look(number);
    await expect
      .poll(() => note(number), patience)
      .toMatch(new RegExp(`applied ${commit?.slice(0, 7)}$`));
    expect((await all.look(number)).status).toBe("running");
    flux.held.delete("helm");
    const done = await finished(number);
    expect(done.items[0]).toMatchObject({ workload: "shop:helmrelease/web", status: "updated" });
  });

  describe("asked directly", () => {
    async function records() {
      const { cluster } = all;
      return [
        gitRepositoryRecord(await cluster.read("GitRepository", "flux-system", "config")),
        kustomizationRecord(await cluster.read("Kustomization", "flux-system", "apps")),
      ];
    }

    async function nudge(client: KubeClient, at: string) {
      const { world, cluster } = all;
      const target = { repository: world.git.url, branch: "main", path: "clusters/live" };
      const revision = await cluster.tip();
      const windows = { look: () => Promise.resolve(), state: () => null };
      const context = { client, windows, maySync: false, signal: cluster.signal };
      return nudgeEngines({ ...target, revision, at }, { ...context, engines: await records() });
    }

    it("is asked once when the command comes twice", async () => {
      const { client } = all.cluster;
      const at = "2026-11-21T10:00:00.000Z";
      await nudge(client, at);
      const versions = () =>
        Promise.all([handled("GitRepository", "config"), handled("Kustomization", "apps")]);
      await expect.poll(versions, patience).toEqual([at, at]);
      const { metadata } = await all.cluster.read("GitRepository", "flux-system", "config");
      expect(await nudge(client, at)).toMatchObject({ ok: true });
      const { metadata: after } = await all.cluster.read("GitRepository", "flux-system", "config");
      expect(after["resourceVersion"]).toBe(metadata["resourceVersion"]);
    });

    it("says which right the agent lacks, and which it has", async () => {
      const client = all.connect(await accountToken());
      const { ok, message, nudge: told } = await nudge(client, "2026-11-21T11:00:00.000Z");
      client.close();
      expect(ok).toBe(true);
      expect(told?.engines.map(({ by, did }) => [by.kind, did])).toEqual([
        ["gitrepository", "asked"],
        ["kustomization", "forbidden"],
      ]);
      expect(message).toContain(
        "the agent may not patch kustomizations.kustomize.toolkit.fluxcd.io in flux-system: give it the rights of permissions.nudge",
      );
    });

    async function handled(kind: string, name: string): Promise<unknown> {
      return (await all.cluster.read(kind, "flux-system", name)).status["lastHandledReconcileAt"];
    }

    /** Of an account that may patch sources alone. */
    async function accountToken(): Promise<string> {
      const { client, signal } = all.cluster;
      const post = (path: string, content: object) => {
        const body = { type: "application/json", content: JSON.stringify(content) };
        return client.send({ method: "POST", path, body, signal });
      };
      const metadata = { name: "half", namespace: "flux-system" };
      const accounts = "/api/v1/namespaces/flux-system/serviceaccounts";
      const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/flux-system";
      const sources = { apiGroups: ["source.toolkit.fluxcd.io"], resources: ["gitrepositories"] };
      await post(accounts, { metadata });
      await post(`${rbac}/roles`, { metadata, rules: [{ ...sources, verbs: ["patch"] }] });
      await post(`${rbac}/rolebindings`, {
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "half" },
        subjects: [{ kind: "ServiceAccount", ...metadata }],
      });
      const request = { spec: { audiences: [] } };
      const answer = await post(`${accounts}/half/token`, request);
      return z.object({ status: z.object({ token: z.string() }) }).parse(answer).status.token;
    }
  });
});

function sync({ steps }: ReleaseDetail): ReleaseDetail["steps"][number] | undefined {
  return steps.find(({ name }) => name === "sync");
}

function gitRepository(url: string): object {
  return {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "GitRepository",
    metadata: { name: "config", ...place },
    spec: { url, interval: "1h", ref: { branch: "main" } },
  };
}

function kustomization(): object {
  return {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "apps", ...place },
    spec: {
      sourceRef: { kind: "GitRepository", name: "config" },
      path: "./clusters/live",
      interval: "1h",
      prune: true,
    },
  };
}

function webRelease(tag: string): string {
  const [repository] = image("mail", tag).split(":");
  return `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: web
  namespace: shop
spec:
  interval: 1h
  chart:
    spec:
      chart: web
      sourceRef:
        kind: HelmRepository
        name: charts
  values:
    image:
      repository: ${repository}
      tag: ${tag}
`;
}
