import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { TenantContext } from "#services/context.ts";
import { running } from "#test/builders/shop.ts";
import { World } from "#test/world.ts";

import { createCluster } from "./cluster/create-cluster.ts";
import { listClusters } from "./cluster/list-clusters.ts";
import { readEnrolment } from "./cluster/read-enrolment.ts";
import { removeCluster } from "./cluster/remove-cluster.ts";
import { renewEnrolment } from "./cluster/renew-enrolment.ts";
import { rotateAgentKey } from "./cluster/rotate-agent-key.ts";
import { readClusterEngines } from "./engine/read-cluster-engines.ts";
import { readEvents } from "./events/read-events.ts";
import { askPodLogs } from "./logs/ask-pod-logs.ts";
import { readMatrix } from "./matrix/read-matrix.ts";
import { createPlan } from "./plan/create-plan.ts";
import { readPlan } from "./plan/read-plan.ts";
import { createRelease } from "./release/create-release.ts";
import { listReleases } from "./release/list-releases.ts";
import { readRelease } from "./release/read-release.ts";
import { agreeToSync } from "./sync/agree-to-sync.ts";
import { askSync } from "./sync/ask-sync.ts";
import { compareWithGit } from "./sync/compare-with-git.ts";
import { readSync } from "./sync/read-sync.ts";
import { syncAgain } from "./sync/sync-again.ts";
import { readWorkload } from "./workload/read-workload.ts";

const gatewayUrl = "https://gateway.test";
const key = "shop:deployment/cart";

let world: World;
let planId: string;
let released: number;

beforeAll(async () => {
  world = await World.create();
  const source = { kind: "image-repo" } as const;
  planId = (await world.plan({ target: world.clusters.prod, source })).id;
  released = await world.release("prod", ["cart", "1.1.0"]);
  await world.report("prod", [running("cart", "1.0.0")]);
  const synced = { revision: "r1", root: "clusters/prod", digest: "d".repeat(64) };
  const ctx = { clock: world.clock, ids: world.person("owner").ids };
  await world.store.record(world.organization.id, (tx) =>
    askSync(tx, { ctx, wanted: { clusterId: world.clusters.prod, ...synced } }),
  );
});

afterAll(() => world.stop());

type Act = (ctx: TenantContext) => Promise<unknown>;

const writing: readonly { readonly verb: string; readonly act: Act }[] = [
  {
    verb: "createPlan",
    act: (ctx) =>
      createPlan({ ctx, input: { target: world.clusters.prod, source: { kind: "image-repo" } } }),
  },
  {
    verb: "createRelease",
    act: (ctx) => createRelease({ ctx, input: { planId, idempotencyKey: randomUUID() } }),
  },
  {
    verb: "createCluster",
    act: (ctx) => createCluster({ ctx, input: { name: "new", environment: "dev" }, gatewayUrl }),
  },
  {
    verb: "renewEnrolment",
    act: (ctx) => renewEnrolment({ ctx, input: { id: world.clusters.prod }, gatewayUrl }),
  },
  {
    verb: "removeCluster",
    act: (ctx) => removeCluster({ ctx, input: { id: world.clusters.prod } }),
  },
  {
    verb: "rotateAgentKey",
    act: (ctx) => rotateAgentKey({ ctx, input: { clusterId: world.clusters.prod } }),
  },
  {
    verb: "syncAgain",
    act: (ctx) => syncAgain({ ctx, input: { clusterId: world.clusters.prod } }),
  },
  {
    verb: "agreeToSync",
    act: (ctx) =>
      agreeToSync({
        ctx,
        input: {
          clusterId: world.clusters.prod,
          commandId: randomUUID(),
          reportedAt: "",
          consents: ["force"],
        },
      }),
  },
  {
    verb: "compareWithGit",
    act: (ctx) => compareWithGit({ ctx, input: { clusterId: world.clusters.prod } }),
  },
  {
    verb: "askPodLogs",
    act: (ctx) =>
      askPodLogs({
        ctx,
        input: { clusterId: world.clusters.prod, workload: key, pod: "cart-0" },
      }),
  },
];

const reading: readonly { readonly verb: string; readonly act: Act }[] = [
  { verb: "readPlan", act: (ctx) => readPlan({ ctx, input: { id: planId } }) },
  { verb: "readRelease", act: (ctx) => readRelease({ ctx, input: { number: released } }) },
  {
    verb: "readSync",
    act: (ctx) => readSync({ ctx, input: { clusterId: world.clusters.prod } }),
  },
  { verb: "readWorkload", act: (ctx) => readWorkload({ ctx, input: { key } }) },
  {
    verb: "readEnrolment",
    act: (ctx) => readEnrolment({ ctx, input: { id: world.clusters.prod } }),
  },
  {
    verb: "readClusterEngines",
    act: (ctx) => readClusterEngines({ ctx, input: { id: world.clusters.prod } }),
  },
];

const listing: readonly {
  readonly verb: string;
  readonly act: Act;
  readonly nothing: object;
}[] = [
  { verb: "listClusters", act: (ctx) => listClusters({ ctx }), nothing: { items: [] } },
  {
    verb: "listReleases",
    act: (ctx) => listReleases({ ctx, input: { limit: 50 } }),
    nothing: { items: [], nextCursor: null },
  },
  { verb: "readMatrix", act: (ctx) => readMatrix({ ctx }), nothing: { columns: [], rows: [] } },
  {
    verb: "readEvents",
    act: (ctx) => readEvents({ ctx, input: { after: 0 } }),
    nothing: { events: [], last: 0 },
  },
];

describe("a viewer", () => {
  it.each(writing)("may not $verb", async ({ act }) => {
    await expect(act(world.person("viewer"))).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each([...reading, ...listing])("may $verb", async ({ act }) => {
    await expect(act(world.person("viewer"))).resolves.toBeDefined();
  });
});

describe("a promoter of dev", () => {
  it.each(writing)("may not $verb of prod", async ({ act }) => {
    await expect(act(world.person("promoter"))).rejects.toMatchObject({ code: "forbidden" });
  });

  it("may plan and release to dev", async () => {
    const ctx = world.person("promoter");
    const source = { kind: "cluster", clusterId: world.clusters.stage } as const;
    const plan = await world.plan({ target: world.clusters.dev, source }, ctx);
    const input = { planId: plan.id, idempotencyKey: randomUUID() };
    expect(await createRelease({ ctx, input })).toMatchObject({ replayed: false });
  });

  it("may not take a release to prod back", async () => {
    const source = { kind: "release", number: released } as const;
    const input = { target: world.clusters.prod, source };
    await expect(createPlan({ ctx: world.person("promoter"), input })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("another organization", () => {
  const changing = writing.filter(({ verb }) => verb !== "createCluster");

  it.each([...reading, ...changing])("finds nothing to $verb", async ({ act }) => {
    await expect(act(world.outsider())).rejects.toMatchObject({ code: "not-found" });
  });

  it.each(listing)("sees nothing in $verb", async ({ act, nothing }) => {
    expect(await act(world.outsider())).toMatchObject(nothing);
  });

  it("cannot name our cluster or release as its source", async () => {
    const ctx = world.outsider();
    await createCluster({
      ctx,
      input: {
        name: "theirs",
        environment: "prod",
        source: { repository: world.git.url, branch: "main", path: "clusters/prod" },
      },
      gatewayUrl,
    });
    const { items } = await listClusters({ ctx });
    const target = items[0]?.id ?? "";
    for (const source of [
      { kind: "cluster", clusterId: world.clusters.stage },
      { kind: "release", number: released },
    ] as const) {
      await expect(createPlan({ ctx, input: { target, source } })).rejects.toMatchObject({
        code: "not-found",
      });
    }
  });
});
