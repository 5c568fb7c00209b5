import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import type { WorkloadKey } from "#domain/glossary.ts";
import { readWorkload } from "#services/workload/read-workload.ts";
import { image } from "#test/builders/shop.ts";
import { deploymentFile, deploymentOf } from "#test/engines/deployment.ts";
import { EngineWorld } from "#test/engines/engine-world.ts";
import { PlayedFlux } from "#test/engines/played-flux.ts";

import { readClusterEngines } from "./read-cluster-engines.ts";

const patience = { timeout: 30_000, interval: 100 };
const flux = "flux-system";

describe.skipIf(inject("controlPlane") === null)(
  "what a person is told of engines on a real control plane",
  { timeout: 120_000 },
  () => {
    let all: EngineWorld;
    const stopFlux = new AbortController();

    beforeAll(async () => {
      all = await EngineWorld.start({
        "clusters/live/shop.yaml": JSON.stringify(kustomization("shop", "./apps/live")),
        "apps/live/cart.yaml": deploymentFile("cart", image("cart", "1.0.0")),
      });
      const { cluster, world } = all;
      await cluster.applyOnceServed({
        apiVersion: "source.toolkit.fluxcd.io/v1",
        kind: "GitRepository",
        metadata: { name: "config", namespace: flux },
        spec: { url: world.git.url, interval: "1h", ref: { branch: "main" } },
      });
      await cluster.applyOnceServed(kustomization("root", "./clusters/live"));
      void new PlayedFlux(cluster).run(stopFlux.signal);
      await cluster.applyOnceServed(application("root", {}));
      await cluster.apply(
        application("mail", tracked("root", "argoproj.io/Application:argocd/mail")),
      );
      const mail = { name: "mail", namespace: "shop", image: image("mail", "1.0.0") };
      const marked = tracked("mail", "apps/Deployment:shop/mail");
      const metadata = { name: "mail", namespace: "shop", ...marked };
      await cluster.apply({ ...deploymentOf(mail), metadata });
      await all.enrol();
    }, 60_000);
    afterAll(async () => {
      stopFlux.abort();
      await all.stop();
    });

    function engines() {
      const ctx = all.world.person("viewer");
      return readClusterEngines({ ctx, input: { id: all.clusterId } });
    }

    async function engineOf(key: WorkloadKey) {
      const { clusters } = await readWorkload({
        ctx: all.world.person("viewer"),
        input: { key },
      });
      return clusters.find(({ id }) => id === all.clusterId)?.engine;
    }

    it("offers the root of the chain, which is the cluster's source already", async () => {
      await expect
        .poll(async () => (await engines()).sources, patience)
        .toMatchObject([
          {
            path: "clusters/live",
            workloads: 1,
            repositoryId: all.world.repositoryId,
            chosen: true,
          },
          { path: "apps/live", workloads: 1, chosen: false },
          { path: "apps/mail", url: "https://github.com/acme/mail", repositoryId: null },
        ]);
      expect((await engines()).difference).toMatchObject({ agreeing: 1, differing: 1 });
    });

    it("follows applications of applications and Kustomizations of Kustomizations", async () => {
      await expect
        .poll(() => engineOf("shop:deployment/mail"), patience)
        .toMatchObject({
          name: "Argo CD Application argocd/mail",
          parents: [{ name: "Argo CD Application argocd/root" }],
        });
      await expect
        .poll(() => engineOf("shop:deployment/cart"), patience)
        .toMatchObject({
          name: "Flux Kustomization flux-system/shop",
          place: { workload: null, file: "clusters/live/shop.yaml", line: 1 },
          parents: [{ name: "Flux Kustomization flux-system/root" }],
        });
    });

    it("says before promoting who suspended what, and no more once it is resumed", async () => {
      const { world, cluster, clusterId } = all;
      const held = async () => {
        const plan = await world.plan({
          target: clusterId,
          source: { kind: "image-repo" },
          selection: [
            {
              workload: "shop:deployment/cart",
              containers: [{ name: "cart", tag: "1.1.0" }],
            },
          ],
        });
        return plan.holds.map(({ command }) => command);
      };
      const suspend = async (isSuspended: boolean) => {
        const { metadata } = await cluster.read("GitRepository", flux, "config");
        await cluster.merge("GitRepository", metadata, { spec: { suspend: isSuspended } });
      };
      expect(await held()).toEqual([]);
      await suspend(true);
      await expect
        .poll(held, patience)
        .toEqual(["flux resume source git config --namespace flux-system"]);
      await suspend(false);
      await expect.poll(held, patience).toEqual([]);
    });
  },
);

function kustomization(name: string, path: string): object {
  return {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name, namespace: flux },
    spec: {
      sourceRef: { kind: "GitRepository", name: "config" },
      path,
      interval: "1h",
      prune: true,
    },
  };
}

function application(name: string, marks: object): object {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd", ...marks },
    spec: {
      project: "default",
      source: {
        repoURL: "https://github.com/acme/mail",
        path: `apps/${name}`,
        targetRevision: "main",
      },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
      syncPolicy: { automated: {} },
    },
  };
}

function tracked(by: string, what: string): object {
  return { annotations: { "argocd.argoproj.io/tracking-id": `${by}:${what}` } };
}
