import { generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { rotationText } from "#contracts/agent-key.ts";
import type { RotateKey } from "#contracts/agent-key.ts";
import type { AgentFrame } from "#contracts/agent-protocol.ts";
import { enrolAgent } from "#services/agent/enrol.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore, query } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

import { startGateway } from "./server.ts";
import type { Gateway } from "./server.ts";
import { TestPeer } from "./test-peer.ts";
import { defaultTuning } from "./tuning.ts";

const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };
const url = "https://gateway.acme.test";
const minuteMs = 60_000;

let passed = 0;
const clock = { now: () => new Date(Date.now() + passed) };

let world: TestStore;
let organizationId: string;
let clusterId: string;
let gateway: Gateway;
let peers: TestPeer[];

interface Key {
  readonly publicKey: string;
  readonly privateKey: KeyObject;
  readonly generation: number;
}
/** What the cluster enrolled with. */
let key: Key;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

beforeEach(async () => {
  passed = 0;
  peers = [];
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  const ctx = { store: world.store, clock, ids };
  // No bell but the lock's own may end a connection in time.
  const tuning = { ...defaultTuning, pollMs: 60_000 };
  gateway = await startGateway(
    { ...ctx, bus: world.bus, log: () => {}, url, tuning },
    { port: 0, host: "127.0.0.1" },
  );
  clusterId = await addCluster("dev");
  key = await enrol(clusterId);
});

afterEach(async () => {
  for (const peer of peers) peer.ws.terminate();
  await gateway.close();
});

async function addCluster(name: string): Promise<string> {
  const id = randomUUID();
  const row = { id, name, environment: "dev", position: 0, createdAt: clock.now() };
  await world.store.write(organizationId, intent(), (tx) => tx.createCluster(row));
  return id;
}

function newKey(generation: number): Key {
  const pair = generateKeyPairSync("ed25519");
  const publicKey = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64url");
  return { publicKey, privateKey: pair.privateKey, generation };
}

async function enrol(id: string, kubernetesUid?: string): Promise<Key> {
  const token = ids.secret();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + minuteMs);
  const row = { id: randomUUID(), clusterId: id, hash: hashToken(token), createdAt, expiresAt };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  const made = newKey(1);
  const request = {
    token,
    publicKey: made.publicKey,
    ...(kubernetesUid && { clusterUid: kubernetesUid }),
  };
  await enrolAgent({ ctx: { store: world.store, clock, ids }, request, gatewayUrl: url });
  return made;
}

type Hello = Partial<Extract<AgentFrame, { type: "hello" }>>;

/** Connects a process, and returns what the gateway says to its proof. */
async function attempt(by: Key, process: { instanceId?: string; hello?: Hello; id?: string } = {}) {
  const { id = clusterId, ...options } = process;
  const { privateKey, generation } = by;
  const way = { port: gateway.port, origin: url, clusterId: id, privateKey, ...options };
  const peer = new TestPeer(way);
  peers.push(peer);
  peer.prove(await peer.introduce(generation), { generation });
  return { peer, answer: await peer.next() };
}

async function connect(by: Key, process: Parameters<typeof attempt>[1] = {}): Promise<TestPeer> {
  const { peer, answer } = await attempt(by, process);
  expect(answer).toMatchObject({ type: "welcome", rotation: true });
  return peer;
}

function rotation(to: Key, id = clusterId): RotateKey {
  const { generation, publicKey, privateKey } = to;
  const text = rotationText({ clusterId: id, generation, publicKey });
  const signature = sign(null, Buffer.from(text), privateKey).toString("base64url");
  return { type: "rotateKey", generation, publicKey, signature };
}

async function rotate(peer: TestPeer, to: Key): Promise<void> {
  peer.send(rotation(to));
  expect(await peer.next()).toEqual({ type: "keyRotated", generation: to.generation });
}

async function events(): Promise<readonly string[]> {
  const database = new URL(world.superuserUrl);
  database.pathname = new URL(world.appUrl).pathname;
  const text =
    "SELECT event FROM audit_entry WHERE org_id = $1 AND event LIKE 'agent.%' ORDER BY seq";
  const rows = await query(database.href, text, [organizationId]);
  return rows.map((row) => String(row["event"]));
}

async function lockCause(): Promise<string | undefined> {
  const cluster = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
  return cluster?.key?.lock?.cause;
}

async function isElsewhere(): Promise<boolean | undefined> {
  const cluster = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
  return cluster?.key?.elsewhere;
}

describe("a rotation", () => {
  it("replaces the key, which is audited", async () => {
    const second = newKey(2);
    await rotate(await connect(key), second);
    await connect(second);
    expect(await events()).toEqual(["agent.enrolled", "agent.key-rotated"]);
  });

  it("may be followed by another on the same connection", async () => {
    const peer = await connect(key);
    const third = newKey(3);
    await rotate(peer, newKey(2));
    await rotate(peer, third);
    await connect(third);
  });

  it("may be asked for again by who did not hear the answer", async () => {
    const second = newKey(2);
    await rotate(await connect(key), second);
    await rotate(await connect(key), second);
    await connect(second);
    expect(await events()).toEqual(["agent.enrolled", "agent.key-rotated"]);
  });

  it("leaves the old key valid for ten minutes", async () => {
    await rotate(await connect(key), newKey(2));
    passed = 9 * minuteMs;
    await connect(key);
  });

  it.each([
    [
      "a key that did not sign it",
      () => ({ ...rotation(newKey(2)), publicKey: newKey(2).publicKey }),
    ],
    ["a key that signed it for another cluster", () => rotation(newKey(2), randomUUID())],
    ["no key", () => ({ ...rotation(newKey(2)), publicKey: "A".repeat(60) })],
    ["the key that is there", () => rotation({ ...key, generation: 2 })],
    ["a generation too far", () => rotation(newKey(3))],
  ])("is refused for %s, and harms nothing", async (_what, request) => {
    const peer = await connect(key);
    peer.send(request());
    expect(await peer.next()).toMatchObject({ type: "keyRefused" });
    await connect(key);
    expect(await events()).toEqual(["agent.enrolled"]);
  });

  it("is refused to who proved an older key than the newest", async () => {
    await rotate(await connect(key), newKey(2));
    const late = await connect(key);
    for (const generation of [2, 3]) {
      late.send(rotation(newKey(generation)));
      expect(await late.next()).toMatchObject({ type: "keyRefused" });
    }
  });

  it("binds the key to the cluster that is authenticated, whatever it is made out to", async () => {
    const other = await addCluster("prod");
    const otherKey = await enrol(other);
    const peer = await connect(key);
    const stolen = newKey(2);
    peer.send(rotation(stolen, other));
    expect(await peer.next()).toMatchObject({ type: "keyRefused" });
    peer.send(rotation(stolen));
    expect(await peer.next()).toMatchObject({ type: "keyRotated" });
    const { answer } = await attempt(stolen, { id: other });
    expect(answer).toMatchObject({ type: "refused", reason: "unauthenticated" });
    await connect(otherKey, { id: other });
  });

  it("does not happen on a connection that was replaced", async () => {
    const first = await connect(key);
    await connect(key);
    first.send(rotation(newKey(2)));
    expect(await first.next()).toEqual({ type: "kicked", reason: "replaced" });
    await connect(key);
    expect(await events()).toEqual(["agent.enrolled"]);
  });
});

describe("a copy of an agent", () => {
  it("locks the agent by its older key, and ends the connection within a second", async () => {
    const peer = await connect(key);
    await rotate(peer, newKey(2));
    passed = 11 * minuteMs;
    const { answer } = await attempt(key);
    const lockedAt = performance.now();
    expect(answer).toMatchObject({
      type: "refused",
      reason: "unauthenticated",
      message: expect.stringContaining("locked"),
    });
    expect(await peer.next()).toEqual({ type: "kicked", reason: "removed" });
    expect(performance.now() - lockedAt).toBeLessThan(1000);
    expect(await lockCause()).toBe("old-key");
    expect(await events()).toEqual(["agent.enrolled", "agent.key-rotated", "agent.locked"]);
  });

  it("is let in no more, nor is the original, until the agent is enrolled anew", async () => {
    const second = newKey(2);
    await rotate(await connect(key), second);
    passed = 11 * minuteMs;
    for (const each of [key, key, second]) {
      const { answer } = await attempt(each);
      expect(answer).toMatchObject({ message: expect.stringContaining("locked") });
    }
    expect((await events()).filter((event) => event === "agent.locked")).toHaveLength(1);
    const fresh = await enrol(clusterId);
    await connect(fresh);
    expect(await lockCause()).toBeUndefined();
    for (const each of [key, second]) {
      const { answer } = await attempt(each);
      expect(answer).toMatchObject({ message: expect.stringContaining("not known") });
    }
    expect(await lockCause()).toBeUndefined();
  });

  it("is told from an agent that is enrolled in a new cluster on purpose, which is said", async () => {
    await enrol(clusterId, "uid-1");
    expect(await isElsewhere()).toBe(false);
    await enrol(clusterId, "uid-1");
    expect(await isElsewhere()).toBe(false);
    const moved = await enrol(clusterId, "uid-2");
    expect(await isElsewhere()).toBe(true);
    await connect(moved, { hello: { kubernetesUid: "uid-2" } });
    expect(await lockCause()).toBeUndefined();
  });

  it("cannot be pretended by who has no key of the agent", async () => {
    await rotate(await connect(key), newKey(2));
    passed = 11 * minuteMs;
    const { answer } = await attempt(newKey(1));
    expect(answer).toMatchObject({ type: "refused", reason: "unauthenticated" });
    expect(await lockCause()).toBeUndefined();
  });

  it("locks the agent when both take turns", async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    for (const instanceId of [one, two, one, two]) await connect(key, { instanceId });
    const standing = peers.at(-1);
    const { answer } = await attempt(key, { instanceId: one });
    expect(answer).toMatchObject({ message: expect.stringContaining("locked") });
    expect(await standing?.next()).toMatchObject({ type: "kicked" });
    expect(await lockCause()).toBe("two-agents");
  });

  it("locks the agent when it works in two Kubernetes clusters", async () => {
    const first = { instanceId: randomUUID(), hello: { kubernetesUid: "uid-1" } };
    await connect(key, first);
    await connect(key, { hello: { kubernetesUid: "uid-2" } });
    expect(await isElsewhere()).toBe(true);
    expect(await lockCause()).toBeUndefined();
    const { answer } = await attempt(key, first);
    expect(answer).toMatchObject({ message: expect.stringContaining("locked") });
    expect(await lockCause()).toBe("other-cluster");
  });
});

describe("no copy is suspected", () => {
  it.each([
    ["a process that connects again and again", "AAAAAAAAAAAA"],
    ["processes that follow each other, as in a crash loop", "ABCDEFGHIJ"],
    ["a change of the leader with a late reconnect", "AABAB"],
    ["a rolling update of two replicas", "ABACD"],
  ])("in %s", async (_what, letters) => {
    const processes = new Map(letters.split("").map((letter) => [letter, randomUUID()]));
    for (const letter of letters.split(""))
      await connect(key, { instanceId: processes.get(letter) ?? "" });
    await vi.waitFor(async () => expect(await lockCause()).toBeUndefined());
  });
});
