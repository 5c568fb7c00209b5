import { createHash, generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { once } from "node:events";
import { gzipSync } from "node:zlib";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";

import { KnownState } from "#agent/stream/known-state.ts";
import { agentSubprotocol, snapshotText } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";
import type { Store } from "#ports/store/store.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { workload } from "#test/observed-workload.ts";
import { delta, epoch, snapshot } from "#test/sent-state.ts";

import { startGateway } from "./server.ts";
import type { Gateway } from "./server.ts";
import { TestPeer } from "./test-peer.ts";
import type { PeerOptions } from "./test-peer.ts";
import { defaultTuning } from "./tuning.ts";
import type { Tuning } from "./tuning.ts";

const clock = { now: () => new Date() };
const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };
const url = "https://gateway.acme.test";

let world: TestStore;
let organizationId: string;
let clusterId: string;
let privateKey: KeyObject;
let gateway: Gateway;
let isAway: boolean;
let peers: TestPeer[];

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

beforeEach(async () => {
  isAway = false;
  peers = [];
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  const row = { name: "dev", environment: "dev", position: 0, createdAt: clock.now() };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...row }),
  );
  gateway = await open();
});

afterEach(async () => {
  for (const peer of peers) peer.ws.terminate();
  await gateway.close();
});

/** A store that can be told to be away, as one is whose database does not answer. */
function fallibleStore(): Store {
  const { store } = world;
  return {
    ...store,
    record: (id, work) =>
      isAway
        ? Promise.reject(new DomainError("unavailable", "The database does not answer."))
        : store.record(id, work),
  };
}

function open(tuning: Partial<Tuning> = {}): Promise<Gateway> {
  const all = { ...defaultTuning, pollMs: 200, retryMs: 10, ...tuning };
  const ctx = {
    store: fallibleStore(),
    bus: world.bus,
    clock,
    ids,
    log: () => {},
    url,
    tuning: all,
  };
  return startGateway(ctx, { port: 0, host: "127.0.0.1" });
}

async function post(body: string): Promise<{ status: number; body: unknown }> {
  const address = `http://127.0.0.1:${gateway.port}/agent/v1/enrol`;
  const answer = await fetch(address, { method: "POST", body });
  return { status: answer.status, body: await answer.json() };
}

async function newToken(expiresInMs = 60_000): Promise<string> {
  const token = ids.secret();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + expiresInMs);
  const row = { id: randomUUID(), clusterId, hash: hashToken(token), createdAt, expiresAt };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  return token;
}

function newKey(): string {
  const pair = generateKeyPairSync("ed25519");
  privateKey = pair.privateKey;
  return pair.publicKey.export({ type: "spki", format: "der" }).toString("base64url");
}

async function enrol(): Promise<void> {
  const answer = await post(JSON.stringify({ token: await newToken(), publicKey: newKey() }));
  expect(answer.status).toBe(201);
}

function dial(process: Pick<PeerOptions, "instanceId" | "hello"> = {}): TestPeer {
  const way = { port: gateway.port, clusterId, origin: url, privateKey };
  const peer = new TestPeer({ ...way, ...process });
  peers.push(peer);
  return peer;
}

async function connect(process: Parameters<typeof dial>[0] = {}): Promise<TestPeer> {
  const peer = dial(process);
  peer.prove(await peer.introduce());
  expect(await peer.next()).toMatchObject({ type: "welcome" });
  return peer;
}

async function stored(): Promise<readonly string[]> {
  const rows = await world.store.read(organizationId, (tx) => tx.workloads({ clusterId }));
  return rows.map(({ observed }) => observed.uid).sort();
}

describe("a handshake", () => {
  beforeEach(enrol);

  it("refuses a signature of another key", async () => {
    const peer = dial();
    peer.prove(await peer.introduce(), { key: generateKeyPairSync("ed25519").privateKey });
    expect(await peer.next()).toMatchObject({ type: "refused", reason: "unauthenticated" });
    expect(await peer.next()).toBe("closed");
  });

  it("refuses the signature of another connection's nonce", async () => {
    const first = dial();
    const nonce = await first.introduce();
    const second = dial();
    await second.introduce();
    second.prove(nonce);
    expect(await second.next()).toMatchObject({ type: "refused", reason: "unauthenticated" });
  });

  it("refuses another generation of the key", async () => {
    const peer = dial();
    peer.prove(await peer.introduce(2), { generation: 2 });
    expect(await peer.next()).toMatchObject({ type: "refused", reason: "unauthenticated" });
  });

  it("refuses a cluster that does not exist", async () => {
    clusterId = randomUUID();
    const peer = dial();
    peer.prove(await peer.introduce());
    expect(await peer.next()).toMatchObject({ type: "refused", reason: "unauthenticated" });
  });

  it("does not wait for ever", async () => {
    await gateway.close();
    gateway = await open({ handshakeMs: 20 });
    expect(await dial().next()).toMatchObject({ type: "refused", reason: "timeout" });
  });

  it("has to begin with a hello", async () => {
    const peer = dial();
    await once(peer.ws, "open");
    peer.send({ type: "heartbeat", watches: [] });
    expect(await peer.next()).toMatchObject({ type: "refused", reason: "malformed" });
  });

  it.each([
    ["another path", "/agent/v1/other", agentSubprotocol, 404],
    ["another protocol", "/agent/v1/connect", "agent.v0", 400],
  ])("is not offered on %s", async (_what, path, protocol, status) => {
    const ws = new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, protocol);
    const [error] = await once(ws, "error");
    expect(String(error)).toContain(String(status));
  });
});

describe("a connection", () => {
  beforeEach(enrol);

  it("stores a snapshot as a whole and acknowledges it when it is stored", async () => {
    const peer = await connect();
    snapshot(peer, "a", "b");
    expect(await peer.next()).toEqual({ type: "ack", epoch, seq: 0 });
    expect(await stored()).toEqual(["a", "b"]);
    snapshot(peer, "b");
    expect(await peer.next()).toEqual({ type: "ack", epoch, seq: 0 });
    expect(await stored()).toEqual(["b"]);
  });

  it("goes on from the stored cursor after a new connection", async () => {
    const first = await connect();
    snapshot(first, "a");
    await first.next();
    delta(first, 1, { ups: ["b"] });
    await first.next();
    const second = dial();
    second.prove(await second.introduce());
    expect(await second.next()).toMatchObject({ type: "welcome", cursor: { epoch, seq: 1 } });
    delta(second, 1, { ups: ["b"] });
    delta(second, 2, { dels: ["a"] });
    await vi.waitFor(async () => expect(await stored()).toEqual(["b"]));
  });

  it.each([
    ["a delta is missing", (peer: TestPeer) => delta(peer, 2, { ups: ["b"] })],
    [
      "the snapshot lacks an object",
      (peer: TestPeer) => {
        peer.send({ type: "snapBegin", epoch });
        peer.send({ type: "snapEnd", epoch, count: 1, digest: "0".repeat(64) });
      },
    ],
    ["a frame is no JSON", (peer: TestPeer) => peer.ws.send("{")],
    ["a frame is of no known type", (peer: TestPeer) => peer.ws.send('{"type":"shell"}')],
    ["gzip unfolds to too much", (peer: TestPeer) => peer.ws.send(gzipSync("x".repeat(300_000)))],
    ["a handshake begins anew", (peer: TestPeer) => peer.send({ type: "proof", signature: "" })],
  ])("ends when %s, and harms nobody else", async (_what, send) => {
    const peer = await connect();
    snapshot(peer, "a");
    await peer.next();
    send(peer);
    expect(await peer.next()).toMatchObject({ type: "refused", reason: "malformed" });
    expect(await peer.next()).toBe("closed");
    expect(await stored()).toEqual(["a"]);
    snapshot(await connect(), "c");
    await vi.waitFor(async () => expect(await stored()).toEqual(["c"]));
  });

  it("is kicked by a newer one, and stores nothing any more", async () => {
    const first = await connect();
    await connect();
    expect(await first.next()).toEqual({ type: "kicked", reason: "replaced" });
    expect(await first.next()).toBe("closed");
  });

  it("keeps its place when an older one of the same process arrives late", async () => {
    const instanceId = randomUUID();
    const late = dial({ instanceId, hello: { attempt: 1 } });
    const nonce = await late.introduce();
    const standing = await connect({ instanceId, hello: { attempt: 2 } });
    late.prove(nonce);
    expect(await late.next()).toEqual({ type: "kicked", reason: "replaced" });
    expect(await late.next()).toBe("closed");
    snapshot(standing, "a");
    expect(await standing.next()).toMatchObject({ type: "ack" });
  });

  it("is told what is stored, and need not tell it again", async () => {
    snapshot(await connect(), "a", "b", "c");
    await vi.waitFor(async () => expect(await stored()).toEqual(["a", "b", "c"]));
    const peer = await connect();
    peer.send({ type: "recall" });
    const recalled = await peer.next();
    if (recalled === "closed" || recalled.type !== "recalled") throw new Error("nothing recalled");
    const known = new KnownState(Buffer.from(recalled.marks, "base64"));
    const items = ["b", "c", "d"].map((uid) => workload({ uid, name: uid }));
    expect(items.map((item) => known.has(item))).toEqual([true, true, false]);
    const digest = createHash("sha256")
      .update(snapshotText(["b", "c", "d"]))
      .digest("hex");
    peer.send({ type: "snapBegin", epoch });
    peer.send({ type: "snapChunk", epoch, items: items.slice(2) });
    peer.send({ type: "snapEnd", epoch, count: 3, digest, same: known.same });
    expect(await peer.next()).toMatchObject({ type: "ack", seq: 0 });
    expect(await stored()).toEqual(["b", "c", "d"]);
  });

  it("is kicked when the agent is enrolled anew", async () => {
    const peer = await connect();
    await enrol();
    expect(await peer.next()).toEqual({ type: "kicked", reason: "removed" });
  });

  it("waits while the database is away, and loses nothing", async () => {
    const peer = await connect();
    snapshot(peer, "a");
    await peer.next();
    isAway = true;
    for (let seq = 1; seq <= 300; seq += 1) delta(peer, seq, { ups: [`w${seq % 7}`] });
    isAway = false;
    let acked = 0;
    while (acked < 300) {
      const frame = await peer.next();
      if (frame === "closed" || frame.type !== "ack")
        throw new Error(`not an ack: ${JSON.stringify(frame)}`);
      acked = frame.seq;
    }
    expect(await stored()).toEqual(["a", "w0", "w1", "w2", "w3", "w4", "w5", "w6"]);
  });

  it("is ended when the agent falls silent", async () => {
    await gateway.close();
    gateway = await open({ pingMs: 10, deadMs: 50 });
    const peer = await connect();
    peer.ws.pause();
    await vi.waitFor(async () => {
      const row = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
      expect(row?.connected).toBe(false);
    });
  });

  it("brings commands in order, and none that is too late", async () => {
    const late = randomUUID();
    const [one, two] = [randomUUID(), randomUUID()];
    const createdAt = clock.now();
    const notAfter = new Date(createdAt.getTime() + 60_000);
    await world.store.record(organizationId, async (tx) => {
      const command = { clusterId, type: "relist", payload: {}, createdAt } as const;
      await tx.addCommand({ ...command, id: late, notAfter: new Date(createdAt.getTime() - 1) });
      await tx.addCommand({ ...command, id: one, notAfter });
      await tx.addCommand({ ...command, id: two, notAfter });
    });
    const peer = await connect();
    expect([await peer.next(), await peer.next()]).toMatchObject([
      { type: "command", id: one },
      { type: "command", id: two },
    ]);
    peer.send({ type: "commandResult", id: one, ok: true, message: "done", sync: null });
    await vi.waitFor(async () => {
      const open = await world.store.read(organizationId, (tx) =>
        tx.openCommands(clusterId, clock.now()),
      );
      expect(open.map(({ id }) => id)).toEqual([two]);
    });
  });

  it("names the kinds that the organization calls workloads, and names them anew when they change", async () => {
    const bakery = { group: "example.org", kind: "Bakery", podTemplate: "spec.template" };
    const write = (name: "addCustomWorkloadKind" | "removeCustomWorkloadKind") =>
      world.store.write(organizationId, intent(), async (tx) => void (await tx[name](bakery)));
    await write("addCustomWorkloadKind");
    const peer = dial();
    peer.prove(await peer.introduce());
    expect(await peer.next()).toMatchObject({ type: "welcome", ownKinds: [bakery] });
    await write("removeCustomWorkloadKind");
    expect(await peer.next()).toEqual({ type: "welcome", cursor: null, ownKinds: [] });
    await write("addCustomWorkloadKind");
    expect(await peer.next()).toEqual({ type: "welcome", cursor: null, ownKinds: [bakery] });
  });

  it("brings content in chunks, and says what it does not have", async () => {
    const content = randomBytes(300_000);
    const digest = createHash("sha256").update(content).digest("hex");
    await world.store.record(organizationId, (tx) => tx.putBundle(digest, content));
    const peer = await connect();
    peer.send({ type: "contentRequest", digest });
    const chunks: Buffer[] = [];
    for (let isLast = false; !isLast;) {
      const frame = await peer.next();
      if (frame === "closed" || frame.type !== "content") throw new Error("not content");
      expect(frame.index).toBe(chunks.length);
      chunks.push(Buffer.from(frame.data ?? "", "base64"));
      isLast = frame.last;
    }
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
    peer.send({ type: "contentRequest", digest: "0".repeat(64) });
    expect(await peer.next()).toMatchObject({ type: "content", last: true, data: null });
  });

  it("is one of a limited number", async () => {
    await gateway.close();
    gateway = await open({ connections: 1 });
    await connect();
    const ws = new WebSocket(`ws://127.0.0.1:${gateway.port}/agent/v1/connect`, agentSubprotocol);
    const [error] = await once(ws, "error");
    expect(String(error)).toContain("503");
  });

  it("is sent elsewhere when the gateway ends", async () => {
    const peer = await connect();
    await gateway.close();
    expect(await peer.next()).toEqual({ type: "kicked", reason: "draining" });
    const row = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
    expect(row?.connected).toBe(false);
  });
});

it("says that it is alive", async () => {
  expect((await fetch(`http://127.0.0.1:${gateway.port}/healthz`)).status).toBe(200);
});
