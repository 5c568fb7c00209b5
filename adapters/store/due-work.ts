import type { DueWork } from "#ports/store/system.ts";
import type { Prisma } from "#prisma/generated/client.ts";

import { rolling } from "./releases.ts";

/** A plan that nobody calculated for so long is rung for again. */
const planPatienceMs = 5_000;

/** Everything that should be running, found by its rows alone. */
export async function findDueWork(
  db: Prisma.TransactionClient,
  now: Date,
  after: { readonly scanMs: number; readonly branchMs: number },
): Promise<DueWork> {
  function unseenFor(milliseconds: number) {
    const before = new Date(now.getTime() - milliseconds);
    return { OR: [{ checkedAt: null }, { checkedAt: { lt: before } }] };
  }
  const lanes = await db.lane.findMany({
    where: {
      entries: { some: { OR: [{ dueAt: null }, { dueAt: { lte: now } }] } },
      OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }],
    },
    select: { orgId: true, id: true },
  });
  const rollouts = await db.release.findMany({
    where: rolling,
    distinct: ["orgId", "clusterId"],
    select: { orgId: true, clusterId: true },
  });
  const scans = await db.imageRepository.findMany({
    where: unseenFor(after.scanMs),
    select: { orgId: true, id: true },
  });
  const branches = await db.clusterSource.findMany({
    where: unseenFor(after.branchMs),
    distinct: ["orgId", "repositoryId", "branch"],
    select: { orgId: true, repositoryId: true, branch: true },
  });
  const plans = await db.plan.findMany({
    where: {
      status: "calculating",
      createdAt: { lt: new Date(now.getTime() - planPatienceMs) },
    },
    select: { orgId: true, id: true },
  });
  return {
    lanes: lanes.map(({ orgId, id }) => ({ organizationId: orgId, laneId: id })),
    rollouts: rollouts.map(({ orgId, clusterId }) => ({ organizationId: orgId, clusterId })),
    scans: scans.map(({ orgId, id }) => ({ organizationId: orgId, imageRepositoryId: id })),
    branches: branches.map(({ orgId, repositoryId, branch }) => ({
      organizationId: orgId,
      configRepositoryId: repositoryId,
      branch,
    })),
    plans: plans.map(({ orgId, id }) => ({ organizationId: orgId, planId: id })),
  };
}
