import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { hashToken } from "#services/cluster/enrolment-token.ts";
import { intent, openTestStore, testTime } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";

import { startGateway } from "./server.ts";
import type { Gateway } from "./server.ts";
import { defaultTuning } from "./tuning.ts";

const url = "https://gateway.acme.test";
const ids = { uuid: randomUUID, secret: () => randomBytes(32).toString("base64url") };

let world: TestStore;
let organizationId: string;
let clusterId: string;
let gateway: Gateway;

beforeAll(async () => {
  world = await openTestStore();
});
afterAll(() => world.close());

beforeEach(async () => {
  ({ id: organizationId } = await world.addOrganization(`org-${randomUUID()}`));
  clusterId = randomUUID();
  const cluster = { name: "dev", environment: "dev", position: 0, createdAt: testTime };
  await world.store.write(organizationId, intent(), (tx) =>
    tx.createCluster({ id: clusterId, ...cluster }),
  );
  const ctx = { store: world.store, bus: world.bus, clock: { now: () => testTime }, ids };
  const tuning = { ...defaultTuning, enrolmentsPerMinute: 2 };
  gateway = await startGateway(
    { ...ctx, url, tuning, log: () => {} },
    { port: 0, host: "127.0.0.1" },
  );
});
afterEach(() => gateway.close());

async function post(body: string): Promise<{ status: number; body: unknown }> {
  const address = `http://127.0.0.1:${gateway.port}/agent/v1/enrol`;
  const answer = await fetch(address, { method: "POST", body });
  return { status: answer.status, body: await answer.json() };
}

async function newToken(expiresInMs = 60_000): Promise<string> {
  const token = ids.secret();
  const expiresAt = new Date(testTime.getTime() + expiresInMs);
  const row = {
    id: randomUUID(),
    clusterId,
    hash: hashToken(token),
    createdAt: testTime,
    expiresAt,
  };
  await world.store.write(organizationId, intent(), (tx) => tx.addEnrolmentToken(row));
  return token;
}

function newKey(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  return publicKey.export({ type: "spki", format: "der" }).toString("base64url");
}

describe("enrolment", () => {
  it("registers a key for a token, once", async () => {
    const token = await newToken();
    const first = await post(JSON.stringify({ token, publicKey: newKey() }));
    expect(first).toMatchObject({
      status: 201,
      body: { clusterId, cluster: "dev", gatewayUrl: url },
    });
    const second = await post(JSON.stringify({ token, publicKey: newKey() }));
    expect(second.status).toBe(401);
  });

  it.each([
    ["no JSON", "{", 400],
    ["no request", "{}", 400],
    [
      "a key of another kind",
      JSON.stringify({ token: "x".repeat(20), publicKey: "A".repeat(60) }),
      400,
    ],
    ["a token that nobody made", null, 401],
    ["far too much", "x".repeat(10_000), 400],
  ])("refuses %s", async (_what, body, status) => {
    const unknown = JSON.stringify({ token: "x".repeat(43), publicKey: newKey() });
    expect((await post(body ?? unknown)).status).toBe(status);
  });

  it("refuses a token that is too old", async () => {
    const body = JSON.stringify({ token: await newToken(-1), publicKey: newKey() });
    expect((await post(body)).status).toBe(401);
  });

  it("is limited per address", async () => {
    const statuses = [await post("{}"), await post("{}"), await post("{}")].map(
      (each) => each.status,
    );
    expect(statuses).toEqual([400, 400, 429]);
  });
});
