import { afterAll, expect, it } from "vitest";

import type { EngineState } from "#domain/rollout/engine-state.ts";
import { firstTags, running } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { observeRollouts } from "./observe-rollouts.ts";
import { readRelease } from "./read-release.ts";

const world = await World.create();
const by = { kind: "kustomization", namespace: "apps", name: "apps" } as const;
const minutes = 60_000;

afterAll(() => world.stop());

/** The agent reports how far its engine is with the cart, which still has the old image. */
async function look(number: number, state: EngineState) {
  const automatic = (state.holds ?? []).length === 0;
  const engine = { ...by, automatic, source: null, ...state };
  await world.report("prod", [running("cart", firstTags.prod, { engine })]);
  const input = { organizationId: world.organization.id, clusterId: world.clusters.prod };
  await observeRollouts({ ctx: world.worker(), input });
  const { status, error, steps, items } = await readRelease({
    ctx: world.person("viewer"),
    input: { number },
  });
  const note = steps.find(({ name }) => name === "sync")?.note;
  return { status, error, note, item: items[0]?.progress?.message };
}

it("a release waits for what is held back without an end, and has its time once it is let go", async () => {
  const number = await world.release("prod", ["cart", "1.1.0"]);
  await world.work("run-lane");
  const commit = (await world.git.git("rev-parse", "main")).trim();
  const held = { seen: commit, holds: [{ by, why: "suspended" as const }] };
  const words =
    "Flux Kustomization apps/apps is suspended: resume it with `flux resume kustomization apps --namespace apps`";
  const waiting = { status: "running", note: words, item: words };
  expect(await look(number, held)).toMatchObject(waiting);
  world.pass(600 * minutes);
  expect(await look(number, held)).toMatchObject(waiting);

  const fetched = { seen: commit };
  const goesOn = `Flux has fetched ${commit.slice(0, 7)} and applies it`;
  const going = { status: "running", note: goesOn, item: goesOn };
  expect(await look(number, fetched)).toMatchObject(going);
  world.pass(14 * minutes);
  expect(await look(number, fetched)).toMatchObject(going);
  world.pass(1 * minutes);
  expect(await look(number, fetched)).toMatchObject({
    status: "failed",
    error: `not done after 15 minutes: ${goesOn}`,
  });
});

it("a release that is let go by an engine that says nothing more does not go on saying that it is held", async () => {
  await world.git.commit({ "README.md": "else" });
  const number = await world.release("prod", ["cart", "1.2.0"]);
  await world.work("run-lane");
  const held = { seen: "a".repeat(40), holds: [{ by, why: "suspended" as const }] };
  expect((await look(number, held)).note).toMatch(/ is suspended: /);
  const { note, status } = await look(number, { seen: "a".repeat(40) });
  expect([status, note]).toEqual(["running", "waits for prod"]);
});
