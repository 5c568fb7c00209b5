import { randomUUID } from "node:crypto";
import { join } from "node:path";

import { createGitHost } from "#adapters/git/git-host.ts";
import { migrate } from "#adapters/store/migrate.ts";
import { createPrismaStore } from "#adapters/store/store.ts";
import type { Actor } from "#ports/store/actor.ts";
import type { Store, WriteIntent } from "#ports/store/store.ts";
import { ManifestCache } from "#services/config/manifest-cache.ts";
import { defaultCommitter } from "#services/release/committer.ts";
import { runLane } from "#services/release/run-lane.ts";
import type { WorkerContext } from "#services/worker-context.ts";
import { createRecordingBus } from "#test/builders/recording-bus.ts";
import { startScratchPostgres } from "#tools/postgres/scratch-postgres.ts";

import { deploymentFile } from "./generated-services.ts";
import type { GeneratedService } from "./generated-services.ts";

const clock = { now: () => new Date() };
const ids = { uuid: () => randomUUID(), secret: () => randomUUID() };
const actor: Actor = { type: "user", id: "bench", name: "Bench", email: "bench@stagecoach.test" };
const lifetimeMs = 3_600_000;

interface Place {
  readonly organizationId: string;
  readonly repositoryId: string;
  readonly clusterId: string;
}

/** An organization with one cluster on a branch, a real database, and workers in this process. */
export class LaneWorld {
  readonly #store: Store;
  readonly #place: Place;
  readonly #workers: readonly WorkerContext[];
  readonly #close: () => Promise<void>;

  private constructor(
    parts: {
      readonly store: Store;
      readonly place: Place;
      readonly workers: readonly WorkerContext[];
    },
    close: () => Promise<void>,
  ) {
    this.#store = parts.store;
    this.#place = parts.place;
    this.#workers = parts.workers;
    this.#close = close;
  }

  /** Each worker has mirrors and parsed files of its own, warm, as if it were alone on its machine. */
  static async start(input: {
    readonly folder: string;
    readonly url: string;
    readonly workers: number;
  }): Promise<LaneWorld> {
    const { folder, url, workers } = input;
    const postgres = await startScratchPostgres();
    await migrate({ ownerUrl: postgres.ownerUrl, directory: "prisma/migrations" });
    const bus = createRecordingBus();
    const store = createPrismaStore({ databaseUrl: postgres.appUrl, bus, clock });
    const place = await fill(store, url);
    const contexts = Array.from({ length: workers }, (_, at) =>
      worker({ store, place, folder: join(folder, `worker-${at}`) }),
    );
    for (const { git, manifests } of contexts) {
      const branch = git.branch({ url, credentials: { kind: "none" } }, "main");
      await manifests.read(branch, await branch.fetch());
    }
    return new LaneWorld({ store, place, workers: contexts }, async () => {
      await store.close();
      await postgres.close();
    });
  }

  /** A release for each service waits in the lane; returns the lane. */
  async release(services: readonly GeneratedService[], tags: Tags): Promise<string> {
    let lane = "";
    for (const service of services) {
      const planId = randomUUID();
      const created = await this.#store.write(this.#place.organizationId, intent, async (tx) => {
        await tx.createPlan(newPlan(planId, this.#place));
        return null;
      });
      if (created !== null) throw new Error("a plan has no lane");
      await this.#store.record(this.#place.organizationId, (tx) => tx.recordPlan(planId, noDiff));
      const made = await this.#store.write(this.#place.organizationId, intent, (tx) =>
        tx.createRelease(newRelease(planId, this.#place, { service, tags })),
      );
      lane = made?.laneId ?? lane;
    }
    return lane;
  }

  /** All workers hear of the lane at once; resolves when nobody has anything left to do. */
  async work(laneId: string): Promise<void> {
    const { organizationId } = this.#place;
    const input = { organizationId, laneId };
    await Promise.all(this.#workers.map((ctx) => runLane({ ctx, input })));
  }

  /** How often a commit was tried for the releases that were made last. */
  async tries(count: number): Promise<number> {
    const releases = await this.#store.read(this.#place.organizationId, (tx) =>
      tx.releases({ limit: count }),
    );
    const open = releases.filter(({ commit }) => commit === null);
    if (open.length > 0) throw new Error(`${open.length} releases have no commit`);
    return releases.reduce((sum, { attempts }) => sum + attempts, 0);
  }

  close(): Promise<void> {
    return this.#close();
  }
}

export interface Tags {
  readonly from: string;
  readonly to: string;
}

const intent: WriteIntent = {
  permission: "organization.manage",
  event: "cluster.created",
  actor,
  grant: { role: "owner", promoteTo: null },
  subject: "bench",
};

const noDiff = {
  baseCommit: null,
  items: [],
  edits: [],
  diff: "",
  files: [],
  title: "bench",
  message: "bench\n",
  problems: [],
  hash: "bench",
} as const;

async function fill(store: Store, url: string): Promise<Place> {
  const organization = { id: randomUUID(), slug: "bench", name: "Bench" };
  await store.system.createOrganization({ organization, owner: null, actor, now: clock.now() });
  const [repositoryId, clusterId] = [randomUUID(), randomUUID()];
  await store.write(organization.id, intent, async (tx) => {
    await tx.putConfigRepository({ id: repositoryId, url, credentials: { kind: "none" } });
    const createdAt = clock.now();
    await tx.createCluster({
      id: clusterId,
      name: "dev",
      environment: "dev",
      position: 0,
      createdAt,
    });
    await tx.putClusterSource({ clusterId, repositoryId, branch: "main", path: "apps" });
  });
  return { organizationId: organization.id, repositoryId, clusterId };
}

function worker(input: {
  readonly store: Store;
  readonly place: Place;
  readonly folder: string;
}): WorkerContext {
  const { store, place, folder } = input;
  return {
    organizationId: place.organizationId,
    store,
    git: createGitHost({ folder }),
    manifests: new ManifestCache(),
    committer: defaultCommitter,
    registry: () => {
      throw new Error("a lane asks no registry");
    },
    secrets: { seal: (text) => text, open: (text) => text },
    clock,
    ids,
    owner: randomUUID(),
    signal: new AbortController().signal,
  };
}

function newPlan(id: string, { clusterId }: Place) {
  const now = clock.now();
  return {
    id,
    requestedBy: actor,
    clusterId,
    source: { kind: "image-repo" },
    selection: null,
    scope: null,
    subject: null,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeMs),
  } as const;
}

function newRelease(
  planId: string,
  { clusterId, repositoryId }: Place,
  { service, tags }: { readonly service: GeneratedService; readonly tags: Tags },
) {
  const { namespace, name, image } = service;
  return {
    id: randomUUID(),
    planId,
    clusterId,
    repositoryId,
    branch: "main",
    source: { kind: "image-repo" },
    sourceName: "Image Repo",
    title: name,
    message: `promote(dev): ${name}\n`,
    diff: "",
    edits: [],
    requestedBy: actor,
    rollbackOf: null,
    baseCommit: null,
    createdAt: clock.now(),
    idempotencyKey: planId,
    items: [
      {
        id: randomUUID(),
        workload: `${namespace}:deployment/${name}`,
        container: name,
        init: false,
        status: "pending",
        reason: null,
        from: `${image}:${tags.from}`,
        to: `${image}:${tags.to}`,
        digests: [],
        file: deploymentFile(service),
        line: null,
        flags: [],
        compareUrl: null,
        finishedAt: null,
      },
    ],
  } as const;
}
