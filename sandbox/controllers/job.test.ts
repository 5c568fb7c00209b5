import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { conditionOf } from "./conditions.ts";
import { jobSpec } from "./test-manifests.ts";
import { eventually, found, startTestWorld, type TestWorld } from "./test-world.ts";

const kind = "jobs.batch";
let world: TestWorld;

beforeAll(async () => {
  world = await startTestWorld();
  world.registry.push("acme/task:1");
  world.registry.push("acme/task:bad", { "sandbox.stagecoach.dev/behaviour": "crash" });
});
afterAll(() => world.close());

function apply(name: string, tag: string, spec: object = {}): Promise<void> {
  return world.apply({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name },
    spec: { ...jobSpec(`ghcr.io/acme/task:${tag}`), ...spec },
  });
}

describe("a Job", () => {
  it("is complete when enough of its pods have succeeded", async () => {
    await apply("two", "1", { completions: 2 });
    const job = await eventually(world, {
      kind,
      name: "two",
      is: ({ status }) => conditionOf(status?.conditions, "Complete")?.status === "True",
    });
    expect(job.status).toMatchObject({
      succeeded: 2,
      startTime: expect.any(String),
      completionTime: expect.any(String),
    });
    const pods = world.objects.owned("pods", job);
    expect(pods.map(({ status }) => status?.phase)).toEqual(["Succeeded", "Succeeded"]);
  });

  it("has failed when its back-off limit is exceeded", async () => {
    await apply("failing", "bad", { backoffLimit: 0 });
    const job = await eventually(world, {
      kind,
      name: "failing",
      is: ({ status }) => conditionOf(status?.conditions, "Failed")?.status === "True",
    });
    expect(conditionOf(job.status?.conditions, "Failed")?.reason).toBe("BackoffLimitExceeded");
    const [pod] = world.objects.owned("pods", job);
    expect(pod?.status).toMatchObject({
      phase: "Failed",
      containerStatuses: [{ state: { terminated: { exitCode: 1, reason: "Error" } } }],
    });
  });

  it("waits while it is suspended", async () => {
    await apply("suspended", "1", { suspend: true });
    await eventually(world, {
      kind,
      name: "suspended",
      is: ({ status }) => conditionOf(status?.conditions, "Suspended")?.status === "True",
    });
    await apply("suspended", "1", { suspend: false });
    await eventually(world, {
      kind,
      name: "suspended",
      is: ({ status }) => conditionOf(status?.conditions, "Complete")?.status === "True",
    });
  });
});

describe("a CronJob", () => {
  it("has run the job that was due", async () => {
    const owner = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "nightly" },
      spec: {
        schedule: "* * * * *",
        jobTemplate: { spec: jobSpec("ghcr.io/acme/task:1") },
      },
    };
    await world.apply(owner);
    const path = "/apis/batch/v1/namespaces/default/cronjobs/nightly/status";
    const longAgo = new Date(Date.now() - 120_000).toISOString();
    await world.client.merge(path, { status: { lastScheduleTime: longAgo } });
    const job = await found(() =>
      world.objects.list(kind).find(({ metadata }) => metadata.name.startsWith("nightly-")),
    );
    expect(job.metadata.ownerReferences).toMatchObject([{ kind: "CronJob", name: "nightly" }]);
    const cron = await eventually(world, {
      kind: "cronjobs.batch",
      name: "nightly",
      is: ({ status }) => status?.lastSuccessfulTime !== undefined,
    });
    expect(cron.status?.lastScheduleTime).toMatch(/:00Z$/);
  });
});
