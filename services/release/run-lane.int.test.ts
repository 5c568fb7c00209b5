import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";

import { firstFiles, fileOf, firstTags, image, services } from "#test/builders/shop.ts";
import type { ClusterName } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { readRelease } from "./read-release.ts";
import { runLane } from "./run-lane.ts";

let world: World;

beforeAll(async () => {
  world = await World.create();
});

afterAll(() => world.stop());

/** Everyone starts from the same files again, whatever was committed. */
afterEach(async () => {
  world.git.heal();
  await world.git.commit(firstFiles(), { message: "as before" });
});

function read(number: number) {
  return readRelease({ ctx: world.person("owner"), input: { number } });
}

async function commitsOf(number: number): Promise<readonly string[]> {
  const { id } = await read(number);
  const found = await world.git.git("log", "--format=%H", `--grep=Release-Id: ${id}`, "main");
  return found.split("\n").filter(Boolean);
}

async function edit(cluster: ClusterName, service: string, change: (text: string) => string) {
  const file = fileOf(cluster, service);
  return world.git.commit({ [file]: change(await world.git.read(file)) });
}

describe("a release", () => {
  it("commits what its plan showed, byte for byte, under its trailers", async () => {
    const plan = await world.plan({
      target: world.clusters.prod,
      source: { kind: "cluster", clusterId: world.clusters.stage },
    });
    expect(plan).toMatchObject({ status: "ready", sourceName: "stage", error: null });
    expect(plan.items.map(({ outcome }) => outcome)).toEqual(services.map(() => "update"));
    const number = await world.releasePlan(plan);
    await world.work("run-lane");
    const release = await read(number);
    expect(release).toMatchObject({ status: "running", commit: expect.any(String), error: null });
    expect(await plainDiff(plan.baseCommit ?? "", release.commit ?? "")).toBe(plan.diff);
    expect(await world.git.git("log", "-1", "--format=%B", release.commit ?? "")).toBe(
      `${plan.message}\nRelease-Id: ${release.id}\nRequested-By: owner <owner@acme.test>\nSource: stage\n\n`,
    );
  });

  it("shows its steps up to the push, and its items as committed", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    await world.work("run-lane");
    const { steps, items, events } = await read(number);
    expect(steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
      "calculate succeeded",
      "fetch succeeded",
      "update-files succeeded",
      "commit succeeded",
      "push succeeded",
      "sync running",
      "rollout pending",
      "result pending",
    ]);
    expect(items).toMatchObject([{ workload: "shop:deployment/cart", status: "committed" }]);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
  });

  it("is committed on top of what others changed meanwhile", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    const other = await edit("prod", "cart", (text) => `# a new first line\n${text}`);
    await world.work("run-lane");
    const { commit } = await read(number);
    expect(await world.git.git("rev-parse", `${commit}^`)).toBe(`${other}\n`);
    const text = await world.git.read(fileOf("prod", "cart"));
    expect(text.startsWith("# a new first line\n# cart in prod\n")).toBe(true);
    expect(text).toContain(`image: ${image("cart", "1.1.0")} # kept\n`);
  });

  it("ends as stale, naming what changed, when its own image was changed", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"], ["mail", "1.1.0"]);
    const theirs = await edit("prod", "cart", (text) => text.replace("1.0.0", "1.2.0"));
    await world.work("run-lane");
    const release = await read(number);
    expect(release).toMatchObject({ status: "failed", commit: null });
    expect(release.error).toBe(
      `plan-stale: shop:deployment/cart cart is ${image("cart", "1.2.0")} now (clusters/prod/cart.yaml:12), not ${image("cart", "1.0.0")}. Look at a new plan.`,
    );
    expect(release.items.map(({ status }) => status)).toEqual(["failed", "failed"]);
    expect(await world.git.git("rev-parse", "main")).toBe(`${theirs}\n`);
  });

  it("is a success without a commit when git already says it", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    await edit("prod", "cart", (text) => text.replace("1.0.0", "1.1.0"));
    await world.work("run-lane");
    const release = await read(number);
    expect(release).toMatchObject({ status: "succeeded", commit: null });
    expect(release.items).toMatchObject([{ status: "up-to-date" }]);
    expect(await commitsOf(number)).toEqual([]);
  });

  it("does not mind a file that cannot be read, and its plan names that file", async () => {
    await world.git.commit({ "clusters/prod/broken.yaml": "kind: [\n" });
    const plan = await world.plan({ target: world.clusters.prod, source: { kind: "image-repo" } });
    expect(plan.problems).toMatchObject([{ file: "clusters/prod/broken.yaml" }]);
    expect(plan.items.map(({ outcome }) => outcome)).toEqual(services.map(() => "update"));
    const number = await world.releasePlan(plan);
    await world.work("run-lane");
    expect(await commitsOf(number)).toHaveLength(1);
    await world.git.commit({ "clusters/prod/broken.yaml": null });
  });
});

describe("several releases of one lane", () => {
  it("are stacked, a commit each, in one push", async () => {
    const numbers = [
      await world.release("prod", ["cart", "1.1.0"]),
      await world.release("stage", ["cart", "1.2.0"]),
      await world.release("prod", ["mail", "1.1.0"]),
    ];
    const pushes = world.git.pushes;
    await world.work("run-lane");
    expect(world.git.pushes).toBe(pushes + 1);
    const commits = await Promise.all(numbers.map(async (number) => (await read(number)).commit));
    const log = await world.git.git("log", "-3", "--reverse", "--format=%H");
    expect(log.trim().split("\n")).toEqual(commits);
  });

  it("do not hold each other up: one that is stale ends, the next is committed", async () => {
    const stale = await world.release("prod", ["cart", "1.1.0"]);
    const good = await world.release("prod", ["mail", "1.1.0"]);
    await edit("prod", "cart", (text) => text.replace("1.0.0", "1.2.0"));
    await world.work("run-lane");
    expect(await read(stale)).toMatchObject({ status: "failed", commit: null });
    expect(await commitsOf(good)).toHaveLength(1);
  });

  it("that want the same image for one container: the second has nothing to do", async () => {
    const first = await world.release("prod", ["cart", "1.1.0"]);
    const second = await world.release("prod", ["cart", "1.1.0"]);
    await world.work("run-lane");
    expect(await read(first)).toMatchObject({ status: "running" });
    expect(await read(second)).toMatchObject({ status: "succeeded", commit: null });
  });

  it("that want different images for one container: the second is stale", async () => {
    const first = await world.release("prod", ["cart", "1.1.0"]);
    const second = await world.release("prod", ["cart", "1.2.0"]);
    await world.work("run-lane");
    expect(await commitsOf(first)).toHaveLength(1);
    expect((await read(second)).error).toMatch(/^plan-stale: .*is .*1\.1\.0 now/);
  });
});

describe("a git server in trouble", () => {
  it.each(["no-answer", "503", "503-on-push"] as const)(
    "%s: the release waits, says why and until when, and then succeeds",
    async (trouble) => {
      const number = await world.release("prod", ["cart", "1.1.0"]);
      const before = await world.git.count();
      world.git.fail(trouble);
      await world.work("run-lane");
      const waiting = await read(number);
      expect(waiting).toMatchObject({ status: "running", commit: null });
      expect(waiting.error).toMatch(
        /^The git server 127\.0\.0\.1:\d+ (does not answer: .+|answered with 503)\.$/,
      );
      expect(waiting.retryAt).toBe(new Date(world.clock.now().getTime() + 1_000).toISOString());
      world.git.heal();
      const laneId = await world.laneId();
      const input = { organizationId: world.organization.id, laneId };
      await runLane({ ctx: world.worker(), input });
      expect(await world.git.count()).toBe(before);
      world.pass(1_000);
      await runLane({ ctx: world.worker(), input });
      expect(await read(number)).toMatchObject({ status: "running", error: null, retryAt: null });
      expect(await commitsOf(number)).toHaveLength(1);
    },
  );

  it.each(["push-then-break", "push-then-half", "push-then-silence"] as const)(
    "%s: the commit is found again and not made twice",
    async (trouble) => {
      const number = await world.release("prod", ["cart", "1.1.0"]);
      world.git.fail(trouble);
      await world.work("run-lane").catch(() => undefined);
      world.git.heal();
      const later = await world.release("prod", ["mail", "1.1.0"]);
      world.pass(60_000);
      await world.work("run-lane");
      expect(await commitsOf(number)).toEqual([(await read(number)).commit]);
      expect(await commitsOf(later)).toHaveLength(1);
      expect((await read(number)).items).toMatchObject([{ status: "committed" }]);
    },
  );

  it("does not touch a release that had ended before", async () => {
    const stale = await world.release("prod", ["cart", "1.1.0"]);
    const good = await world.release("prod", ["mail", "1.1.0"]);
    await edit("prod", "cart", (text) => text.replace("1.0.0", "1.2.0"));
    const { git } = world.worker();
    await git.branch({ url: world.git.url, credentials: { kind: "none" } }, "main").fetch();
    world.git.fail("503-on-push");
    await world.work("run-lane");
    const ended = await read(stale);
    expect(ended).toMatchObject({ status: "failed", retryAt: null });
    expect(ended.error).toMatch(/^plan-stale/);
    expect(await read(good)).toMatchObject({ status: "running", retryAt: expect.any(String) });
    world.git.heal();
    world.pass(60_000);
    await runLane({
      ctx: world.worker(),
      input: { organizationId: world.organization.id, laneId: await world.laneId() },
    });
    expect(await commitsOf(good)).toHaveLength(1);
  });

  it("keeps the order: whoever comes later does not overtake who waits", async () => {
    const first = await world.release("prod", ["cart", "1.1.0"]);
    world.git.fail("503");
    await world.work("run-lane");
    world.git.heal();
    const second = await world.release("prod", ["cart", "1.2.0"]);
    await world.work("run-lane");
    expect(await commitsOf(first)).toHaveLength(1);
    expect(await read(second)).toMatchObject({ status: "failed" });
  });

  it("ends the release when it declines the push", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    await world.git.git("config", "receive.maxInputSize", "1");
    await world
      .work("run-lane")
      .finally(() => world.git.git("config", "--unset", "receive.maxInputSize"));
    const release = await read(number);
    expect(release).toMatchObject({ status: "failed", commit: null });
    expect(release.error).toMatch(/declined the push to main/);
  });
});

describe("races", () => {
  it("with someone else's commit are won by applying the edit again", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    world.git.beforeNextPush(() => edit("stage", "mail", (text) => `# faster\n${text}`));
    await world.work("run-lane");
    expect(await commitsOf(number)).toHaveLength(1);
    expect(await world.git.read(fileOf("stage", "mail"))).toMatch(/^# faster\n/);
    const { events } = await read(number);
    expect(events.map(({ message }) => message)).toContain(
      "another commit was faster; fetching again",
    );
  });

  it("with someone else's commit to the same image end as stale", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    world.git.beforeNextPush(() =>
      edit("prod", "cart", (text) => text.replace(firstTags.prod, "1.2.0")),
    );
    await world.work("run-lane");
    expect(await read(number)).toMatchObject({ status: "failed", commit: null });
    expect(await world.git.read(fileOf("prod", "cart"))).toContain("1.2.0");
  });

  it("of two workers end with one commit each", async () => {
    const numbers = [
      await world.release("prod", ["cart", "1.1.0"]),
      await world.release("prod", ["mail", "1.1.0"]),
    ];
    const input = { organizationId: world.organization.id, laneId: await world.laneId() };
    await Promise.all([
      runLane({ ctx: world.worker(world.newMachine()), input }),
      runLane({ ctx: world.worker(world.newMachine()), input }),
    ]);
    await world.work("run-lane");
    for (const number of numbers) expect(await commitsOf(number)).toHaveLength(1);
  });

  it("of two jobs of one worker end with one commit", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    const input = { organizationId: world.organization.id, laneId: await world.laneId() };
    const ctx = world.worker();
    await Promise.allSettled([runLane({ ctx, input }), runLane({ ctx, input })]);
    world.pass(60_000);
    await world.work("run-lane");
    expect(await commitsOf(number)).toHaveLength(1);
  });
});

describe("a second run", () => {
  it("does nothing", async () => {
    const number = await world.release("prod", ["cart", "1.1.0"]);
    const laneId = await world.laneId();
    await world.work("run-lane");
    const [tip, release] = [await world.git.git("rev-parse", "main"), await read(number)];
    const ctx = world.worker();
    await runLane({ ctx, input: { organizationId: world.organization.id, laneId } });
    expect(await world.git.git("rev-parse", "main")).toBe(tip);
    expect(await read(number)).toEqual(release);
  });
});

/** What `git diff` prints, without the ids of blobs and without the headings that git guesses for hunks. */
async function plainDiff(from: string, to: string): Promise<string> {
  const diff = await world.git.git("diff", from, to);
  return diff
    .split("\n")
    .filter((line) => !line.startsWith("index "))
    .map((line) => line.replace(/^(@@ .* @@).*$/, "$1"))
    .join("\n");
}
