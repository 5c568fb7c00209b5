import { randomUUID } from "node:crypto";

import type { SyncAsk, SyncSummary } from "#contracts/agent-sync.ts";
import type { ClusterSync } from "#contracts/api/sync.ts";
import type { CommandRow } from "#ports/store/command-rows.ts";
import type { AgentSession } from "#services/agent/agent-context.ts";
import type { CommandResult } from "#services/agent/command-result.ts";
import { recordResult } from "#services/agent/record-result.ts";
import type { TenantContext } from "#services/context.ts";
import { agreeToSync } from "#services/sync/agree-to-sync.ts";
import { askSync } from "#services/sync/ask-sync.ts";
import { readSync } from "#services/sync/read-sync.ts";

import { query } from "./builders/test-store.ts";
import { World } from "./world.ts";

const web = { kind: "Deployment", namespace: "shop", name: "web" };

/** That a Deployment is taken over, as an agent asks it. */
export const force: SyncAsk = { consent: "force", objects: [web], more: 0 };

/** A cluster in a world of its own that was asked to be synced to `r1`, and what its agent says. */
export class TestSyncedCluster {
  readonly world: World;
  readonly owner: TenantContext;
  readonly clusterId: string;
  readonly session: AgentSession;

  private constructor(world: World, session: AgentSession) {
    this.world = world;
    this.owner = world.person("owner");
    this.session = session;
    this.clusterId = session.clusterId;
  }

  static async create(): Promise<TestSyncedCluster> {
    const world = await World.create();
    const clusterId = world.clusters.prod;
    const organizationId = world.organization.id;
    const hello = { agentVersion: "1", kubernetesVersion: "v1.35.0", missingRights: [] };
    const { sessionEpoch } = await world.store.record(organizationId, (tx) =>
      tx.openSession({ clusterId, now: world.clock.now(), ...hello, capabilities: ["sync"] }),
    );
    const cluster = new TestSyncedCluster(world, { organizationId, clusterId, sessionEpoch });
    await cluster.wantRevision("r1");
    return cluster;
  }

  /** What the verbs for agents need. */
  get agentContext() {
    const ids = { uuid: () => randomUUID(), secret: () => randomUUID() };
    return { store: this.world.store, clock: this.world.clock, ids };
  }

  wantRevision(revision: string): Promise<void> {
    const { clusterId, agentContext: ctx } = this;
    const wanted = { clusterId, revision, root: "clusters/prod", digest: "d".repeat(64) };
    return this.world.store.record(this.world.organization.id, (tx) =>
      askSync(tx, { ctx, wanted }),
    );
  }

  commands(): Promise<readonly CommandRow[]> {
    return this.world.store.read(this.world.organization.id, (tx) =>
      tx.openCommands(this.clusterId, this.world.clock.now()),
    );
  }

  async newest(): Promise<CommandRow> {
    const last = (await this.commands()).at(-1);
    if (last === undefined) throw new Error("there is no command");
    return last;
  }

  async answer(result: Partial<CommandResult> & { readonly id: string }): Promise<void> {
    const { session, agentContext: ctx } = this;
    const base = { type: "commandResult", ok: true, message: "said", sync: null } as const;
    await recordResult({ ctx, session, result: { ...base, ...result } });
  }

  async answerNewest(...asking: readonly SyncAsk[]): Promise<ClusterSync> {
    const { id } = await this.newest();
    const ok = asking.length === 0;
    await this.answer({ id, ok, sync: summary({ asking: [...asking] }) });
    return this.read();
  }

  read(): Promise<ClusterSync> {
    return readSync({ ctx: this.owner, input: { clusterId: this.clusterId } });
  }

  agree(
    { report }: ClusterSync,
    consents: readonly SyncAsk["consent"][],
    clusterName?: string,
  ): Promise<ClusterSync> {
    const { clusterId, owner: ctx } = this;
    const { commandId = "", at: reportedAt = "" } = report ?? {};
    const seen = { clusterId, commandId, reportedAt, consents: [...consents] };
    return agreeToSync({ ctx, input: { ...seen, ...(clusterName && { clusterName }) } });
  }

  audited(event: string): Promise<readonly Record<string, unknown>[]> {
    const text = `SELECT actor, subject, details FROM audit_entry WHERE event = $1`;
    const url = new URL(this.world.testStore.superuserUrl);
    url.pathname = new URL(this.world.testStore.appUrl).pathname;
    return query(url.href, text, [event]);
  }

  stop(): Promise<void> {
    return this.world.stop();
  }
}

/** What an agent says of a sync; everything went well where nothing else is said. */
export function summary(about: Partial<SyncSummary> = {}): SyncSummary {
  const counts = { applied: 1, unchanged: 2, pruned: 0 };
  const asks = about.asking?.map(({ consent }) => consent) ?? [];
  const none = { problems: [], objects: [], more: 0, asking: [] };
  return { revision: "r1", ...counts, ...none, asks, ...about };
}
