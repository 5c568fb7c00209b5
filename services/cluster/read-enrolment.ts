import type { EnrolmentProgress } from "#contracts/api/cluster.ts";
import { DomainError } from "#domain/error.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

/** How far a cluster's enrolment has come: each line of the checklist under the command. */
export async function readEnrolment({
  ctx,
  input,
}: Verb<{ readonly id: string }>): Promise<EnrolmentProgress> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const cluster = await tx.cluster(input.id);
    if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
    const token = await tx.enrolment(cluster.id);
    const workloads = cluster.stateAt ? await tx.workloads({ clusterId: cluster.id }) : null;
    const missing = cluster.missingRights;
    return {
      tokenUsed: cluster.enrolled,
      tokenExpiresAt: token?.expiresAt.toISOString() ?? null,
      connected: cluster.connected,
      permissions: missing && { ok: missing.length === 0, missing: [...missing] },
      workloads: workloads?.length ?? null,
      namespaces: workloads && new Set(workloads.map(({ observed }) => observed.namespace)).size,
    };
  });
}
