import { createHash } from "node:crypto";

import type { JobPayload } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import { calculatePlan } from "#domain/promotion/calculate.ts";
import type { PlanResult } from "#domain/promotion/plan.ts";
import type { PlanRow } from "#ports/store/plan-rows.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";
import { openBranch } from "#services/config/open-branch.ts";
import { registryAccess } from "#services/image/registry-access.ts";
import type { Job, WorkerContext } from "#services/worker-context.ts";

import { askDigests } from "./ask-digests.ts";
import { gatherInput } from "./gather-input.ts";

/** Calculates a plan that was asked for, at the tip of its target's branch. Does nothing the second time. */
export async function calculateRequestedPlan({
  ctx,
  input,
}: Job<JobPayload<"calculate-plan">>): Promise<void> {
  const found = await ctx.store.read(ctx.organizationId, async (tx) => {
    const plan = await tx.plan(input.planId);
    return plan && { plan, source: await tx.clusterSource(plan.clusterId) };
  });
  if (found?.plan.status !== "calculating") return;
  try {
    if (!found.source) throw new DomainError("invalid", "The cluster has no config repository.");
    await calculate(ctx, found.plan, found.source);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await ctx.store.record(ctx.organizationId, async (tx) => {
      await tx.failPlan(found.plan.id, error.message);
      await tx.emit({ kind: "plan", id: found.plan.id, status: "failed" });
    });
  }
}

async function calculate(
  ctx: WorkerContext,
  plan: PlanRow,
  source: ClusterSourceRow,
): Promise<void> {
  const branch = openBranch(ctx, source.repository, source.branch);
  const tip = await branch.fetch(ctx.signal);
  const files = await ctx.manifests.read(branch, tip);
  const { planInput, registries } = await ctx.store.read(ctx.organizationId, async (tx) => ({
    planInput: await gatherInput(tx, { plan, source, branch: files }),
    registries: await tx.registries(),
  }));
  const first = calculatePlan(planInput);
  const images = await askDigests({
    items: first.items,
    images: planInput.images,
    registry: ctx.registry(registries.map((row) => registryAccess(ctx, row))),
    signal: ctx.signal,
  });
  const result = images === null ? first : calculatePlan({ ...planInput, images });
  await ctx.store.record(ctx.organizationId, async (tx) => {
    await tx.recordPlan(plan.id, {
      ...result,
      baseCommit: tip.commit,
      hash: planHash(tip.commit, result),
    });
    await tx.emit({ kind: "plan", id: plan.id, status: "ready" });
  });
}

/** SHA-256 over the base commit, the edits and the message: what a release of this plan will do. */
function planHash(baseCommit: string, { edits, message }: PlanResult): string {
  return createHash("sha256")
    .update(JSON.stringify([baseCommit, edits, message]))
    .digest("hex");
}
