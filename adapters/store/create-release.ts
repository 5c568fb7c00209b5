import { randomUUID } from "node:crypto";

import { DomainError } from "#domain/error.ts";
import { stepNames } from "#domain/promotion/release.ts";
import type { NewRelease, TenantWriter } from "#ports/store/writer.ts";

import { isDuplicate } from "./database-error.ts";
import { toJson } from "./json.ts";
import type { TenantTx } from "./tenant.ts";

export function releaseWrites(tx: TenantTx): Pick<TenantWriter, "createRelease"> {
  return { createRelease: (release) => createRelease(tx, release) };
}

async function createRelease(
  tx: TenantTx,
  { items, ...release }: NewRelease,
): ReturnType<TenantWriter["createRelease"]> {
  const { db, orgId } = tx;
  const plan = { orgId, id: release.planId, status: "ready" };
  const claimed = await db.plan.updateMany({ where: plan, data: { status: "released" } });
  if (claimed.count === 0) return null;
  const laneId = await laneOf(tx, release);
  const number = await nextNumber(tx);
  await db.plan.updateMany({
    where: { orgId, id: release.planId },
    data: { releaseNumber: number },
  });
  const cluster = await clusterOf(tx, release.clusterId);
  const columns = {
    orgId,
    ...release,
    ...cluster,
    number,
    source: toJson(release.source),
    edits: toJson(release.edits),
    requestedBy: toJson(release.requestedBy),
  };
  await db.release.createMany({ data: [columns] }).catch((error) => {
    if (!isDuplicate(error)) throw error;
    throw new DomainError("conflict", "This idempotency key was used for another plan.");
  });
  await createParts(tx, { releaseId: release.id, items });
  await db.laneEntry.createMany({ data: [{ orgId, laneId, releaseId: release.id }] });
  return { number, laneId };
}

/** The lane of the branch; made by its first release. */
async function laneOf(
  { db, orgId }: TenantTx,
  { repositoryId, branch }: Pick<NewRelease, "repositoryId" | "branch">,
): Promise<string> {
  const place = { orgId, repositoryId, branch };
  await db.lane.createMany({ data: [{ ...place, id: randomUUID() }], skipDuplicates: true });
  const lane = await db.lane.findUniqueOrThrow({ where: { orgId_repositoryId_branch: place } });
  return lane.id;
}

async function nextNumber({ db, orgId }: TenantTx): Promise<number> {
  const { releaseNumber } = await db.organizationCounters.update({
    where: { orgId },
    data: { releaseNumber: { increment: 1 } },
    select: { releaseNumber: true },
  });
  return releaseNumber;
}

async function clusterOf({ db, orgId }: TenantTx, id: string) {
  const cluster = await db.cluster.findUnique({ where: { orgId_id: { orgId, id } } });
  if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
  return { clusterName: cluster.name, environment: cluster.environment };
}

async function createParts(
  { db, orgId }: TenantTx,
  { releaseId, items }: { readonly releaseId: string } & Pick<NewRelease, "items">,
): Promise<void> {
  await db.releaseStep.createMany({
    data: stepNames.map((name, position) => ({ orgId, releaseId, name, position })),
  });
  await db.releaseItem.createMany({
    data: items.map((item, position) => ({
      orgId,
      releaseId,
      position,
      ...item,
      flags: [...item.flags],
      digests: [...item.digests],
      written: item.status === "pending",
    })),
  });
}
