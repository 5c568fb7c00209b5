import { generateKeyPairSync, randomBytes, randomUUID, sign } from "node:crypto";

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { challengeText } from "#contracts/agent-protocol.ts";
import type { StreamEvent } from "#contracts/events.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { workload } from "#test/observed-workload.ts";

import type { AgentContext } from "./agent-context.ts";
import { applyState } from "./apply-state.ts";
import type { ReportedState } from "./apply-state.ts";
import { closeAgentSession } from "./close-session.ts";
import { enrolAgent } from "./enrol.ts";
import type { Hello } from "./hello.ts";
import { openAgentSession } from "./open-session.ts";
import type { OpenedSession } from "./open-session.ts";
import { readCommands } from "./read-commands.ts";
import { readContent } from "./read-content.ts";
import { recordReceived, recordResult } from "./record-result.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const epoch = randomUUID();
const origin = "https://gateway.acme.test";

let world: TestStore;
let ctx: AgentContext;
let organizationId: string;
let clusterId: string;
let session: OpenedSession;

beforeAll(async () => {
  world = await openTestStore();
  const ids = { uuid: () => randomUUID(), secret: () => randomBytes(32).toString("base64url") };
  ctx = { store: world.store, clock: { now: () => new Date() }, ids };
});
afterAll(() => world.close());

beforeEach(async () => {
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  const token = ctx.ids.secret();
  const createdAt = ctx.clock.now();
  const expiresAt = new Date(createdAt.getTime() + 60_000);
  await world.store.write(organizationId, intent(), async (tx) => {
    await tx.createCluster({
      id: clusterId,
      name: "dev",
      environment: "dev",
      position: 0,
      createdAt,
    });
    const row = { id: randomUUID(), clusterId, hash: hashToken(token), createdAt, expiresAt };
    await tx.addEnrolmentToken(row);
  });
  const spki = publicKey.export({ type: "spki", format: "der" }).toString("base64url");
  await enrolAgent({ ctx, request: { token, publicKey: spki }, gatewayUrl: origin });
  session = await open();
});

function open(more: Partial<Hello> = {}): Promise<OpenedSession> {
  const hello: Hello = {
    type: "hello",
    clusterId,
    instanceId: randomUUID(),
    generation: 1,
    agentVersion: "1",
    kubernetesVersion: "v1.35.0",
    missingRights: ["list and watch pods"],
    ...more,
  };
  const challenge = { nonce: randomUUID(), origin };
  const text = challengeText({ ...challenge, ...hello });
  const signature = sign(null, Buffer.from(text), privateKey).toString("base64url");
  return openAgentSession({ ctx, hello, challenge, signature });
}

function snapshot(...names: readonly string[]): ReportedState {
  const upserts = names.map((name) => workload({ uid: name, name }));
  return { kind: "snapshot", cursor: { epoch, seq: 0 }, upserts, deletes: [] };
}

/** What the browsers were told after an event. */
async function told(after: number): Promise<readonly StreamEvent["kind"][]> {
  const { events } = await world.store.read(organizationId, (tx) => tx.streamEvents(after, 100));
  return events.map(({ event }) => event.kind);
}

async function lastEvent(): Promise<number> {
  return (await world.store.read(organizationId, (tx) => tx.streamEvents(0, 1))).last;
}

async function addSync(): Promise<string> {
  const id = randomUUID();
  const createdAt = ctx.clock.now();
  const notAfter = new Date(createdAt.getTime() + 60_000);
  const command = { id, clusterId, type: "sync", payload: {}, createdAt, notAfter } as const;
  await world.store.record(organizationId, (tx) => tx.addCommand(command));
  return id;
}

describe("state that an agent reports", () => {
  it("changes the rows that it is about", async () => {
    await applyState({ ctx, session, state: snapshot("a", "b") });
    const before = await lastEvent();
    await applyState({ ctx, session, state: snapshot("b", "c") });
    expect(await told(before)).toEqual(["cluster", "row-gone", "row"]);
  });

  it("says nothing twice", async () => {
    await applyState({ ctx, session, state: snapshot("a") });
    const before = await lastEvent();
    await applyState({ ctx, session, state: snapshot("a") });
    expect(await told(before)).toEqual(["cluster"]);
  });

  it("may be left as it is, which says nothing", async () => {
    await applyState({ ctx, session, state: snapshot("a", "b", "c") });
    const before = await lastEvent();
    await applyState({ ctx, session, state: { ...snapshot("b"), kept: ["a"] } });
    expect(await told(before)).toEqual(["cluster", "row-gone"]);
  });

  it("cannot be left where it is gone", async () => {
    await applyState({ ctx, session, state: snapshot("a") });
    const state = { ...snapshot("b"), kept: ["a", "c"] };
    await expect(applyState({ ctx, session, state })).rejects.toMatchObject({ code: "invalid" });
    const rows = await world.store.read(organizationId, (tx) => tx.workloads({ clusterId }));
    expect(rows.map(({ observed }) => observed.uid)).toEqual(["a"]);
  });

  it("is kept with its place in the stream", async () => {
    await applyState({ ctx, session, state: snapshot("a") });
    const cursor = { epoch, seq: 3 };
    const state: ReportedState = { kind: "delta", cursor, upserts: [], deletes: ["a"] };
    await applyState({ ctx, session, state });
    expect((await open()).cursor).toEqual(cursor);
  });
});

describe("a session", () => {
  it("that was replaced stores nothing", async () => {
    const id = await addSync();
    const newer = await open();
    const result = { type: "commandResult", id, ok: true, message: "", sync: null } as const;
    expect(await applyState({ ctx, session, state: snapshot("a") })).toBe(false);
    expect(await recordReceived({ ctx, session, id })).toBe(false);
    expect(await recordResult({ ctx, session, result })).toBe(false);
    expect((await readCommands({ ctx, session })).kind).toBe("replaced");
    await closeAgentSession({ ctx, session });
    const row = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
    expect(row).toMatchObject({ connected: true, missingRights: ["list and watch pods"] });
    expect((await readCommands({ ctx, session: newer })).kind).toBe("current");
  });

  it("tells what its agent can do, which an older one does not", async () => {
    const can = () => world.store.read(organizationId, (tx) => tx.cluster(clusterId));
    expect(await can()).toMatchObject({ capabilities: null });
    await open({ capabilities: ["nudge"] });
    expect(await can()).toMatchObject({ capabilities: ["nudge"] });
    await open();
    expect(await can()).toMatchObject({ capabilities: null });
  });

  it("ends with its cluster", async () => {
    await world.store.write(organizationId, intent(), (tx) => tx.removeCluster(clusterId));
    expect((await readCommands({ ctx, session })).kind).toBe("removed");
    await expect(open()).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("reads its own organization's content only", async () => {
    const digest = "d".repeat(64);
    const other = await world.addOrganization(`org-${randomUUID()}`);
    await world.store.record(other.id, (tx) => tx.putBundle(digest, Buffer.from("theirs")));
    expect(await readContent({ ctx, session, digest })).toBeNull();
  });
});

describe("a command's result", () => {
  it("counts once, however often it is sent", async () => {
    const id = await addSync();
    const counts = { revision: "abc", applied: 1, unchanged: 0, pruned: 0 };
    const sync = { ...counts, problems: [], objects: [], more: 0, asks: [], asking: [] };
    const result = { type: "commandResult", id, ok: true, message: "applied 1", sync } as const;
    expect(await recordReceived({ ctx, session, id })).toBe(true);
    expect(await recordResult({ ctx, session, result })).toBe(true);
    expect(await recordResult({ ctx, session, result })).toBe(true);
    expect(await readCommands({ ctx, session })).toEqual({
      kind: "current",
      commands: [],
      ownKinds: [],
    });
    const row = await world.store.read(organizationId, (tx) => tx.cluster(clusterId));
    expect(row?.sync).toMatchObject({ revision: "abc", ok: true, message: "applied 1" });
  });
});
