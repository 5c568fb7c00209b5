import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { ChangeFeed } from "#agent/state/change-feed.ts";
import { DeltaLog } from "#agent/stream/delta-log.ts";
import { createGatewayAgent } from "#agent/stream/gateway-agent.ts";
import { GatewayStream } from "#agent/stream/gateway-stream.ts";
import { StatePump } from "#agent/stream/state-pump.ts";
import { defaultStreamTuning } from "#agent/stream/stream-tuning.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { Store } from "#ports/store/store.ts";
import { enrolAgent } from "#services/agent/enrol.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { startGateway } from "#workers/gateway/server.ts";
import type { Gateway } from "#workers/gateway/server.ts";
import { defaultTuning } from "#workers/gateway/tuning.ts";

import type { Identity, IdentityStore } from "./identity.ts";
import { KeyRing } from "./key-ring.ts";
import { KeyRotation, defaultRotationTuning } from "./key-rotation.ts";

const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };
const url = "https://gateway.acme.test";
const enoughMs = 60 * 60_000;

type Moment = "before" | "after";
/** Where something dies during a rotation: at the agent's first or second write, or at the server's commit. */
interface Fault {
  readonly write?: { readonly number: 1 | 2; readonly moment: Moment };
  readonly commit?: Moment;
}

let passed = 0;
const clock = { now: () => new Date(Date.now() + passed) };
let world: TestStore;
let organizationId: string;
let clusterId: string;
let gateway: Gateway;
let disk: Disk;
let commitFault: Moment | null;
let running: (() => Promise<void>)[];

/** A disk that outlives processes, and that one of them may die at. */
class Disk implements IdentityStore {
  saved: Identity;
  fault: Fault["write"] | null = null;
  die: () => void = () => {};
  #writes = 0;

  constructor(identity: Identity) {
    this.saved = identity;
  }

  load(): Promise<Identity> {
    return Promise.resolve(this.saved);
  }

  save(identity: Identity): Promise<void> {
    this.#writes += 1;
    const moment = this.fault?.number === this.#writes ? this.fault.moment : null;
    if (moment !== "before") this.saved = identity;
    if (moment === null) return Promise.resolve();
    this.die();
    return new Promise(() => {});
  }

  mend(): void {
    this.fault = null;
  }
}

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

beforeEach(async () => {
  passed = 0;
  commitFault = null;
  running = [];
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  const row = { name: "dev", environment: "dev", position: 0, createdAt: clock.now() };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...row }),
  );
  const tuning = { ...defaultTuning, pollMs: 60_000, retryMs: 10 };
  const ctx = { store: faultyStore(), bus: world.bus, clock, ids, log: () => {}, url, tuning };
  gateway = await startGateway(ctx, { port: 0, host: "127.0.0.1" });
  disk = new Disk(await enrol());
});

afterEach(async () => {
  for (const stop of running) await stop();
  await gateway.close();
});

/** Dies at the commit of a rotation, when it is told to. */
function faultyStore(): Store {
  const { store } = world;
  return {
    ...store,
    async record(id, work) {
      let isRotation = false;
      const result = await store.record(id, (tx) =>
        work({
          ...tx,
          async rotateKey(input) {
            isRotation = true;
            await tx.rotateKey(input);
            if (takeFault("before")) throw new Error("dies before the commit");
          },
        }),
      );
      if (isRotation && takeFault("after")) throw new Error("dies after the commit");
      return result;
    },
  };
}

function takeFault(moment: Moment): boolean {
  if (commitFault !== moment) return false;
  commitFault = null;
  return true;
}

async function enrol(): Promise<Identity> {
  const token = ids.secret();
  const createdAt = clock.now();
  const expiresAt = new Date(createdAt.getTime() + 60_000);
  const row = { id: randomUUID(), clusterId, hash: hashToken(token), createdAt, expiresAt };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  const pair = generateKeyPairSync("ed25519");
  const publicKey = pair.publicKey.export({ type: "spki", format: "der" }).toString("base64url");
  const ctx = { store: world.store, clock, ids };
  const answer = await enrolAgent({ ctx, request: { token, publicKey }, gatewayUrl: url });
  const { privateKey } = pair;
  const key = { generation: 1, privateKey, keySince: clock.now(), nextKey: null };
  return { ...answer, ...key, tokenHash: hashToken(token) };
}

/** The connection of an agent process, without the cluster that it would tell of. */
async function startProcess() {
  const end = new AbortController();
  const way = { url: `http://127.0.0.1:${gateway.port}`, caFile: undefined };
  const agent = await createGatewayAgent({ ...way, env: { NODE_ENV: "test" } });
  const keys = new KeyRing(await disk.load(), disk);
  const tuning = { ...defaultRotationTuning, answerMs: 2_000 };
  const rotation = new KeyRotation({ keys, log: () => {}, tuning });
  const instanceId = randomUUID();
  const feed = new ChangeFeed({ uids: () => [], observe: () => null });
  const stream = new GatewayStream({
    url: way.url,
    agent,
    keys,
    rotation,
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
  const done = stream.run(end.signal);
  disk.die = () => end.abort();
  async function stop(): Promise<void> {
    end.abort();
    await done;
    agent.destroy();
  }
  running.push(stop);
  return { rotation, stop, died: end.signal };
}

function clusterRow(): Promise<ClusterRow | null> {
  return world.store.read(organizationId, (tx) => tx.cluster(clusterId));
}

/** Both sides have the same key, and nothing waits. */
async function isWell(generation: number): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await clusterRow()).toMatchObject({
        connected: true,
        key: { generation, lock: null },
      });
      expect(disk.saved).toMatchObject({ generation, nextKey: null });
    },
    { timeout: 10_000, interval: 20 },
  );
}

const faults: readonly (readonly [string, Fault, number])[] = [
  ["the agent before it stores the next key", { write: { number: 1, moment: "before" } }, 1],
  ["the agent before it sends the next key", { write: { number: 1, moment: "after" } }, 2],
  ["the server before its commit", { commit: "before" }, 2],
  ["the server before its answer", { commit: "after" }, 2],
  ["the agent before it forgets the old key", { write: { number: 2, moment: "before" } }, 2],
  ["the agent after it forgot the old key", { write: { number: 2, moment: "after" } }, 2],
];

describe("a rotation during which dies", () => {
  it.each(
    faults.flatMap(([who, fault, generation]) =>
      [0, enoughMs].map((later) => ({ who, fault, generation, later })),
    ),
  )("$who ends connected, a new process $later ms later", async (given) => {
    const { fault, generation, later } = given;
    const process = await startProcess();
    await isWell(1);
    disk.fault = fault.write ?? null;
    commitFault = fault.commit ?? null;
    const rotated = process.rotation.rotate();
    if (fault.commit) await rotated;
    else await vi.waitFor(() => expect(process.died.aborted).toBe(true));
    await process.stop();
    disk.mend();
    passed = later;
    const next = await startProcess();
    await isWell(generation);
    await vi.waitFor(async () => expect(await next.rotation.rotate()).toBe(true));
    await isWell(generation + 1);
  });

  it.each(faults.filter(([, { commit }]) => commit !== undefined))(
    "%s goes on by itself while the agent lives",
    async (_who, { commit }, generation) => {
      const process = await startProcess();
      await isWell(1);
      commitFault = commit ?? null;
      expect(await process.rotation.rotate()).toBe(false);
      await isWell(generation);
    },
  );
});

it("follow each other on one connection", async () => {
  const { rotation } = await startProcess();
  await isWell(1);
  for (const generation of [2, 3, 4]) {
    expect(await rotation.rotate()).toBe(true);
    await isWell(generation);
  }
});

it("happens when the agent is told to", async () => {
  const { rotation } = await startProcess();
  await isWell(1);
  expect(await Promise.all([rotation.rotate(), rotation.rotate()])).toEqual([true, true]);
  await isWell(2);
});

it("happens by the clock, and soon where the key is old", async () => {
  const keys = new KeyRing({ ...disk.saved, keySince: new Date(0) }, disk);
  const tuning = { everyMs: 60_000, retryMs: 1, answerMs: 1_000 };
  const rotation = new KeyRotation({ keys, log: () => {}, tuning });
  const sent = Promise.withResolvers<string>();
  rotation.connected((frame) => sent.resolve(frame.type));
  const end = new AbortController();
  const turning = rotation.run(end.signal);
  expect(await sent.promise).toBe("rotateKey");
  end.abort();
  rotation.disconnected();
  await turning;
});

it("waits for a gateway that knows of it", async () => {
  const keys = new KeyRing(disk.saved, disk);
  const rotation = new KeyRotation({ keys, log: () => {} });
  expect(await rotation.rotate()).toBe(false);
  expect(keys.isUnderWay).toBe(false);
});

it("leaves the key as it is where the disk is full", async () => {
  const full: IdentityStore = {
    load: () => disk.load(),
    save: () => Promise.reject(new Error("ENOSPC")),
  };
  const keys = new KeyRing(disk.saved, full);
  const rotation = new KeyRotation({ keys, log: () => {} });
  rotation.connected(() => expect.unreachable());
  expect(await rotation.rotate()).toBe(false);
  expect(keys.candidates).toHaveLength(1);
});
