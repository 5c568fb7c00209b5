import { randomUUID } from "node:crypto";

import { createGitHost } from "#adapters/git/git-host.ts";
import { makeSigningKey } from "#adapters/git/ssh-signature.ts";
import { OciImageRegistry } from "#adapters/registry/oci-image-registry.ts";
import type { PlanRequest, PlanResponse } from "#contracts/api/plan.ts";
import type { JobName } from "#contracts/jobs.ts";
import type { Grant } from "#domain/access/can.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { Queue } from "#ports/queue.ts";
import type { Secrets } from "#ports/secrets.ts";
import type { OrganizationRow } from "#ports/store/organization-rows.ts";
import { ManifestCache } from "#services/config/manifest-cache.ts";
import type { TenantContext } from "#services/context.ts";
import { createPlan } from "#services/plan/create-plan.ts";
import { defaultCommitter } from "#services/release/committer.ts";
import { createRelease } from "#services/release/create-release.ts";
import type { WorkerContext } from "#services/worker-context.ts";
import { jobHandlers } from "#workers/catalog.ts";
import { relayOutbox } from "#workers/relay.ts";

import { firstFiles, firstTags, running, services, tags } from "./builders/shop.ts";
import type { ClusterName } from "./builders/shop.ts";
import { intent, openTestStore, owner, testTime, viewer } from "./builders/test-store.ts";
import type { TestStore } from "./builders/test-store.ts";
import { GitServer } from "./git-server.ts";
import { ociImage } from "./oci-image.ts";
import { OciRegistryServer } from "./oci-registry-server.ts";

const ids = { uuid: () => randomUUID(), secret: () => randomUUID() };
const noSecrets: Secrets = { seal: (text) => text, open: (text) => text };
const agent = { agentVersion: "1.0.0", kubernetesVersion: "1.34", missingRights: [] };
const contextsOf = {
  owner,
  promoter: { role: "promoter", promoteTo: ["dev"] },
  viewer,
} as const satisfies Record<string, Grant>;

interface RungJob {
  readonly name: JobName;
  readonly run: (ctx: WorkerContext) => Promise<void>;
}

/**
 * An organization with the clusters dev, stage and prod on one branch of a real git server, images in a real
 * registry, and a database of its own. Time stands still until `pass`.
 */
export class World {
  readonly testStore: TestStore;
  readonly git: GitServer;
  readonly registry: OciRegistryServer;
  readonly organization: OrganizationRow;
  readonly stranger: OrganizationRow;
  readonly clusters: Readonly<Record<ClusterName, string>>;
  readonly repositoryId: string;
  #rung: RungJob[] = [];
  readonly #machine: Pick<WorkerContext, "git" | "manifests">;
  #now = testTime.getTime();
  #sessions = new Map<string, { epoch: number; seq: number }>();

  private constructor(parts: {
    readonly testStore: TestStore;
    readonly git: GitServer;
    readonly registry: OciRegistryServer;
    readonly organization: OrganizationRow;
    readonly stranger: OrganizationRow;
  }) {
    this.testStore = parts.testStore;
    this.git = parts.git;
    this.registry = parts.registry;
    this.organization = parts.organization;
    this.stranger = parts.stranger;
    this.clusters = { dev: randomUUID(), stage: randomUUID(), prod: randomUUID() };
    this.repositoryId = randomUUID();
    this.#machine = this.newMachine();
  }

  static async create(): Promise<World> {
    const [testStore, git, registry] = await Promise.all([
      openTestStore(),
      GitServer.start(firstFiles()),
      OciRegistryServer.start(),
    ]);
    const organization = await testStore.addOrganization("acme");
    const stranger = await testStore.addOrganization("globex");
    const world = new World({ testStore, git, registry, organization, stranger });
    await world.#fill();
    return world;
  }

  get store() {
    return this.testStore.store;
  }

  readonly clock = { now: () => new Date(this.#now) };

  pass(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** A person of the organization; the promoter may change dev only. */
  person(name: keyof typeof contextsOf): TenantContext {
    return this.#context(this.organization, contextsOf[name], name);
  }

  /** The owner of another organization. */
  outsider(): TenantContext {
    return this.#context(this.stranger, owner, "outsider");
  }

  /** A worker process; all of them share a mirror unless `changes` bring a machine of their own. */
  worker(changes: Partial<WorkerContext> = {}): WorkerContext {
    return {
      organizationId: this.organization.id,
      store: this.store,
      ...this.#machine,
      committer: defaultCommitter,
      registry: (accesses) => new OciImageRegistry({ accesses }),
      secrets: noSecrets,
      clock: this.clock,
      ids,
      owner: randomUUID(),
      signal: new AbortController().signal,
      ...changes,
    };
  }

  /** A disk and a memory on which nothing of the repository is yet. */
  newMachine(): Pick<WorkerContext, "git" | "manifests"> {
    const folder = this.git.folder(`mirror-${randomUUID()}`);
    return { git: createGitHost({ folder }), manifests: new ManifestCache() };
  }

  /** Asks for a plan and has it calculated. */
  async plan(request: PlanRequest, ctx = this.person("owner")): Promise<PlanResponse> {
    const failed = Promise.withResolvers<never>();
    const stop = await this.testStore.bus.listen("outbox", () => {
      this.work("calculate-plan").catch(failed.reject);
    });
    try {
      return await Promise.race([createPlan({ ctx, input: request }), failed.promise]);
    } finally {
      await stop();
    }
  }

  /** Plans `service` to `tag` in a cluster and releases it; nothing is committed yet. */
  async release(
    cluster: ClusterName,
    ...wanted: readonly (readonly [service: string, tag: string])[]
  ): Promise<number> {
    const plan = await this.plan({
      target: this.clusters[cluster],
      source: { kind: "image-repo" },
      selection: wanted.map(([service, tag]) => ({
        workload: `shop:deployment/${service}`,
        containers: [{ name: service, tag }],
      })),
    });
    return this.releasePlan(plan);
  }

  async releasePlan(plan: PlanResponse): Promise<number> {
    const input = { planId: plan.id, idempotencyKey: randomUUID() };
    return (await createRelease({ ctx: this.person("owner"), input })).number;
  }

  /** Relays the outbox and does the jobs of this name that were rung; returns how many there were. */
  async work(name: JobName, ctx = this.worker()): Promise<number> {
    await relayOutbox(this.store, this.#queue);
    const mine = this.#rung.filter((job) => job.name === name);
    this.#rung = this.#rung.filter((job) => job.name !== name);
    for (const { run } of mine) await run(ctx);
    return mine.length;
  }

  readonly #queue: Queue = {
    ring: async (name, payload) => {
      const run = (ctx: WorkerContext) => jobHandlers(() => ctx)[name](payload, ctx.signal);
      this.#rung.push({ name, run });
    },
    close: async () => {},
  };

  /** The one lane of the world; there is one as soon as something was released. */
  async laneId(): Promise<string> {
    const due = await this.store.system.dueWork(new Date(this.#now + 86_400_000), {
      scanMs: 1,
      branchMs: 1,
    });
    const lane = due.lanes.find(({ organizationId }) => organizationId === this.organization.id);
    if (!lane) throw new Error("no lane has work");
    return lane.laneId;
  }

  /** The agent of a cluster connects, or speaks again, and reports all its workloads. */
  async report(cluster: ClusterName, workloads: readonly ObservedWorkload[]): Promise<void> {
    const clusterId = this.clusters[cluster];
    await this.store.record(this.organization.id, async (tx) => {
      const known = this.#sessions.get(clusterId);
      const opened = known
        ? null
        : await tx.openSession({ clusterId, now: this.clock.now(), ...agent });
      const epoch = known?.epoch ?? opened?.sessionEpoch ?? 0;
      const seq = (known?.seq ?? 0) + 1;
      this.#sessions.set(clusterId, { epoch, seq });
      await tx.applyState({
        clusterId,
        sessionEpoch: epoch,
        cursor: { epoch: "agent", seq },
        at: this.clock.now(),
        kind: "snapshot",
        upserts: workloads.map((observed) => ({ key: workloadKey(observed), observed })),
        deletes: [],
      });
    });
  }

  /** The agent of a cluster falls silent. */
  async disconnect(cluster: ClusterName): Promise<void> {
    const clusterId = this.clusters[cluster];
    const sessionEpoch = this.#sessions.get(clusterId)?.epoch ?? 0;
    this.#sessions.delete(clusterId);
    await this.store.record(this.organization.id, (tx) =>
      tx.touchSession({ clusterId, sessionEpoch, now: this.clock.now(), connected: false }),
    );
  }

  async stop(): Promise<void> {
    await this.testStore.close();
    await this.registry.stop();
    await this.git.stop();
  }

  #context(organization: OrganizationRow, grant: Grant, name: string): TenantContext {
    return {
      organization,
      actor: { type: "user", id: name, name, email: `${name}@acme.test` },
      grant,
      store: this.store,
      bus: this.testStore.bus,
      clock: this.clock,
      ids,
      secrets: noSecrets,
      signingKeys: { make: makeSigningKey },
    };
  }

  async #fill(): Promise<void> {
    await this.store.write(this.organization.id, intent("cluster.enrol"), async (tx) => {
      await tx.putConfigRepository({
        id: this.repositoryId,
        url: this.git.url,
        credentials: { kind: "none" },
      });
      await tx.putRegistry({
        id: randomUUID(),
        host: "registry.test",
        endpoint: this.registry.origin,
        username: null,
        password: null,
      });
      for (const [position, name] of (["dev", "stage", "prod"] as const).entries()) {
        const id = this.clusters[name];
        await tx.createCluster({ id, name, environment: name, position, createdAt: testTime });
        const source = {
          repositoryId: this.repositoryId,
          branch: "main",
          path: `clusters/${name}`,
        };
        await tx.putClusterSource({ clusterId: id, ...source });
      }
    });
    await this.#knowImages();
    for (const name of ["dev", "stage", "prod"] as const) {
      await this.report(
        name,
        services.map((service) => running(service, firstTags[name])),
      );
    }
  }

  async #knowImages(): Promise<void> {
    for (const service of services) {
      for (const [day, tag] of tags.entries()) {
        const created = new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
        this.registry.addImage(`shop/${service}`, tag, ociImage({ created }));
      }
    }
    const repositories = services.map((service) => ({
      id: randomUUID(),
      name: `registry.test/shop/${service}`,
    }));
    await this.store.record(this.organization.id, async (tx) => {
      await tx.addImageRepositories(repositories);
      for (const { id } of repositories) {
        await tx.recordScan({
          repositoryId: id,
          at: this.clock.now(),
          tags,
          images: tags.map((tag, day) => ({
            tag,
            digest: null,
            digests: [],
            createdAt: new Date(Date.UTC(2026, 0, 1 + day)),
            revision: null,
            source: null,
          })),
        });
      }
    });
  }
}
