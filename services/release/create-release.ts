import { DomainError } from "#domain/error.ts";
import type { PlanItem } from "#domain/promotion/plan.ts";
import { describeReason, isLeftOut } from "#domain/promotion/reason.ts";
import type { ReleaseItemStatus } from "#domain/promotion/release.ts";
import type { ClusterRow } from "#ports/store/cluster-rows.ts";
import type { PlanRow } from "#ports/store/plan-rows.ts";
import type { TenantReader } from "#ports/store/reader.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";
import type { WriteIntent } from "#ports/store/store.ts";
import type { NewRelease, TenantWriter } from "#ports/store/writer.ts";
import { authorize } from "#services/authorize.ts";
import type { TenantContext, Verb } from "#services/context.ts";
import { nameOfSource } from "#services/plan/present-plan.ts";

import { readDigests } from "./promoted-digests.ts";
import type { KnownDigests } from "./promoted-digests.ts";

export interface CreatedRelease {
  readonly number: number;
  /** True where this very request, or another for the same plan, made the release before. */
  readonly replayed: boolean;
}

/**
 * Executes a plan: release, steps, items, lane entry, outbox and audit entry in one transaction. The same
 * plan or the same idempotency key gives the same release; a key used for another plan is a conflict.
 */
export async function createRelease({
  ctx,
  input,
}: Verb<{ readonly planId: string; readonly idempotencyKey: string }>): Promise<CreatedRelease> {
  const known = await ctx.store.read(ctx.organization.id, (tx) => findExisting(tx, input));
  if (known) return { number: known, replayed: true };
  const { plan, cluster, source, clusters, digests } = await ctx.store.read(
    ctx.organization.id,
    (tx) => readReadyPlan(tx, { planId: input.planId, now: ctx.clock.now() }),
  );
  const release = newRelease(ctx, {
    plan,
    source,
    digests,
    sourceName: nameOfSource(plan.source, clusters),
    idempotencyKey: input.idempotencyKey,
  });
  const created = await ctx.store.write(ctx.organization.id, intentFor(ctx, plan, cluster), (tx) =>
    writeRelease(tx, ctx.organization.id, release),
  );
  if (created !== null) return { number: created, replayed: false };
  const winner = await ctx.store.read(ctx.organization.id, (tx) => findExisting(tx, input));
  if (winner === null) throw new DomainError("conflict", "This plan is being released right now.");
  return { number: winner, replayed: true };
}

async function findExisting(
  tx: TenantReader,
  { planId, idempotencyKey }: { readonly planId: string; readonly idempotencyKey: string },
): Promise<number | null> {
  const byKey = await tx.releaseByIdempotencyKey(idempotencyKey);
  if (byKey && byKey.planId !== planId) {
    throw new DomainError("conflict", "This idempotency key was used for another plan.", {
      pointer: "/planId",
    });
  }
  if (byKey) return byKey.number;
  return (await tx.plan(planId))?.releaseNumber ?? null;
}

async function readReadyPlan(
  tx: TenantReader,
  { planId, now }: { readonly planId: string; readonly now: Date },
): Promise<{
  readonly plan: PlanRow;
  readonly cluster: ClusterRow;
  readonly source: ClusterSourceRow;
  readonly clusters: readonly ClusterRow[];
  readonly digests: KnownDigests;
}> {
  const plan = await tx.plan(planId);
  if (!plan) throw new DomainError("not-found", "There is no such plan.", { pointer: "/planId" });
  if (plan.status === "calculating")
    throw new DomainError("conflict", "The plan is still being calculated.");
  if (plan.status === "failed") throw new DomainError("conflict", plan.error ?? "The plan failed.");
  if (plan.expiresAt <= now) {
    throw new DomainError(
      "plan-expired",
      "This plan is too old. Look at a new one before you release it.",
    );
  }
  if (!plan.items.some(({ outcome }) => outcome === "update")) {
    throw new DomainError("invalid", "This plan changes nothing.", { pointer: "/planId" });
  }
  const clusters = await tx.clusters();
  const cluster = clusters.find(({ id }) => id === plan.clusterId);
  const source = await tx.clusterSource(plan.clusterId);
  if (!cluster || !source) throw new DomainError("not-found", "The plan's cluster was removed.");
  const images = plan.items.flatMap(({ outcome, to }) => (outcome === "update" ? (to ?? []) : []));
  return { plan, cluster, source, clusters, digests: await readDigests(tx, images) };
}

/** A release that lifts locks needs that right too, and the audit log names what was locked. */
function intentFor(ctx: TenantContext, plan: PlanRow, cluster: ClusterRow): WriteIntent {
  const permission = plan.source.kind === "release" ? "release.rollback" : "release.create";
  const intent = {
    permission,
    event: "release.created",
    actor: ctx.actor,
    grant: ctx.grant,
    environment: cluster.environment,
    subject: `plan/${plan.id}`,
    details: { target: cluster.name, title: plan.title, hash: plan.hash },
  } as const;
  const lifted = plan.items.filter(({ flags }) => flags.includes("lock-lifted"));
  if (lifted.length === 0) return intent;
  authorize(ctx, permission, cluster.environment);
  const locked = [...new Set(lifted.map(({ workload }) => workload))];
  return {
    ...intent,
    permission: "lock.override",
    event: "release.locks-lifted",
    details: { ...intent.details, locked },
  };
}

async function writeRelease(
  tx: TenantWriter,
  organizationId: string,
  release: NewRelease,
): Promise<number | null> {
  const created = await tx.createRelease(release);
  if (!created) return null;
  await tx.enqueue("run-lane", { organizationId, laneId: created.laneId });
  return created.number;
}

function newRelease(
  ctx: TenantContext,
  input: {
    readonly plan: PlanRow;
    readonly source: ClusterSourceRow;
    readonly digests: KnownDigests;
    readonly sourceName: string;
    readonly idempotencyKey: string;
  },
): NewRelease {
  const { plan, source, digests, sourceName, idempotencyKey } = input;
  return {
    id: ctx.ids.uuid(),
    planId: plan.id,
    clusterId: plan.clusterId,
    source: plan.source,
    sourceName,
    repositoryId: source.repository.id,
    branch: source.branch,
    title: plan.title,
    message: plan.message,
    diff: plan.diff,
    edits: plan.edits,
    requestedBy: ctx.actor,
    rollbackOf: plan.source.kind === "release" ? plan.source.number : null,
    baseCommit: plan.baseCommit,
    createdAt: ctx.clock.now(),
    idempotencyKey,
    items: plan.items
      .filter(({ reason }) => !isLeftOut(reason))
      .map((item) => newItem(ctx, { item, digests: digests.get(item.to ?? "") ?? [] })),
  };
}

function newItem(
  ctx: TenantContext,
  { item, digests }: { readonly item: PlanItem; readonly digests: readonly string[] },
): NewRelease["items"][number] {
  const final = item.outcome !== "update";
  return {
    id: ctx.ids.uuid(),
    workload: item.workload,
    container: item.container,
    init: item.init,
    status: firstStatus(item),
    reason: item.reason && describeReason(item.reason),
    from: item.from,
    to: item.to,
    digests,
    file: item.file,
    line: item.line,
    flags: item.flags,
    compareUrl: item.compareUrl,
    finishedAt: final ? ctx.clock.now() : null,
  };
}

function firstStatus({ outcome }: PlanItem): ReleaseItemStatus {
  switch (outcome) {
    case "update":
      return "pending";
    case "up-to-date":
    case "skipped":
    case "failed":
      return outcome;
  }
}
