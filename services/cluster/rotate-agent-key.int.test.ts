import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, expect, it } from "vitest";

import { World } from "#test/world.ts";

import { hashToken } from "./enrolment-token.ts";
import { listClusters } from "./list-clusters.ts";
import { renewEnrolment } from "./renew-enrolment.ts";
import { rotateAgentKey } from "./rotate-agent-key.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});
afterAll(() => world.stop());

function ask(clusterId: string): Promise<void> {
  return rotateAgentKey({ ctx: world.person("owner"), input: { clusterId } });
}

async function enrol(clusterId: string): Promise<void> {
  const ctx = world.person("owner");
  const gatewayUrl = "https://gateway.test";
  const { token } = await renewEnrolment({ ctx, input: { id: clusterId }, gatewayUrl });
  const key = { keyId: randomUUID(), publicKey: "key", kubernetesUid: null };
  const input = { tokenHash: hashToken(token), clusterId, ...key, now: world.clock.now() };
  await world.store.record(world.organization.id, (tx) => tx.enrolAgent(input));
}

async function connect(clusterId: string, rotates: boolean): Promise<void> {
  const versions = { agentVersion: "0.1.0", kubernetesVersion: "v1.35.0", missingRights: [] };
  await world.store.record(world.organization.id, async (tx) => {
    await tx.openSession({ clusterId, now: world.clock.now(), ...versions });
    await tx.recordOpenings(clusterId, { openings: [], rotates });
  });
}

it("tells the agent, once it can", async () => {
  const { dev } = world.clusters;
  await expect(ask(dev)).rejects.toMatchObject({ code: "conflict", message: /no agent/ });
  await enrol(dev);
  await connect(dev, false);
  await expect(ask(dev)).rejects.toMatchObject({ code: "conflict", message: /too old/ });
  await connect(dev, true);
  await ask(dev);
  const commands = await world.store.read(world.organization.id, (tx) =>
    tx.openCommands(dev, world.clock.now()),
  );
  expect(commands).toMatchObject([{ type: "rotateKey", state: "waiting" }]);
});

it("has nothing to rotate where the key is locked", async () => {
  const { stage } = world.clusters;
  await enrol(stage);
  await connect(stage, true);
  const at = world.clock.now();
  await world.store.record(world.organization.id, (tx) =>
    tx.lockKey(stage, { at, cause: "two-agents" }),
  );
  await expect(ask(stage)).rejects.toMatchObject({ code: "conflict" });
  const { items } = await listClusters({ ctx: world.person("viewer") });
  expect(items.find(({ id }) => id === stage)).toMatchObject({
    connected: false,
    agentSupport: "current",
    key: { generation: 1, lock: { cause: "two-agents", at: at.toISOString() } },
  });
});
