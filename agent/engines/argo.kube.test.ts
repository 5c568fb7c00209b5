import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";

import type { ReleaseDetail } from "#contracts/api/release.ts";
import { image } from "#test/builders/shop.ts";
import { deploymentFile } from "#test/engines/deployment.ts";
import { EngineWorld } from "#test/engines/engine-world.ts";
import { PlayedArgo } from "#test/engines/played-argo.ts";

const patience = { timeout: 20_000, interval: 50 };
const name = "Argo CD Application argocd/shop";
const automated = { automated: {} };

describe.skipIf(inject("controlPlane") === null)(
  "Argo CD in a cluster",
  { timeout: 180_000 },
  () => {
    let all: EngineWorld;
    let argo: PlayedArgo;
    let tag = 0;
    const stopArgo = new AbortController();

    beforeAll(async () => {
      all = await EngineWorld.start({
        "clusters/live/cart.yaml": deploymentFile("cart", image("cart", "1.0.0")),
      });
      const { cluster, world } = all;
      await cluster.applyOnceServed(project([]));
      await cluster.applyOnceServed(application(world.git.url, automated));
      argo = new PlayedArgo(cluster);
      void argo.run(stopArgo.signal);
    }, 60_000);
    beforeEach(() => {
      argo.operations.length = 0;
    });
    afterAll(async () => {
      stopArgo.abort();
      await all.stop();
    });

    function release(): Promise<number> {
      tag = (tag + 1) % 3;
      return all.release("shop:deployment/cart", "cart", `1.${tag}.0`);
    }

    async function note(number: number): Promise<string | null | undefined> {
      return sync(await all.look(number))?.note;
    }

    async function finished(number: number): Promise<ReleaseDetail> {
      await expect.poll(async () => (await all.look(number)).status, patience).toBe("succeeded");
      return all.look(number);
    }

    async function policy(syncPolicy: object | null): Promise<void> {
      const { metadata } = await all.cluster.read("Application", "argocd", "shop");
      await all.cluster.merge("Application", metadata, { spec: { syncPolicy } });
    }

    /** What the product knows of the Application. */
    async function told() {
      const { world, clusterId } = all;
      const rows = await world.store.read(world.organization.id, (tx) =>
        tx.workloads({ clusterId }),
      );
      return rows.find(({ key }) => key === "shop:deployment/cart")?.observed.engine;
    }

    it("is refreshed after a push, and heard until the pods run the image", async () => {
      const stop = await all.enrol();
      await expect.poll(told, patience).toMatchObject({ name: "shop", automatic: true });
      argo.isHeld = true;
      const number = await release();
      const short = (await all.look(number)).commit?.slice(0, 7);
      await expect
        .poll(() => note(number), patience)
        .toBe(`Argo CD has found ${short} and applies it`);
      const { metadata } = await all.cluster.read("Application", "argocd", "shop");
      expect(metadata.annotations ?? {}).not.toHaveProperty(["argocd.argoproj.io/refresh"]);
      const { events } = await all.look(number);
      expect(events.map(({ message }) => message)).toContain(`asked ${name} for ${short}`);
      argo.isHeld = false;
      expect(sync(await finished(number))).toMatchObject({ status: "succeeded" });
      expect(argo.operations).toEqual([]);
      await stop();
    });

    it("says in its own words what it cannot sync", async () => {
      const stop = await all.enrol();
      argo.trouble = "one or more objects failed to apply, reason: quota exceeded";
      const number = await release();
      await expect.poll(() => note(number), patience).toBe(`${name}: ${argo.trouble}`);
      argo.trouble = null;
      await finished(number);
      await stop();
    });

    it("is refreshed but never synced where that is not allowed, and says what to run", async () => {
      await policy(null);
      const stop = await all.enrol();
      await expect.poll(told, patience).toMatchObject({ automatic: false });
      const number = await release();
      const { commit } = await all.look(number);
      await expect
        .poll(() => note(number), patience)
        .toBe(`auto-sync of ${name} is off: sync it with \`argocd app sync argocd/shop\``);
      await expect.poll(told, patience).toMatchObject({ seen: commit });
      expect(argo.operations).toEqual([]);
      const { metadata } = await all.cluster.read("Application", "argocd", "shop");
      const operation = { sync: { revision: commit } };
      await all.cluster.merge("Application", metadata, { operation });
      await finished(number);
      await stop();
    });

    it("is synced to the commit where that is allowed", async () => {
      await policy({ syncOptions: ["ServerSideApply=true"] });
      const stop = await all.enrol({ STAGECOACH_ARGO_SYNC: "on" });
      await expect.poll(told, patience).toMatchObject({ automatic: false });
      const number = await release();
      const { commit } = await finished(number);
      expect(argo.operations[0]).toMatchObject({
        initiatedBy: { username: "stagecoach" },
        sync: { revision: commit, syncOptions: ["ServerSideApply=true"] },
      });
      await stop();
    });

    it("is not synced outside of its sync windows, and says so before and after", async () => {
      const never = { kind: "deny", schedule: "* * * * *", duration: "1h", applications: ["*"] };
      await all.cluster.apply(project([never]));
      const stop = await all.enrol({ STAGECOACH_ARGO_SYNC: "on" });
      await expect
        .poll(async () => (await told())?.holds?.map(({ why }) => why), patience)
        .toEqual(["auto-sync-off", "window-shut"]);
      const number = await release();
      await expect
        .poll(async () => (await all.look(number)).events.map(({ message }) => message), patience)
        .toContainEqual(expect.stringContaining(`${name} is outside of its sync windows until `));
      expect((await all.look(number)).status).toBe("running");
      expect(argo.operations).toEqual([]);
      await stop();
    });

    it("is not synced where someone switched auto-sync off", async () => {
      await all.cluster.apply(project([]));
      await policy({ automated: { enabled: false } });
      const stop = await all.enrol({ STAGECOACH_ARGO_SYNC: "on" });
      const number = await release();
      await expect
        .poll(() => note(number), patience)
        .toMatch(/^auto-sync of .* is off: sync it with/);
      expect(argo.operations).toEqual([]);
      await stop();
    });
  },
);

function sync({ steps }: ReleaseDetail): ReleaseDetail["steps"][number] | undefined {
  return steps.find((step) => step.name === "sync");
}

function application(repoURL: string, syncPolicy: object): object {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "shop", namespace: "argocd" },
    spec: {
      project: "shops",
      destination: { namespace: "shop", server: "https://kubernetes.default.svc" },
      source: { repoURL, path: "clusters/live", targetRevision: "main" },
      syncPolicy,
    },
  };
}

function project(syncWindows: readonly object[]): object {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "AppProject",
    metadata: { name: "shops", namespace: "argocd" },
    spec: { syncWindows },
  };
}
