import { afterAll, beforeEach, describe, expect, it } from "vitest";

import type { ReleaseDetail } from "#contracts/api/release.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import { firstFiles, firstTags, image, running, tags } from "#test/builders/shop.ts";
import { digestNamed } from "#test/named-digest.ts";
import { World } from "#test/world.ts";

import { observeRollouts } from "./observe-rollouts.ts";
import { readRelease } from "./read-release.ts";

const world = await World.create();
const [old, wanted] = [firstTags.prod, "1.1.0"];
const mail = running("mail", old);
const checkout = running("checkout", old);

afterAll(() => world.stop());

beforeEach(async () => {
  await world.git.commit(firstFiles(), { message: "as before" });
  await world.report("prod", [running("cart", old), mail, checkout]);
});

async function released(tag = wanted): Promise<number> {
  const number = await world.release("prod", ["cart", tag]);
  await world.work("run-lane");
  return number;
}

/** The agent reports, and the rollouts are judged. */
async function see(cart: ObservedWorkload | null, number: number): Promise<ReleaseDetail> {
  await world.report("prod", cart ? [cart, mail, checkout] : [mail, checkout]);
  return judge(number);
}

/** What a scan finds that a tag of cart stands for. */
async function scanned(tag: string, digests: readonly string[]): Promise<void> {
  await world.store.record(world.organization.id, async (tx) => {
    const repositories = await tx.imageRepositories();
    const repository = repositories.find(({ name }) => name.endsWith("/cart"));
    const [digest = null] = digests;
    const found = { tag, digest, digests, createdAt: null, revision: null, source: null };
    await tx.recordScan({
      repositoryId: repository?.id ?? "",
      at: world.clock.now(),
      tags,
      images: [found],
    });
  });
}

/** Cart rolled out, its pods by this digest. */
function pulled(digest: string): ObservedWorkload {
  const whole = running("cart", wanted);
  const pods = whole.pods.map((pod) => ({
    ...pod,
    containers: pod.containers.map((each) => ({ ...each, imageId: `mirror.test/cart@${digest}` })),
  }));
  return { ...whole, pods };
}

async function judge(number: number): Promise<ReleaseDetail> {
  const input = { organizationId: world.organization.id, clusterId: world.clusters.prod };
  await observeRollouts({ ctx: world.worker(), input });
  return readRelease({ ctx: world.person("owner"), input: { number } });
}

function sync(report: {
  readonly revision: string;
  readonly ok: boolean;
  readonly message: string;
}) {
  return world.store.record(world.organization.id, (tx) =>
    tx.recordSync(world.clusters.prod, { ...report, at: world.clock.now() }),
  );
}

function statusOf({ items, steps, status }: ReleaseDetail) {
  const step = (name: string) => steps.find((candidate) => candidate.name === name)?.status;
  const [item] = items;
  return { item: item?.status, sync: step("sync"), rollout: step("rollout"), release: status };
}

/** The new template is there; its one pod is not ready yet. */
function halfway(changes: Partial<ObservedWorkload["pods"][number]> = {}): ObservedWorkload {
  const whole = running("cart", wanted);
  const pods = whole.pods.map((pod) => ({ ...pod, ready: false, ...changes }));
  const replicas = { desired: 1, total: 2, updated: 1, ready: 1, available: 1 };
  return { ...whole, replicas, pods };
}

describe("a rollout", () => {
  it("waits, rolls, and succeeds only once the pods carry the image", async () => {
    const number = await released();
    const waiting = await see(running("cart", old), number);
    expect(statusOf(waiting)).toEqual({
      item: "committed",
      sync: "running",
      rollout: "pending",
      release: "running",
    });
    const rolling = await see(halfway(), number);
    expect(statusOf(rolling)).toEqual({
      item: "rolling",
      sync: "succeeded",
      rollout: "running",
      release: "running",
    });
    const done = await see(running("cart", wanted), number);
    expect(statusOf(done)).toEqual({
      item: "updated",
      sync: "succeeded",
      rollout: "succeeded",
      release: "succeeded",
    });
    expect(done.steps.at(-1)).toMatchObject({ status: "succeeded", note: "1 updated" });
    expect(done.counts).toEqual({ updated: 1, skipped: 0, failed: 0, total: 1 });
    expect(done.finishedAt).not.toBeNull();
  });

  it("says nothing new when nothing is new", async () => {
    const number = await released();
    const first = await see(halfway(), number);
    const again = await see(halfway(), number);
    expect(again).toEqual(first);
    const done = await see(running("cart", wanted), number);
    expect(await judge(number)).toEqual(done);
  });

  it("fails at once, in words, when the image cannot be pulled", async () => {
    const number = await released();
    const [pod] = running("cart", wanted).pods;
    const containers = (pod?.containers ?? []).map((container) => ({
      ...container,
      ready: false,
      state: "waiting" as const,
      reason: "ImagePullBackOff",
      message: "manifest unknown",
    }));
    const failed = await see(halfway({ containers }), number);
    expect(statusOf(failed)).toEqual({
      item: "failed",
      sync: "succeeded",
      rollout: "failed",
      release: "failed",
    });
    expect(failed.error).toContain("manifest unknown");
    expect(failed.items[0]?.progress?.pods[0]?.message).toBe(
      "cart: ImagePullBackOff: manifest unknown",
    );
  });

  it("is unknown while the agent is away, whatever it said last, and goes on when it is back", async () => {
    const number = await released();
    await see(halfway(), number);
    await world.disconnect("prod");
    world.pass(70_000);
    const unknown = await judge(number);
    expect(statusOf(unknown)).toMatchObject({ item: "unknown", release: "running" });
    expect(unknown.items[0]?.progress?.message).toBe("no word from prod's agent for 70 s");
    world.pass(60 * 60_000);
    expect(statusOf(await judge(number))).toMatchObject({ item: "unknown", release: "running" });
    const back = await see(running("cart", old), number);
    expect(statusOf(back)).toMatchObject({ item: "committed", release: "running" });
    const done = await see(running("cart", wanted), number);
    expect(statusOf(done)).toMatchObject({ item: "updated", release: "succeeded" });
  });

  it("gives up after a quarter of an hour, with what it waited for", async () => {
    const number = await released();
    await see(running("cart", old), number);
    world.pass(15 * 60_000);
    const failed = await judge(number);
    expect(failed.error).toBe(
      `not done after 15 minutes: container cart is still at ${image("cart", old)} in the cluster`,
    );
    expect(statusOf(failed)).toMatchObject({ sync: "failed", rollout: "failed" });
  });

  it("of a workload that is not in the cluster waits for it", async () => {
    const number = await released();
    const missing = await see(null, number);
    expect(missing.items).toMatchObject([
      { status: "committed", progress: { message: "not in prod yet" } },
    ]);
    expect(statusOf(await see(running("cart", wanted), number)).release).toBe("succeeded");
  });

  it("is superseded by a later release of the same image", async () => {
    const first = await released();
    const second = await released("1.2.0");
    expect((await judge(first)).error).toBe(`Superseded by #${second}.`);
    expect(statusOf(await see(running("cart", "1.2.0"), second)).release).toBe("succeeded");
  });

  it("is not superseded by a later release that committed nothing", async () => {
    const first = await released();
    const second = await world.release("prod", ["cart", "1.2.0"]);
    const file = "clusters/prod/cart.yaml";
    await world.git.commit({ [file]: (await world.git.read(file)).replace(wanted, "9.9.9") });
    await world.work("run-lane");
    expect(statusOf(await judge(second)).release).toBe("failed");
    expect(statusOf(await see(running("cart", wanted), first)).release).toBe("succeeded");
  });
});

describe("the agent's sync", () => {
  it("that carried out the commit is noted in its words", async () => {
    const number = await released();
    const { commit } = await judge(number);
    await sync({ revision: commit ?? "", ok: true, message: "applied 3 objects" });
    const { steps } = await judge(number);
    expect(steps.find(({ name }) => name === "sync")).toMatchObject({
      status: "succeeded",
      note: "applied 3 objects",
    });
  });

  it("that failed ends what still waits for it", async () => {
    const number = await released();
    const { commit } = await judge(number);
    await sync({ revision: commit ?? "", ok: false, message: "no rights" });
    const failed = await judge(number);
    expect(statusOf(failed)).toEqual({
      item: "failed",
      sync: "failed",
      rollout: "failed",
      release: "failed",
    });
    expect(failed.error).toBe("prod's agent could not apply the commit: no rights");
  });

  it("that failed at the commit before is not about the release", async () => {
    const before = (await world.git.git("rev-parse", "main")).trim();
    const number = await released();
    world.pass(1_000);
    await sync({ revision: before, ok: false, message: "no rights" });
    expect(statusOf(await judge(number))).toMatchObject({ item: "committed", sync: "running" });
  });

  it("of the last commit of a push is about the ones below it", async () => {
    const first = await world.release("prod", ["cart", wanted]);
    const second = await world.release("prod", ["mail", wanted]);
    await world.work("run-lane");
    const { commit } = await judge(second);
    await sync({ revision: commit ?? "", ok: true, message: "applied" });
    expect(statusOf(await judge(first))).toMatchObject({ sync: "succeeded" });
    expect(statusOf(await judge(second))).toMatchObject({ sync: "succeeded" });
  });
});

describe("a release of several items", () => {
  it("that skipped some succeeds with skips", async () => {
    const file = "clusters/prod/mail.yaml";
    const text = await world.git.read(file);
    const lock = '  annotations:\n    fluxcd.io/locked: "true"\n  namespace: shop';
    await world.git.commit({ [file]: text.replace("  namespace: shop", lock) });
    const number = await world.release("prod", ["cart", wanted], ["mail", wanted]);
    await world.work("run-lane");
    const done = await see(running("cart", wanted), number);
    expect(done.status).toBe("succeeded-with-skips");
    expect(done.counts).toEqual({ updated: 1, skipped: 1, failed: 0, total: 2 });
    expect(done.items.find(({ status }) => status === "skipped")?.reason).toMatch(/^Locked/);
  });

  it("says why the first one failed, also when others end later", async () => {
    const number = await world.release("prod", ["cart", wanted], ["mail", wanted]);
    await world.work("run-lane");
    const [pod] = running("cart", wanted).pods;
    const containers = (pod?.containers ?? []).map((container) => ({
      ...container,
      ready: false,
      state: "waiting" as const,
      reason: "ErrImagePull",
      message: "denied",
    }));
    await see(halfway({ containers }), number);
    await world.report("prod", [halfway({ containers }), running("mail", wanted), checkout]);
    const failed = await judge(number);
    expect(failed).toMatchObject({ status: "failed", counts: { updated: 1, failed: 1 } });
    expect(failed.error).toContain("denied");
  });

  it("is done when all are, and says how many are", async () => {
    const number = await world.release("prod", ["cart", wanted], ["mail", wanted]);
    await world.work("run-lane");
    const half = await see(running("cart", wanted), number);
    expect(half.steps.find(({ name }) => name === "rollout")?.note).toBe("1 of 2 workloads done");
    expect(half.status).toBe("running");
    await world.report("prod", [running("cart", wanted), running("mail", wanted), checkout]);
    expect((await judge(number)).status).toBe("succeeded");
  });
});

describe("a rollback", () => {
  it("restores what the release replaced, and nothing that it did not write", async () => {
    const file = "clusters/prod/mail.yaml";
    const text = await world.git.read(file);
    const lock = '  annotations:\n    fluxcd.io/locked: "true"\n  namespace: shop';
    await world.git.commit({ [file]: text.replace("  namespace: shop", lock) });
    const number = await world.release("prod", ["cart", wanted], ["mail", wanted]);
    await world.work("run-lane");
    await see(running("cart", wanted), number);
    await world.git.commit({ [file]: text.replace(old, "1.2.0") });
    const plan = await world.plan({
      target: world.clusters.prod,
      source: { kind: "release", number },
    });
    expect(plan.message).toMatch(/^rollback\(prod\): cart 1\.0\.0\n/);
    expect(plan.items).toMatchObject([
      { workload: "shop:deployment/cart", to: image("cart", old), outcome: "update" },
    ]);
    const back = await world.releasePlan(plan);
    await world.work("run-lane");
    expect(await world.git.read("clusters/prod/cart.yaml")).toContain(image("cart", old));
    const done = await see(running("cart", old), back);
    expect(done).toMatchObject({ status: "succeeded", rollbackOf: number });
    const taken = await readRelease({ ctx: world.person("owner"), input: { number } });
    expect(taken.rolledBackBy).toBe(back);
  });
});

describe("a tag, which may be pushed again", () => {
  const [index, platform, second] = ["index", "platform", "second"].map(digestNamed);

  async function releasedWhen(...digests: readonly (string | undefined)[]): Promise<number> {
    await scanned(
      wanted,
      digests.filter((digest) => digest !== undefined),
    );
    return released();
  }

  it("is what was promoted by any of its digests, from any mirror", async () => {
    const number = await releasedWhen(index, platform);
    const done = await see(pulled(platform ?? ""), number);
    expect(statusOf(done)).toMatchObject({ item: "updated", release: "succeeded" });
    expect(done.items[0]?.progress?.message).toBe("1 of 1 ready");
  });

  it("fails in words when the pods pulled a later push of it", async () => {
    const number = await releasedWhen(index, platform);
    await scanned(wanted, [second ?? ""]);
    const failed = await see(pulled(second ?? ""), number);
    expect(statusOf(failed)).toMatchObject({ item: "failed", release: "failed" });
    expect(failed.error).toContain("which registry.test/shop/cart:1.1.0 was when it was promoted");
    expect(failed.error).toContain("the tag was pushed again since");
  });

  it("keeps its promise when the pods have it and the tag moves on", async () => {
    const number = await releasedWhen(index);
    await scanned(wanted, [second ?? ""]);
    const done = await see(pulled(index ?? ""), number);
    expect(statusOf(done)).toMatchObject({ item: "updated", release: "succeeded" });
  });

  it("succeeds by its name alone, and says so, where no digest is known", async () => {
    const number = await releasedWhen();
    const done = await see(pulled(index ?? ""), number);
    expect(statusOf(done)).toMatchObject({ item: "updated", release: "succeeded" });
    expect(done.items[0]?.progress?.message).toBe(
      "1 of 1 ready, by its tag: its digest is not known",
    );
  });
});
