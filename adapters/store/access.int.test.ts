import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Permission } from "#domain/access/can.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import { releaseChange } from "#test/builders/release-change.ts";
import { addCluster, addRelease, newPlan, newRelease } from "#test/builders/release-world.ts";
import { intent, later, openTestStore, testTime, viewer } from "#test/builders/test-store.ts";
import type { TestStore } from "#test/builders/test-store.ts";
import { workload } from "#test/observed-workload.ts";

const commandId = randomUUID();
const imageRepositoryId = randomUUID();
const key = "shop:deployment/checkout";

let world: TestStore;
let acme: string;
let globex: string;
let known: {
  readonly clusterId: string;
  readonly repositoryId: string;
  readonly planId: string;
  readonly release: { readonly id: string; readonly number: number; readonly laneId: string };
  readonly idempotencyKey: string;
};

/** One organization that has something of everything, and one that has nothing. */
beforeAll(async () => {
  world = await openTestStore();
  acme = (await world.addOrganization("acme")).id;
  globex = (await world.addOrganization("globex")).id;
  const place = await addCluster(world.store, acme);
  const { clusterId } = place;
  const plan = newPlan(clusterId);
  await world.store.write(acme, intent(), async (tx) => {
    await tx.createPlan(plan);
    const registry = { host: "r.test", endpoint: "https://r.test", username: null, password: null };
    await tx.putRegistry({ id: randomUUID(), ...registry });
    const token = { id: randomUUID(), clusterId, hash: "h", createdAt: testTime };
    await tx.addEnrolmentToken({ ...token, expiresAt: later(60_000) });
  });
  const idempotencyKey = "press-once";
  const release = await addRelease(world.store, acme, { place, changes: { idempotencyKey } });
  await world.store.record(acme, async (tx) => {
    const session = await tx.openSession({
      clusterId,
      now: testTime,
      agentVersion: "1",
      kubernetesVersion: "1.35",
      missingRights: [],
    });
    await tx.applyState({
      clusterId,
      sessionEpoch: session.sessionEpoch,
      cursor: { epoch: "e", seq: 1 },
      at: testTime,
      kind: "snapshot",
      upserts: [{ key, observed: workload() }],
      deletes: [],
    });
    const manifest = { file: "a.yaml", line: 1, containers: [], locked: null, filters: {} };
    await tx.recordManifests({
      clusterId,
      tip: "a".repeat(40),
      readAt: testTime,
      problems: [],
      manifests: [{ key, ...manifest }],
      engines: [
        { kind: "kustomization", namespace: "flux", name: "apps", file: "a.yaml", line: 1 },
      ],
    });
    await tx.addImageRepositories([{ id: imageRepositoryId, name: "r.test/shop" }]);
    const image = {
      tag: "1",
      digest: null,
      digests: [],
      createdAt: null,
      revision: null,
      source: null,
    };
    await tx.recordScan({
      repositoryId: imageRepositoryId,
      at: testTime,
      images: [image],
      tags: ["1"],
    });
    await tx.addCommand({
      id: commandId,
      clusterId,
      type: "sync",
      payload: {},
      createdAt: testTime,
      notAfter: later(60_000),
    });
    await tx.putBundle("digest", Buffer.from("content"));
    await tx.changeReleases([
      releaseChange(release.id, {
        events: [
          {
            at: testTime,
            level: "info",
            step: "fetch",
            message: "fetched",
          },
        ],
      }),
    ]);
    await tx.changeReleases([releaseChange(release.id, { release: { commit: "c".repeat(40) } })]);
    await tx.emit({ kind: "matrix" });
  });
  known = { ...place, planId: plan.id, release, idempotencyKey };
});
afterAll(() => world.close());

const questions: readonly (readonly [string, (tx: TenantReader) => Promise<unknown>])[] = [
  ["clusters", (tx) => tx.clusters()],
  ["a cluster", (tx) => tx.cluster(known.clusterId)],
  ["an enrolment", (tx) => tx.enrolment(known.clusterId)],
  ["config repositories", (tx) => tx.configRepositories()],
  ["cluster sources", (tx) => tx.clusterSources()],
  ["a cluster source", (tx) => tx.clusterSource(known.clusterId)],
  ["workloads", (tx) => tx.workloads()],
  ["workloads of a cluster", (tx) => tx.workloads({ clusterId: known.clusterId })],
  ["manifests", (tx) => tx.manifests()],
  ["files of engines", async (tx) => [...(await tx.engineFiles()).keys()]],
  ["registries", (tx) => tx.registries()],
  ["image repositories", (tx) => tx.imageRepositories()],
  ["an image repository", (tx) => tx.imageRepository(imageRepositoryId)],
  ["images", (tx) => tx.images()],
  ["tagged images", (tx) => tx.taggedImages([{ repository: "r.test/shop", tag: "1" }])],
  ["images of a repository", (tx) => tx.images(["r.test/shop"])],
  ["a plan", (tx) => tx.plan(known.planId)],
  ["a release", (tx) => tx.release(known.release.number)],
  ["a release by id", (tx) => tx.releaseById(known.release.id)],
  ["a release by idempotency key", (tx) => tx.releaseByIdempotencyKey(known.idempotencyKey)],
  ["releases", (tx) => tx.releases({ limit: 10 })],
  ["release steps", (tx) => tx.releaseSteps(known.release.id)],
  ["release items", (tx) => tx.releaseItems(known.release.id)],
  ["release events", (tx) => tx.releaseEvents(known.release.id)],
  ["last changes", (tx) => tx.lastChanges(key)],
  ["a lane", (tx) => tx.lane(known.release.laneId)],
  ["a lane's releases", (tx) => tx.laneReleases(known.release.laneId)],
  ["open commands", (tx) => tx.openCommands(known.clusterId, testTime)],
  ["a bundle", (tx) => tx.bundle("digest")],
  ["stream events", async (tx) => (await tx.streamEvents(0, 10)).events],
];

function isNothing(answer: unknown): boolean {
  return answer === null || (Array.isArray(answer) && answer.length === 0);
}

describe("what belongs to an organization", () => {
  it.each(questions)("is seen there: %s", async (_what, ask) => {
    expect(isNothing(await world.store.read(acme, ask))).toBe(false);
  });

  it.each(questions)("is not seen by another: %s", async (_what, ask) => {
    expect(isNothing(await world.store.read(globex, ask))).toBe(true);
  });

  it("is not seen where the organization does not exist", async () => {
    for (const [, ask] of questions) {
      expect(isNothing(await world.store.read(randomUUID(), ask))).toBe(true);
    }
  });
});

describe("another organization", () => {
  it("cannot change a cluster's state, commands, releases, plans or lanes", async () => {
    const { clusterId, release, planId } = known;
    const before = await snapshot();
    await world.store.record(globex, async (tx) => {
      const cursor = { epoch: "x", seq: 9 };
      const change = { clusterId, sessionEpoch: 1, cursor, at: later(1) };
      expect(await tx.applyState({ ...change, kind: "snapshot", upserts: [], deletes: [] })).toBe(
        false,
      );
      const touch = { clusterId, sessionEpoch: 1, now: later(1), connected: false };
      expect(await tx.touchSession(touch)).toBe(false);
      const done = { clusterId, id: commandId, at: later(1), result: null };
      await tx.recordCommand({ ...done, state: "failed" });
      await tx.changeReleases([releaseChange(release.id, { release: { status: "failed" } })]);
      await tx.changeReleases([
        releaseChange(release.id, { steps: new Map([["fetch", { status: "failed" }]]) }),
      ]);
      await tx.failPlan(planId, "no");
      await tx.recordScan({ repositoryId: imageRepositoryId, at: later(1), images: [], tags: [] });
      const lane = { laneId: release.laneId, owner: "globex", now: later(1), milliseconds: 1_000 };
      expect(await tx.takeLane(lane)).toBeNull();
    });
    await world.store.write(globex, intent(), (tx) => tx.removeCluster(clusterId));
    expect(await snapshot()).toEqual(before);
  });

  it.each([
    [
      "a source",
      (tx: TenantWriter) =>
        tx.putClusterSource({
          clusterId: known.clusterId,
          repositoryId: known.repositoryId,
          branch: "b",
          path: "",
        }),
    ],
    [
      "a token",
      (tx: TenantWriter) =>
        tx.addEnrolmentToken({
          id: randomUUID(),
          clusterId: known.clusterId,
          hash: "x",
          createdAt: testTime,
          expiresAt: later(1),
        }),
    ],
    [
      "a release",
      (tx: TenantWriter) =>
        tx.createRelease(newRelease(known, known.planId)).then((made) => {
          if (!made) throw new Error("There is no such plan");
        }),
    ],
  ] as const)("cannot add %s to it", async (_what, work) => {
    await expect(world.store.write(globex, intent(), work)).rejects.toThrow();
  });

  function snapshot() {
    return world.store.read(acme, async (tx) => {
      const answers: unknown[] = [];
      for (const [, ask] of questions) answers.push(await ask(tx));
      return answers;
    });
  }
});

describe("a viewer", () => {
  const writes: readonly (readonly [Permission, (tx: TenantWriter) => Promise<unknown>])[] = [
    [
      "cluster.enrol",
      (tx) =>
        tx.putRegistry({
          id: randomUUID(),
          host: "evil",
          endpoint: "e",
          username: null,
          password: null,
        }),
    ],
    ["cluster.remove", (tx) => tx.removeCluster(known.clusterId)],
    [
      "member.manage",
      (tx) => tx.addInvitation({ id: randomUUID(), email: "e@x.test", grant: viewer }),
    ],
    ["organization.manage", (tx) => tx.addMember({ userId: "eve", grant: viewer })],
    ["plan.create", (tx) => tx.createPlan(newPlan(known.clusterId))],
    ["release.create", (tx) => tx.createRelease(newRelease(known, known.planId))],
    ["release.rollback", (tx) => tx.createRelease(newRelease(known, known.planId))],
  ];

  it.each(writes)("cannot write with %s, and the work never runs", async (permission, work) => {
    let ran = false;
    const attempt = world.store.write(acme, intent(permission, { grant: viewer }), async (tx) => {
      ran = true;
      await work(tx);
    });
    await expect(attempt).rejects.toMatchObject({ code: "forbidden", data: { permission } });
    expect(ran).toBe(false);
  });

  it("may be allowed for one environment and refused for another", async () => {
    const grant = { role: "promoter", promoteTo: ["dev"] } as const;
    const ask = { ...intent("release.create", { grant }), environment: "prod" };
    const refused = world.store.write(acme, ask, async () => {});
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
    await world.store.write(acme, { ...ask, environment: "dev" }, async () => {});
  });
});
