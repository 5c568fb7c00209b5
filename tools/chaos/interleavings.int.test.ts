import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { query } from "#test/builders/test-store.ts";
import { createTestDatabase } from "#tools/postgres/test-database.ts";
import type { TestDatabase } from "#tools/postgres/test-database.ts";

import { ChangeApi } from "./change-api.ts";
import type { ChaosServer } from "./chaos-server.ts";
import { openChaosWorld } from "./chaos-world.ts";
import type { ChaosWorld } from "./chaos-world.ts";
import { TrailCheck } from "./check-trail.ts";
import type { TrailEntry } from "./check-trail.ts";
import { History } from "./history.ts";
import { manifestOf, namespace, pathOf } from "./manifests.ts";
import { differences } from "./projected-state.ts";
import { startSimulatedServer } from "./simulated-server.ts";

/*
 * The agent, its gateways, or both are away, or a connection is, while the cluster changes: in each order in which
 * another agent once lost or orphaned something.
 */
let database: TestDatabase;
let server: ChaosServer;
let world: ChaosWorld;
let history: History;
let check: TrailCheck;
let api: ChangeApi;
let told: TrailEntry[];
let name: string;
let count = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startSimulatedServer();
  world = await openChaosWorld({ server, database });
  history = new History();
  check = new TrailCheck({ life: (uid) => history.life(uid), podImages: () => [] });
  api = new ChangeApi(world.client, new AbortController().signal);
  const place = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } };
  await api.apply(`/api/v1/namespaces/${namespace}`, place);
}, 120_000);

afterAll(async () => {
  await world.close();
  await server.close();
  await database.drop();
});

beforeEach(async () => {
  count += 1;
  name = `app-${count}`;
  told = [];
  await put(`${name}-kept`, 1);
  await put(name, 1);
  await converged();
});

/** Whatever a test did, the database never said what was not so. */
afterEach(() => {
  expect(told.flatMap((entry) => check.take(entry))).toEqual([]);
});

async function put(app: string, tag: number): Promise<string> {
  const image = `registry.test/${app}:${tag}`;
  const path = pathOf("Deployment", app);
  return history.note(await api.apply(path, manifestOf("Deployment", { name: app, image })));
}

async function remove(app: string, uid: string): Promise<void> {
  history.removing(uid);
  await api.remove(pathOf("Deployment", app));
}

async function uidOf(app: string): Promise<string> {
  const answer = await world.client.send({
    path: pathOf("Deployment", app),
    signal: new AbortController().signal,
  });
  return history.note(answer);
}

async function converged(): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(differences(await world.expected(), await world.trail.rows())).toEqual([]);
    },
    { timeout: 60_000, interval: 25 },
  );
  told.push(...(await world.trail.take()));
}

/** Changes, deletes and makes one object each. */
async function changeAll(): Promise<void> {
  await put(`${name}-kept`, 2);
  await remove(name, await uidOf(name));
  await put(`${name}-new`, 1);
}

describe("the database has what the cluster has", { timeout: 90_000 }, () => {
  it("when the server lost the rows while the agent was away", async () => {
    await world.agent.kill();
    const rows = [...(await world.trail.rows()).keys()];
    const url = new URL(database.superuserUrl);
    url.pathname = new URL(database.ownerUrl).pathname;
    await query(url.href, "DELETE FROM workload WHERE uid = ANY ($1)", [rows]);
    // What an operator deletes by hand is no news of the cluster.
    await world.trail.take();
    check = new TrailCheck({ life: (uid) => history.life(uid), podImages: () => [] });
    world.agent.start();
    await converged();
    expect(told.filter(({ observed }) => observed !== null).length).toBeGreaterThanOrEqual(2);
  });

  it("when the cluster changed while the agent was away", async () => {
    await world.agent.kill();
    await changeAll();
    world.agent.start();
    await converged();
  });

  it("when the cluster changed while the connection was cut", async () => {
    world.toGateway.refuse();
    world.toGateway.cutAfter(0);
    await changeAll();
    world.toGateway.heal(0);
    await converged();
  });

  it("when what the agent sent was lost on the way", async () => {
    world.toGateway.swallow();
    await changeAll();
    // The agent collects changes for a moment before it sends them.
    await sleep(200);
    world.toGateway.heal(100);
    await converged();
  });

  it("when an object was replaced by another of its name while the connection was cut", async () => {
    const old = await uidOf(name);
    world.toGateway.refuse();
    world.toGateway.cutAfter(0);
    await remove(name, old);
    const made = await put(name, 2);
    world.toGateway.heal(0);
    await converged();
    const changes = told.filter(({ uid }) => uid === old || uid === made);
    expect(changes.slice(-2).map(({ uid, observed }) => [uid, observed === null])).toEqual([
      [old, true],
      [made, false],
    ]);
  });

  it("when the agent and both gateways were killed while the cluster changed", async () => {
    await Promise.all([world.agent, ...world.gateways].map((program) => program.kill()));
    await changeAll();
    await Promise.all(world.gateways.map((gateway) => gateway.start().ready));
    world.agent.start();
    await converged();
  });

  it("when an old connection's bytes arrive after a new one has begun", async () => {
    world.toGateway.hold();
    await changeAll();
    await sleep(200);
    const { release } = world.toGateway.orphan();
    await put(`${name}-kept`, 3);
    await converged();
    release();
    await put(`${name}-kept`, 4);
    await converged();
  });

  it("when a gateway slept on what the agent sent before it went to another", async () => {
    const [sleeping, other] = world.gateways;
    await other.kill();
    await put(`${name}-kept`, 2);
    await converged();
    await other.start().ready;
    const frozen = sleeping.freeze();
    await put(`${name}-kept`, 3);
    await sleep(200);
    // The sleeping gateway has the bytes, and believes in the connection.
    world.toGateway.hold();
    world.toGateway.orphan();
    await put(`${name}-kept`, 4);
    await converged();
    frozen.thaw();
    await put(`${name}-kept`, 5);
    await converged();
    await sleep(200);
    await converged();
  });

  it("when an old connection's proof arrives after a new one has begun", async () => {
    // The upgrade and the challenge come back, the proof does not pass.
    world.toGateway.holdNext({ answers: 2 });
    world.toGateway.cutAfter(0);
    await vi.waitFor(() => expect(world.toGateway.held).toBe(1), { timeout: 5_000 });
    await put(`${name}-kept`, 5);
    const { release } = world.toGateway.orphan();
    await converged();
    release();
    await put(`${name}-kept`, 6);
    await converged();
  });
});
