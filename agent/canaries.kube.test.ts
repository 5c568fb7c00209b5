import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { z } from "zod";

import { createLog } from "#contracts/log.ts";
import {
  canary,
  canaryContainer,
  canaryManifests,
  canaryObject,
  canaryTemplate,
  canaryWorkload,
  quotingPolicy,
  song,
} from "#test/builders/canary-objects.ts";
import { RecordingGateway } from "#test/builders/recording-gateway.ts";
import { holdPort } from "#tools/net/free-port.ts";

import { readConfig } from "./config.ts";
import { createKubeClient } from "./kube/kube-client.ts";
import type { KubeClient } from "./kube/kube-client.ts";
import { runAgent } from "./runtime.ts";

const controlPlane = inject("controlPlane");
const { signal } = new AbortController();
const patience = { timeout: 40_000, interval: 100 };

const namespace = `canaries-${randomUUID().slice(0, 8)}`;
const { policyName, policy, binding } = quotingPolicy(namespace);
const Pods = z.object({
  items: z.array(z.object({ metadata: z.object({ name: z.string(), uid: z.string() }) })),
});
const Made = z.object({ metadata: z.object({ uid: z.string(), name: z.string() }) });

describe.skipIf(controlPlane === null)("what leaves a cluster", { timeout: 180_000 }, () => {
  const gateway = new RecordingGateway();
  const logged: string[] = [];
  const stop = new AbortController();
  let client: KubeClient;
  let folder: string;
  let health: string;
  let agent: Promise<void>;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "canaries-"));
    client = createKubeClient({
      server: new URL(controlPlane?.server ?? ""),
      credentials: () =>
        Promise.resolve({
          authorization: `Bearer ${controlPlane?.token ?? ""}`,
          ca: controlPlane?.ca,
        }),
    });
    await fillCluster();
    const held = await holdPort(0);
    await held?.release();
    health = `http://127.0.0.1:${held?.port ?? 0}`;
    agent = runAgent({
      config: readConfig({
        NODE_ENV: "test",
        STAGECOACH_GATEWAY: await gateway.open(),
        STAGECOACH_ENROLMENT_TOKEN: randomUUID(),
        STAGECOACH_STATE_DIR: path.join(folder, "state"),
        STAGECOACH_HEALTH_PORT: String(held?.port ?? 0),
        STAGECOACH_POD_NAMESPACE: namespace,
        LOG_LEVEL: "debug",
        KUBECONFIG: controlPlane?.kubeconfig ?? "",
      }),
      env: { NODE_ENV: "test" },
      log: createLog({
        least: "debug",
        now: () => new Date().toISOString(),
        write: (line) => logged.push(line),
      }),
      ready: () => {},
      signal: stop.signal,
    });
    agent.catch((error: unknown) => logged.push(String(error)));
  });

  afterAll(async () => {
    stop.abort();
    await agent.catch(() => undefined);
    gateway.close();
    const policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolic";
    await remove(`${policies}ybindings/${policyName}`).catch(() => undefined);
    await remove(`${policies}ies/${policyName}`).catch(() => undefined);
    await remove(`/api/v1/namespaces/${namespace}`).catch(() => undefined);
    client.close();
    await rm(folder, { recursive: true, force: true });
  });

  function send(method: "POST" | "PATCH", place: string, body: object): Promise<unknown> {
    const type = method === "POST" ? "application/json" : "application/merge-patch+json";
    const content = JSON.stringify(body);
    return client.send({ method, path: place, body: { type, content }, signal });
  }

  function remove(place: string): Promise<unknown> {
    return client.send({ method: "DELETE", path: place, signal });
  }

  async function fillCluster(): Promise<void> {
    const core = `/api/v1/namespaces/${namespace}`;
    const apps = `/apis/apps/v1/namespaces/${namespace}`;
    const batch = `/apis/batch/v1/namespaces/${namespace}`;
    const admission = "/apis/admissionregistration.k8s.io/v1";
    await send("POST", "/api/v1/namespaces", { metadata: { name: namespace } });
    await send("POST", `${admission}/validatingadmissionpolicies`, policy);
    await send("POST", `${admission}/validatingadmissionpolicybindings`, binding);
    const data = { config: canary("config-map"), taken: canary("config-map-taken") };
    await send("POST", `${core}/configmaps`, { metadata: { name: "config" }, data });
    const stringData = { token: canary("secret") };
    await send("POST", `${core}/secrets`, { metadata: { name: "keys" }, stringData });
    await untilDenied(`${apps}/deployments`);
    await send(
      "POST",
      `${apps}/deployments`,
      canaryWorkload({ namespace, kind: "Deployment", name: "web" }),
    );
    await send(
      "POST",
      `${apps}/statefulsets`,
      canaryWorkload({ namespace, kind: "StatefulSet", name: "denied-set" }, { serviceName: "s" }),
    );
    await send(
      "POST",
      `${apps}/daemonsets`,
      canaryWorkload({ namespace, kind: "DaemonSet", name: "each" }),
    );
    const job = {
      template: {
        ...canaryTemplate("job"),
        spec: { containers: [canaryContainer], restartPolicy: "Never" },
      },
    };
    await send("POST", `${batch}/jobs`, {
      ...canaryObject({ namespace, kind: "Job", name: "job" }, job),
      apiVersion: "batch/v1",
    });
    const cron = { schedule: "0 0 1 1 *", jobTemplate: { spec: job } };
    await send("POST", `${batch}/cronjobs`, {
      ...canaryObject({ namespace, kind: "CronJob", name: "cron" }, cron),
      apiVersion: "batch/v1",
    });
    await breakPods(core);
  }

  /** A policy holds once the API server has read it. */
  async function untilDenied(place: string): Promise<void> {
    await vi.waitFor(
      () =>
        expect(
          send(
            "POST",
            `${place}?dryRun=All`,
            canaryWorkload({ namespace, kind: "Deployment", name: "denied" }),
          ),
        ).rejects.toThrow(canary("env")),
      patience,
    );
  }

  /** There is no kubelet: the pods of the Deployment get the status that one would write, and its events. */
  async function breakPods(core: string): Promise<void> {
    const query = { labelSelector: "app in (web, job)" };
    const pods = await vi.waitFor(async () => {
      const found = Pods.parse(await client.send({ path: `${core}/pods`, query, signal }));
      expect(found.items.length).toBe(2);
      return found.items;
    }, patience);
    const terminated = {
      exitCode: 1,
      reason: "Error",
      message: `starting\n${canary("last-log-line")}`,
      containerID: "containerd://1",
    };
    const starting = `failed to create containerd task: exec: "${canary("command")}": not found`;
    const states = [
      {
        state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 10s" } },
        lastState: { terminated },
      },
      { state: { waiting: { reason: "CreateContainerError", message: starting } }, lastState: {} },
    ];
    for (const [index, { metadata }] of pods.entries()) {
      const status = {
        name: "web",
        image: canaryContainer.image,
        imageID: "",
        ready: false,
        restartCount: 3,
        ...states[index],
      };
      await send("PATCH", `${core}/pods/${metadata.name}/status`, {
        status: { phase: "Running", containerStatuses: [status] },
      });
      await warn(
        core,
        metadata,
        "Unhealthy",
        `Liveness probe failed: ${canary("probe")} refused\n`,
      );
      await warn(core, metadata, "Failed", `Error: exec: "${canary("args")}": not found`);
    }
    const unready = await send("POST", `${core}/pods`, {
      metadata: { name: "unready", labels: { app: "unready" } },
      spec: { containers: [canaryContainer] },
    });
    const status = {
      name: "web",
      image: canaryContainer.image,
      imageID: "",
      ready: false,
      restartCount: 0,
    };
    await send("PATCH", `${core}/pods/unready/status`, {
      status: {
        phase: "Running",
        containerStatuses: [
          { ...status, state: { running: { startedAt: "2026-01-01T00:00:00Z" } } },
        ],
      },
    });
    const { metadata } = Made.parse(unready);
    await warn(core, metadata, "Unhealthy", `Readiness probe failed: ${canary("probe")} refused\n`);
  }

  async function warn(
    core: string,
    pod: { readonly name: string; readonly uid: string },
    reason: string,
    message: string,
  ): Promise<void> {
    await send("POST", `${core}/events`, {
      metadata: { generateName: `${pod.name}.` },
      involvedObject: {
        kind: "Pod",
        namespace,
        ...pod,
        fieldPath: "spec.containers{web}",
      },
      type: "Warning",
      reason,
      message,
      lastTimestamp: new Date().toISOString(),
    });
  }

  function leaving(): string {
    // This agent was given the right to read logs, so the last line of one is among its words.
    const text = [...gateway.received, ...logged].join("\n");
    return text.replaceAll(canary("last-log-line"), "");
  }

  function told(name: string) {
    return gateway.frames
      .flatMap((frame) =>
        frame.type === "delta" ? frame.ups : frame.type === "snapChunk" ? frame.items : [],
      )
      .findLast((item) => item.namespace === namespace && item.name === name);
  }

  it("is no value of it, whatever the agent observes, is told to do, or says of itself", async () => {
    await vi.waitFor(() => {
      expect(told("unready")?.pods[0]?.containers[0]?.message).toMatch(/probe failed/);
      expect(JSON.stringify(told("web")?.pods)).toMatch(/CrashLoopBackOff|CreateContainerError/);
      expect(JSON.stringify(told("denied-set")?.conditions)).toMatch(
        /the password .* is too short/,
      );
      expect(JSON.stringify([told("web"), told("job")])).toContain(canary("last-log-line"));
      for (const name of ["each", "job", "cron"]) expect(told(name)).toBeDefined();
    }, patience);

    const digest = gateway.offer(canaryManifests(namespace));
    const work = { revision: "0123abcd", root: "live", digest };
    const diff = gateway.command({ name: "diff", ...work });
    await vi.waitFor(() => expect(gateway.results(diff).length).toBe(1), patience);
    const differs = JSON.stringify(gateway.results(diff)[0]?.diff);
    expect(differs).toContain("the password");
    expect(differs).toContain('"hidden":true');
    const sync = gateway.command({
      name: "sync",
      ...work,
      consents: [],
      forced: [],
      thorough: false,
    });
    await vi.waitFor(() => expect(gateway.results(sync).length).toBeGreaterThan(0), patience);
    const [outcome] = gateway.results(sync);
    expect(outcome?.sync?.objects.map(({ state }) => state)).toEqual(
      expect.arrayContaining(["admission", "invalid", "conflict"]),
    );
    const [{ name: pod } = { name: "" }] = told("web")?.pods ?? [];
    const logs = gateway.command({ name: "logs", namespace, pod, container: "web" });
    await vi.waitFor(() => expect(gateway.results(logs).length).toBe(1), patience);
    // What the probe printed was asked for, and nothing else was.
    const read = JSON.stringify(gateway.results(logs)[0]?.logs);
    expect(read).toContain(canary("probe"));
    expect(read.replaceAll(canary("probe"), "")).not.toContain(song);
    gateway.forget(logs);
    gateway.command({ name: "relist" });
    const metrics = await (await fetch(`${health}/metrics`)).text();

    const said = new Set(logged.map((line) => JSON.parse(line).message));
    const lines = ["enrolled", "connected to the gateway", "command", "watch pauses"];
    expect(said).toEqual(new Set(lines));
    expect(leaving()).not.toMatch(new RegExp(song, "i"));
    expect(metrics).not.toMatch(new RegExp(song, "i"));
    for (const shift of ["", "x", "xx"]) {
      const packed = Buffer.from(`${shift}${song}`).toString("base64").slice(4, 8);
      expect(leaving()).not.toContain(packed);
    }
  });
});
