import { DomainError } from "#domain/error.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";

import type { AgentContext } from "./agent-context.ts";

/**
 * Whether an agent could still enrol with this token; changes nothing. DomainError "not-found" where it is unknown,
 * used, replaced or too old: which of these is not told.
 */
export async function checkEnrolment(ctx: AgentContext, token: string): Promise<void> {
  const found = await ctx.store.system.enrolmentToken(hashToken(token));
  if (found === null) throw refusal();
  const { organizationId, clusterId } = found;
  const newest = await ctx.store.read(organizationId, (tx) => tx.enrolment(clusterId));
  const isOpen = newest?.usedAt === null && newest.expiresAt > ctx.clock.now();
  if (!isOpen) throw refusal();
}

function refusal(): DomainError {
  return new DomainError(
    "not-found",
    "The enrolment token is unknown, used or too old. Create a new one on the cluster's page.",
  );
}
