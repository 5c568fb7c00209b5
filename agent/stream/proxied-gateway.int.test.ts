import { randomBytes, randomUUID } from "node:crypto";
import { connect } from "node:net";
import tls from "node:tls";

import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";

import { enrol } from "#agent/identity/enrol.ts";
import { KeyRing } from "#agent/identity/key-ring.ts";
import { KeyRotation } from "#agent/identity/key-rotation.ts";
import { ChangeFeed } from "#agent/state/change-feed.ts";
import { listen } from "#sandbox/http/listen.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { startConnectProxy } from "#test/connect-proxy.ts";
import type { ConnectProxy } from "#test/connect-proxy.ts";
import { TlsAuthority } from "#test/tls-authority.ts";
import { startGateway } from "#workers/gateway/server.ts";
import { defaultTuning } from "#workers/gateway/tuning.ts";

import { DeltaLog } from "./delta-log.ts";
import { createGatewayAgent } from "./gateway-agent.ts";
import { GatewayStream } from "./gateway-stream.ts";
import { StatePump } from "./state-pump.ts";
import { defaultStreamTuning } from "./stream-tuning.ts";

const host = "gateway.acme.test";
const clock = { now: () => new Date() };
const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };

let world: TestStore;
let authority: TlsAuthority;
let closing: (() => void | Promise<void>)[];
let organizationId: string;
let clusterId: string;
/** The gateway's TLS, which alone is reached from outside. */
let port: number;

beforeAll(async () => {
  world = await openTestStore();
  authority = new TlsAuthority();
});
afterAll(async () => {
  authority.remove();
  await world.close();
});

beforeEach(async () => {
  closing = [];
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  const row = { name: "dev", environment: "dev", position: 0, createdAt: clock.now() };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...row }),
  );
  port = await startSecuredGateway(authority.issue(host));
});
afterEach(async () => {
  for (const close of closing.toReversed()) await close();
});

async function startSecuredGateway(certificate: { cert: string; key: string }): Promise<number> {
  const ctx = { store: world.store, bus: world.bus, clock, ids, log: () => {} };
  const url = `https://${host}`;
  const gateway = await startGateway(
    { ...ctx, url, tuning: defaultTuning },
    { port: 0, host: "127.0.0.1" },
  );
  const secured = tls.createServer(certificate, (socket) => {
    const inner = connect(gateway.port, "127.0.0.1");
    for (const each of [socket, inner]) each.on("error", () => each.destroy());
    socket.pipe(inner).pipe(socket);
  });
  closing.push(() => gateway.close());
  closing.push(() => void secured.close());
  return listen(secured, 0);
}

async function proxyWith(user?: string): Promise<ConnectProxy> {
  const proxy = await startConnectProxy({ port, ...(user !== undefined && { user }) });
  closing.push(() => proxy.close());
  return proxy;
}

async function newToken(): Promise<string> {
  const token = ids.secret();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + 60_000);
  const row = { id: randomUUID(), clusterId, hash: hashToken(token), createdAt, expiresAt };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  return token;
}

/** Enrols an agent and connects it, with these variables in its environment. */
async function arrive(env: Record<string, string>, url = `https://${host}`): Promise<void> {
  const way = { url, caFile: authority.file, env: { NODE_ENV: "test" as const, ...env } };
  const agent = await createGatewayAgent(way);
  closing.push(() => agent.destroy());
  const token = await newToken();
  const identity = await enrol({ gateway: url, token, agent, clusterUid: undefined });
  const keys = new KeyRing(identity, { load: async () => identity, save: async () => {} });
  const end = new AbortController();
  const feed = new ChangeFeed({ uids: () => [], observe: () => null });
  const instanceId = randomUUID();
  const stream = new GatewayStream({
    url,
    agent,
    keys,
    rotation: new KeyRotation({ keys, log: () => {} }),
    introduce: () => ({
      instanceId,
      agentVersion: "0.1.0",
      kubernetesVersion: "v1.35.0",
      missingRights: [],
      capabilities: [],
    }),
    pump: new StatePump({ feed, log: new DeltaLog(1024) }),
    acknowledged: () => {},
    command: () => {},
    heartbeat: () => ({ type: "heartbeat", watches: [] }),
    ownKinds: () => Promise.resolve(),
    misunderstood: () => {},
    tuning: { ...defaultStreamTuning, backoffMs: 10, longestBackoffMs: 50 },
    log: () => {},
  });
  const running = stream.run(end.signal);
  closing.push(() => end.abort());
  await vi.waitFor(async () => {
    const cluster = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
    expect(cluster).toMatchObject({ connected: true, agentVersion: "0.1.0" });
  });
  end.abort();
  await running;
}

it("is enrolled with and connected to through a proxy, by a private authority", async () => {
  const proxy = await proxyWith();
  await arrive({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` });
  expect(new Set(proxy.asked)).toEqual(new Set([`${host}:443`]));
  expect(proxy.asked.length).toBeGreaterThan(1);
});

it("is reached through a proxy that wants a user and a password", async () => {
  const proxy = await proxyWith("agent:p@ss word");
  await arrive({ HTTPS_PROXY: `http://agent:p%40ss%20word@127.0.0.1:${proxy.port}` });
  expect(proxy.asked.length).toBeGreaterThan(1);
});

it("is not reached where the proxy is not told them", async () => {
  const proxy = await proxyWith("agent:secret");
  await expect(arrive({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` })).rejects.toThrow();
  expect(proxy.asked).toEqual([]);
});

it.each(["localhost", "other.test,localhost", ".localhost", "*"])(
  "is dialled directly where NO_PROXY is %s",
  async (none) => {
    port = await startSecuredGateway(authority.issue("localhost"));
    const proxy = await proxyWith();
    const HTTPS_PROXY = `http://127.0.0.1:${proxy.port}`;
    await arrive({ HTTPS_PROXY, NO_PROXY: none }, `https://localhost:${port}`);
    expect(proxy.asked).toEqual([]);
  },
);

it.each(["other.test", "acme.test", "*.gateway.acme.test"])(
  "is dialled through the proxy where NO_PROXY is %s",
  async (none) => {
    const proxy = await proxyWith();
    await arrive({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: none });
    expect(proxy.asked.length).toBeGreaterThan(1);
  },
);
