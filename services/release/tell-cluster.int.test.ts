import { randomUUID } from "node:crypto";

import { afterAll, describe, expect, it } from "vitest";

import type { AgentCapability } from "#contracts/agent-capability.ts";
import type { CommandRow } from "#ports/store/command-rows.ts";
import { recordResult } from "#services/agent/record-result.ts";
import { World } from "#test/world.ts";

import { readRelease } from "./read-release.ts";

const world = await World.create();
const clusterId = world.clusters.prod;
const { id: organizationId } = world.organization;
let tag = 0;

afterAll(() => world.stop());

/** The agent connects and says what it can do. */
async function connect(capabilities: readonly AgentCapability[] | null) {
  const facts = { agentVersion: "1", kubernetesVersion: "1.35", missingRights: [], capabilities };
  return world.store.record(organizationId, (tx) =>
    tx.openSession({ clusterId, now: world.clock.now(), ...facts }),
  );
}

/** Releases to the cluster; returns the release's number and the newest command of the cluster. */
async function release(): Promise<{ readonly number: number; readonly command: CommandRow }> {
  world.pass(1_000);
  tag = (tag + 1) % 3;
  const number = await world.release("prod", ["cart", `1.${tag}.0`]);
  await world.work("run-lane");
  const commands = await world.store.record(organizationId, (tx) =>
    tx.openCommands(clusterId, world.clock.now()),
  );
  const command = commands.at(-1);
  if (command === undefined) throw new Error("there is no command");
  return { number, command };
}

describe("the agent of a cluster that was pushed to", () => {
  it.each<[readonly AgentCapability[] | null, string]>([
    [null, "sync"],
    [[], "sync"],
    [["logs"], "sync"],
    [["sync"], "sync"],
    [["sync", "nudge"], "sync"],
    [["nudge"], "nudge"],
    [["nudge", "logs"], "nudge"],
  ])("that can do %j is told to %s", async (capabilities, expected) => {
    await connect(capabilities);
    expect((await release()).command.type).toBe(expected);
  });

  it("is told where the commit is, and when it was asked", async () => {
    await connect(["nudge"]);
    const { command } = await release();
    expect(command.payload).toEqual({
      repository: world.git.url,
      branch: "main",
      path: "clusters/prod",
      revision: (await world.git.git("rev-parse", "main")).trim(),
      at: world.clock.now().toISOString(),
    });
  });

  it("has its answer said once in the release's step", async () => {
    const { sessionEpoch } = await connect(["nudge"]);
    const { number, command } = await release();
    const message = "asked Flux Kustomization a/x for 3f2a91c; no right";
    const by = { kind: "kustomization", namespace: "a", name: "x" } as const;
    const nudge = {
      revision: String(command.payload["revision"]),
      engines: [{ by, did: "forbidden" as const, message: "no right" }],
    };
    const session = { organizationId, clusterId, sessionEpoch };
    const ctx = { ...world.person("owner"), store: world.store };
    const result = {
      type: "commandResult",
      id: command.id,
      ok: true,
      message,
      sync: null,
    } as const;
    for (const _ of ["first", "again"]) {
      await recordResult({ ctx, session, result: { ...result, nudge } });
    }
    const { steps, events } = await readRelease({ ctx: world.person("viewer"), input: { number } });
    expect(steps.find(({ name }) => name === "sync")).toMatchObject({
      status: "running",
      note: message,
    });
    const lines = events.filter((event) => event.message === message);
    expect(lines).toMatchObject([{ step: "sync", level: "warning" }]);
  });

  it("says nothing in another organization", async () => {
    await connect(["nudge"]);
    const { number, command } = await release();
    const session = { organizationId: world.stranger.id, clusterId, sessionEpoch: 1 };
    const nudge = { revision: randomUUID(), engines: [] };
    const message = "from elsewhere";
    const result = {
      type: "commandResult",
      id: command.id,
      ok: true,
      message,
      sync: null,
    } as const;
    const ctx = { ...world.outsider(), store: world.store };
    expect(await recordResult({ ctx, session, result: { ...result, nudge } })).toBe(false);
    const { events } = await readRelease({ ctx: world.person("viewer"), input: { number } });
    expect(events.some((event) => event.message === message)).toBe(false);
  });
});
