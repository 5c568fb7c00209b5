import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";

import { kubeconfig } from "#sandbox/clusters/kubeconfig.ts";
import { listen } from "#sandbox/http/listen.ts";
import { createSimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import type { SimulatedCluster } from "#sandbox/kubernetes/simulated-cluster.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

const Ready = z.object({ ready: z.literal(true), port: z.number().optional() });

let world: TestStore;
let organizationId: string;
let clusterId: string;
let folder: string;
let cluster: SimulatedCluster;
let api: Server;
let server: string;
let processes: ChildProcess[];

beforeAll(async () => {
  world = await openTestStore();
  processes = [];
  ({ id: organizationId } = await world.addOrganization("acme"));
  clusterId = randomUUID();
  const row = { name: "dev", environment: "dev", position: 0, createdAt: new Date() };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...row }),
  );
  folder = await mkdtemp(path.join(tmpdir(), "agent-"));
  cluster = createSimulatedCluster({ name: "dev", now: () => new Date(), newUid: randomUUID });
  api = createServer((request, response) => cluster.handle(request, response, request.url ?? ""));
  server = `http://127.0.0.1:${await listen(api, 0)}`;
  const config = kubeconfig({ name: "dev", server, token: "any" });
  await writeFile(path.join(folder, "kubeconfig"), config);
});

afterAll(async () => {
  for (const child of processes) child.kill("SIGKILL");
  cluster.close();
  api.closeAllConnections();
  api.close();
  await rm(folder, { recursive: true });
  await world.close();
});

/** Starts a program and waits for its ready line. */
async function start(program: string, env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [program], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  processes.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = Ready.safeParse(JSON.parse(line));
    if (!ready.success) continue;
    child.stdout.resume();
    return { child, port: ready.data.port ?? 0 };
  }
  throw new Error(`${program} ended before it was ready.`);
}

function startGateway(port: number) {
  return start("workers/gateway/main.ts", {
    DATABASE_URL: world.appUrl,
    GATEWAY_PORT: String(port),
    GATEWAY_HOST: "127.0.0.1",
    GATEWAY_URL: "https://gateway.acme.test",
  });
}

async function newToken(): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 60_000);
  const row = { id: randomUUID(), clusterId, hash: hashToken(token), createdAt, expiresAt };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  return token;
}

async function addPod(name: string): Promise<void> {
  const containers = [{ name: "web", image: "registry.acme.test/web:1" }];
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { containers } };
  const answer = await fetch(`${server}/api/v1/namespaces/default/pods`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(pod),
  });
  expect(answer.status).toBe(201);
}

function eventuallyStored(names: readonly string[]): Promise<void> {
  return vi.waitFor(
    async () => {
      const rows = await world.store.read(organizationId, (tx) => tx.workloads({ clusterId }));
      expect(rows.map(({ observed }) => observed.name).sort()).toEqual(names);
    },
    { timeout: 15_000, interval: 50 },
  );
}

describe("the programs", () => {
  it("find each other again after the gateway was killed, and end when asked", async () => {
    await addPod("a");
    const first = await startGateway(0);
    const agent = await start("agent/main.ts", {
      STAGECOACH_GATEWAY: `http://127.0.0.1:${first.port}`,
      STAGECOACH_ENROLMENT_TOKEN: await newToken(),
      STAGECOACH_STATE_DIR: path.join(folder, "state"),
      KUBECONFIG: path.join(folder, "kubeconfig"),
    });
    await eventuallyStored(["a"]);
    expect((await stat(path.join(folder, "state", "identity.json"))).mode & 0o777).toBe(0o600);

    first.child.kill("SIGKILL");
    await once(first.child, "exit");
    await addPod("b");
    const second = await startGateway(first.port);
    await eventuallyStored(["a", "b"]);

    agent.child.kill("SIGTERM");
    expect(await once(agent.child, "exit")).toEqual([0, null]);
    await vi.waitFor(async () => {
      const row = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
      expect(row?.connected).toBe(false);
    });
    second.child.kill("SIGTERM");
    expect(await once(second.child, "exit")).toEqual([0, null]);
  });
});
