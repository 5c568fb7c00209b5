import type { PodLogsAnswer } from "#contracts/api/pod-logs.ts";
import { DomainError } from "#domain/error.ts";
import { authorize } from "#services/authorize.ts";
import type { Verb } from "#services/context.ts";

import { askerId } from "./ask-pod-logs.ts";
import { presentPodLogs } from "./present-pod-logs.ts";

/** What became of a question for logs. DomainError "not-found" where it is forgotten, or another person's. */
export async function readPodLogs({
  ctx,
  input,
}: Verb<{ readonly clusterId: string; readonly id: string }>): Promise<PodLogsAnswer> {
  const now = ctx.clock.now();
  const found = await ctx.store.read(ctx.organization.id, async (tx) => {
    const row = await tx.podLog(input.id, now);
    const cluster = row && (await tx.cluster(row.clusterId));
    return row && cluster && { row, environment: cluster.environment };
  });
  const isTheirs = found?.row.askedBy === askerId(ctx) && found.row.clusterId === input.clusterId;
  if (!found || !isTheirs) throw new DomainError("not-found", "These logs are kept no longer.");
  authorize(ctx, "logs.read", found.environment);
  return presentPodLogs(found.row, now);
}
