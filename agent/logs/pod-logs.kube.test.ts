import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";

import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";

import { createKubeClient } from "#agent/kube/kube-client.ts";
import type { KubeClient } from "#agent/kube/kube-client.ts";
import type { PodLogs } from "#contracts/agent-logs.ts";
import { createApiDoor } from "#sandbox/clusters/api-door.ts";
import { listen } from "#sandbox/http/listen.ts";
import { startHollowKubelet } from "#sandbox/kubelet/kubelet.ts";
import { startTestRegistry } from "#sandbox/kubelet/test-registry.ts";
import type { TestRegistry } from "#sandbox/kubelet/test-registry.ts";

import { readPodLogs } from "./read-pod-logs.ts";

const controlPlane = inject("controlPlane");
const { signal } = new AbortController();
const namespace = `logs-${randomUUID().slice(0, 8)}`;
const node = `${namespace}-node`;
const patience = { timeout: 20_000, interval: 100 };

/** The API server asks the hollow kubelet over TLS, as it would a real one; only the lines are made up. */
describe.skipIf(controlPlane === null)("logs of a real control plane", () => {
  let client: KubeClient;
  let limited: KubeClient;
  let registry: TestRegistry;
  let door: Server;
  let kubelet: { close(): void };

  function connect(token = controlPlane?.token): KubeClient {
    return createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({ authorization: `Bearer ${token ?? ""}`, ca: controlPlane?.ca }),
    });
  }

  beforeAll(async () => {
    client = connect();
    limited = connect(controlPlane?.limitedToken);
    registry = await startTestRegistry();
    registry.push("acme/web:1.0");
    registry.push("acme/web:1.1", {
      "sandbox.stagecoach.dev/behaviour": "crash",
      "sandbox.stagecoach.dev/message": "no database address",
    });
    const api = createApiDoor({ server: "", ca: "", token: "", ...controlPlane });
    door = createServer((request, response) => api.handle(request, response, request.url ?? "/"));
    kubelet = startHollowKubelet({
      server: `http://127.0.0.1:${await listen(door, 0)}`,
      registry: registry.url,
      nodes: 1,
      nodeName: () => node,
      pace: () => ({ pullMs: 2, startMs: 10, backOffMs: 50 }),
      signal,
      schedule: false,
      servesLogs: true,
    });
    await create("/api/v1/namespaces", { metadata: { name: namespace } });
  });

  afterAll(async () => {
    kubelet.close();
    for (const path of [`namespaces/${namespace}`, `nodes/${node}`]) {
      await client.send({ method: "DELETE", path: `/api/v1/${path}`, signal });
    }
    client.close();
    limited.close();
    door.closeAllConnections();
    door.close();
    await registry.close();
  });

  function create(path: string, body: object): Promise<unknown> {
    const content = JSON.stringify(body);
    return client.send({
      method: "POST",
      path,
      body: { type: "application/json", content },
      signal,
    });
  }

  function run(name: string, tag: string): Promise<unknown> {
    const containers = [{ name: "web", image: `acme/web:${tag}` }];
    const spec = { nodeName: node, containers };
    return create(`/api/v1/namespaces/${namespace}/pods`, { metadata: { name }, spec });
  }

  function read(pod: string, by = client): Promise<PodLogs> {
    const of = { name: "logs", namespace, pod, container: "web" } as const;
    return readPodLogs(of, { client: by, signal });
  }

  it("are the lines of what runs, with the pod's events", async () => {
    await run("fine", "1.0");
    await vi.waitFor(async () => {
      expect(await read("fine")).toMatchObject({
        runs: [{ run: "current", text: expect.stringContaining("listening"), unread: null }],
        events: expect.arrayContaining([expect.objectContaining({ reason: "Started" })]),
      });
    }, patience);
  });

  it("are those of the run that ended, where it crashes", async () => {
    await run("crashing", "1.1");
    await vi.waitFor(async () => {
      const logs = await read("crashing");
      const runs = logs.state === "read" ? logs.runs : [];
      expect(runs[0]).toMatchObject({ run: "previous", unread: null });
      expect(runs[0]?.text).toContain("FATAL no database address");
    }, patience);
  });

  it("are none where the image cannot be pulled, which is said", async () => {
    await run("missing", "2.0");
    await vi.waitFor(async () => {
      expect(await read("missing")).toMatchObject({
        state: "read",
        runs: [{ text: "", unread: expect.stringMatching(/waiting to start: .*pull/) }],
        events: expect.arrayContaining([expect.objectContaining({ warning: true })]),
      });
    }, patience);
  });

  it("are gone with the pod, and refused without the right", async () => {
    expect(await read("nobody")).toEqual({ state: "gone" });
    expect(await read("fine", limited)).toEqual({ state: "no-right" });
  });
});
