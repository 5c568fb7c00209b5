import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { z } from "zod";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import { ChangeFeed } from "#agent/state/change-feed.ts";
import { ClusterView } from "#agent/state/cluster-view.ts";
import { ClusterWatches } from "#agent/watch/cluster-watches.ts";
import { defaultWatchTuning } from "#agent/watch/watch-tuning.ts";
import { ReportedWorkload } from "#contracts/agent-workload.ts";
import { errorText } from "#contracts/log.ts";
import type { TargetImages } from "#domain/rollout/promoted-image.ts";
import { rolloutStatus } from "#domain/rollout/status.ts";
import type { RolloutStatus } from "#domain/rollout/status.ts";
import { createApiDoor } from "#sandbox/clusters/api-door.ts";
import type { ClusterApi } from "#sandbox/clusters/cluster-api.ts";
import { paces } from "#sandbox/clusters/pace.ts";
import { listen } from "#sandbox/http/listen.ts";
import { startHollowKubelet } from "#sandbox/kubelet/kubelet.ts";
import { startTestRegistry } from "#sandbox/kubelet/test-registry.ts";
import type { TestRegistry } from "#sandbox/kubelet/test-registry.ts";
import { startControlPlanes } from "#test/kubernetes/control-planes.ts";
import type { ControlPlanes } from "#test/kubernetes/control-planes.ts";

/** "Within seconds". */
const secondsMs = 10_000;
const label = "sandbox.stagecoach.dev";
const { signal } = new AbortController();
const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), uid: z.string() }),
      status: z.object({ phase: z.string() }),
    }),
  ),
});

describe.skipIf(inject("controlPlane") === null)(
  "the words of a rollout, on a real control plane",
  { timeout: 60_000 },
  () => {
    const ended = new AbortController();
    let folder: string;
    let planes: ControlPlanes;
    let door: ClusterApi;
    let api: Server;
    let registry: TestRegistry;
    let client: KubeClient;
    let view: ClusterView;
    let watching: Promise<void>;
    let namespace: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "words-"));
      registry = await startTestRegistry();
      planes = await startControlPlanes({ folder, names: ["words"], say: () => {} });
      const [plane] = planes.access;
      if (plane === undefined) throw new Error("there is no control plane");
      door = createApiDoor(plane);
      api = createServer((request, response) => {
        door.handle(request, response, request.url ?? "/");
      });
      const server = `http://127.0.0.1:${await listen(api, 0)}`;
      const { url } = registry;
      const pace = () => paces.fast;
      startHollowKubelet({ server, registry: url, nodes: 2, pace, signal: ended.signal });
      client = createKubeClient({
        server: new URL(server),
        credentials: () => Promise.resolve({ authorization: `Bearer ${plane.token}` }),
      });
      view = new ClusterView({ changed: () => {}, appliedRevision: () => null });
      const watches = new ClusterWatches({
        client,
        view,
        namespaces: [],
        tuning: defaultWatchTuning,
        log: () => {},
      });
      watching = watches.run(ended.signal);
      await watches.settled();
    }, 120_000);

    afterAll(async () => {
      ended.abort();
      await watching;
      client.close();
      door.close();
      api.closeAllConnections();
      api.close();
      await planes.stop();
      await registry.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    });

    beforeEach(async () => {
      namespace = `words-${randomUUID().slice(0, 8)}`;
      await apply(`api/v1/namespaces/${namespace}`, { apiVersion: "v1", kind: "Namespace" });
    });

    function apply(place: string, object: object, metadata: object = {}): Promise<unknown> {
      const name = place.split("/").at(-1);
      const content = JSON.stringify({ ...object, metadata: { name, ...metadata } });
      return client.send({
        method: "PATCH",
        path: `/${place}`,
        query: { fieldManager: "test", force: "true" },
        body: { type: "application/apply-patch+yaml", content },
        signal,
      });
    }

    interface Made {
      readonly kind?: "Deployment" | "StatefulSet" | "DaemonSet";
      readonly pod?: object;
      readonly container?: object;
      readonly spec?: object;
    }

    function make(image: string, { kind = "Deployment", pod, container, spec }: Made = {}) {
      const containers = [{ name: "web", image, ...container }];
      const labels = { app: "web" };
      return apply(`apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s/web`, {
        apiVersion: "apps/v1",
        kind,
        spec: {
          selector: { matchLabels: labels },
          ...(kind === "DaemonSet" ? {} : { replicas: 1 }),
          template: { metadata: { labels }, spec: { containers, ...pod } },
          ...spec,
        },
      });
    }

    /** As the server would judge it by what the agent reports. */
    function status(targets: TargetImages): RolloutStatus | null {
      const feed = new ChangeFeed(view);
      const found = [...feed.snapshot()].find((one) => one.namespace === namespace);
      return found === undefined ? null : rolloutStatus(ReportedWorkload.parse(found), targets);
    }

    function says(image: string | TargetImages, wanted: object): Promise<void> {
      const targets = typeof image === "string" ? { web: image } : image;
      return vi.waitFor(() => expect(status(targets)).toMatchObject(wanted), {
        timeout: secondsMs,
        interval: 50,
      });
    }

    function failing(reason: string, ...words: readonly string[]): object {
      const pattern = words.map((each) => each.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join(".*");
      return { state: "failing", reason, message: expect.stringMatching(new RegExp(pattern, "s")) };
    }

    it("an image that the registry does not have, in the registry's words", async () => {
      await make("r.test/shop/none:1");
      await says("r.test/shop/none:1", failing("image-pull", "r.test/shop/none:1", "not found"));
    });

    it("a crash loop, with the exit code and the container's last words", async () => {
      registry.push("shop/crash:1", {
        [`${label}/behaviour`]: "crash",
        [`${label}/exit-code`]: "3",
        [`${label}/message`]: "no database",
      });
      await make("r.test/shop/crash:1");
      await says(
        "r.test/shop/crash:1",
        failing("crash-loop", "container web exits with 3", "no database"),
      );
    });

    it("a lack of memory", async () => {
      registry.push("shop/oom:1", { [`${label}/behaviour`]: "oom" });
      await make("r.test/shop/oom:1");
      await says("r.test/shop/oom:1", failing("out-of-memory", "killed for lack of memory"));
    });

    it("a container that cannot be made, in the kubelet's words", async () => {
      await make("r.test/web:1", { pod: { nodeName: "no-such-node" } });
      await vi.waitFor(refuseContainer, { timeout: secondsMs, interval: 100 });
      await says("r.test/web:1", failing("container-config", 'configmap "web" not found'));
    });

    /** Plays the kubelet of a node that is none. */
    async function refuseContainer(): Promise<void> {
      const place = `/api/v1/namespaces/${namespace}/pods`;
      const { items } = Pods.parse(await client.send({ path: place, signal }));
      const [pod] = items;
      if (pod === undefined) throw new Error("the pod is not there yet");
      const waiting = {
        reason: "CreateContainerConfigError",
        message: 'configmap "web" not found',
      };
      const one = {
        name: "web",
        image: "r.test/web:1",
        imageID: "",
        ready: false,
        restartCount: 0,
      };
      await client.send({
        method: "PATCH",
        path: `${place}/${pod.metadata.name}/status`,
        body: {
          type: "application/merge-patch+json",
          content: JSON.stringify({
            status: { phase: "Pending", containerStatuses: [{ ...one, state: { waiting } }] },
          }),
        },
        signal,
      });
    }

    it("a pod that fits no node, in the scheduler's words", async () => {
      const resources = { requests: { cpu: "5000" } };
      await make("r.test/web:1", { container: { resources } });
      await says("r.test/web:1", failing("unschedulable", "fits no node", "Insufficient cpu"));
    });

    it.each(["Deployment", "StatefulSet", "DaemonSet"] as const)(
      "a quota that is used up, of a %s",
      async (kind) => {
        await apply(`api/v1/namespaces/${namespace}/resourcequotas/none`, {
          apiVersion: "v1",
          kind: "ResourceQuota",
          spec: { hard: { pods: "0" } },
        });
        await make("r.test/web:1", { kind });
        await says("r.test/web:1", failing("quota-exceeded", "exceeded quota: none"));
      },
    );

    it.each(["Deployment", "StatefulSet"] as const)(
      "a pod that admission refuses, of a %s",
      async (kind) => {
        const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
        await apply(
          `api/v1/namespaces/${namespace}`,
          { apiVersion: "v1", kind: "Namespace" },
          { labels },
        );
        await make("r.test/web:1", { kind });
        await says("r.test/web:1", failing("admission-refused", "violates PodSecurity"));
      },
    );

    it("a probe that fails", async () => {
      registry.push("shop/sick:1", {
        [`${label}/behaviour`]: "never-ready",
        [`${label}/message`]: "HTTP probe failed with statuscode: 503",
      });
      const readinessProbe = { httpGet: { path: "/ready", port: 80 } };
      await make("r.test/shop/sick:1", { container: { readinessProbe } });
      await says("r.test/shop/sick:1", {
        state: "progressing",
        message: expect.stringContaining("readiness probe of container web fails"),
      });
    });

    it("a pause by hand, which holds", async () => {
      registry.push("shop/good:1");
      registry.push("shop/good:2");
      await make("r.test/shop/good:1");
      await says("r.test/shop/good:1", { state: "ready" });
      await make("r.test/shop/good:2", { spec: { paused: true } });
      await says("r.test/shop/good:2", {
        state: "progressing",
        held: true,
        message: "paused with 0 of 1 updated",
      });
    });

    it("an eviction that a disruption budget forbids, as those who drain nodes tell it", async () => {
      await make("r.test/shop/good:1", { spec: { minReadySeconds: 500 } });
      await apply(`apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets/web`, {
        apiVersion: "policy/v1",
        kind: "PodDisruptionBudget",
        spec: { minAvailable: 1, selector: { matchLabels: { app: "web" } } },
      });
      const [pod] = await vi.waitFor(runningPods, { timeout: secondsMs, interval: 100 });
      const message = await vi.waitFor(() => evict(pod), { timeout: secondsMs, interval: 200 });
      await post("events", {
        apiVersion: "v1",
        kind: "Event",
        metadata: { generateName: "web." },
        involvedObject: { kind: "Pod", namespace, name: pod.name, uid: pod.uid },
        type: "Warning",
        reason: "FailedEviction",
        message,
      });
      await says("r.test/shop/good:1", {
        state: "progressing",
        message: expect.stringContaining(`a PodDisruptionBudget keeps a pod: ${message}`),
      });
    });

    async function runningPods(): Promise<[{ readonly name: string; readonly uid: string }]> {
      const place = `/api/v1/namespaces/${namespace}/pods`;
      const { items } = Pods.parse(await client.send({ path: place, signal }));
      const [pod] = items.filter(({ status: { phase } }) => phase === "Running");
      if (pod === undefined) throw new Error("no pod runs yet");
      return [pod.metadata];
    }

    /** What the API server answers: it would disturb too much. */
    async function evict({ name }: { readonly name: string }): Promise<string> {
      try {
        await post(`pods/${name}/eviction`, {
          apiVersion: "policy/v1",
          kind: "Eviction",
          metadata: { name, namespace },
        });
      } catch (error) {
        if (isStatus(error, 429)) return errorText(error);
        throw error;
      }
      throw new Error("the pod was evicted");
    }

    function post(place: string, object: object): Promise<unknown> {
      const body = { type: "application/json", content: JSON.stringify(object) };
      const path = `/api/v1/namespaces/${namespace}/${place}`;
      return client.send({ method: "POST", path, body, signal });
    }

    it("success by the digest that the nodes pulled, and no success by another", async () => {
      const digest = registry.push("shop/moved:1", { push: "first" });
      const later = `sha256:${"b".repeat(64)}`;
      const image = "r.test/shop/moved:1";
      await make(image);
      await says({ web: { image, digests: [digest], now: [later] } }, { state: "ready" });
      await says(
        { web: { image, digests: [later], now: [digest] } },
        failing("another-image", "the tag was pushed again since"),
      );
    });
  },
);
