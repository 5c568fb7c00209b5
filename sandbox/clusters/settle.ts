import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

const deploymentsSchema = z.object({
  items: z.array(
    z.object({
      spec: z.object({ replicas: z.number().default(1) }),
      status: z
        .object({ availableReplicas: z.number().default(0) })
        .default({ availableReplicas: 0 }),
    }),
  ),
});

/** Waits until all deployments of a cluster are available, at most `deadlineMs`: a broken one never is. */
export async function settle(server: string, deadlineMs: number): Promise<void> {
  const deadline = AbortSignal.timeout(deadlineMs);
  while (!deadline.aborted) {
    const answer = await fetch(`${server}/apis/apps/v1/deployments`);
    const { items } = deploymentsSchema.parse(await answer.json());
    if (items.every(({ spec, status }) => status.availableReplicas >= spec.replicas)) return;
    await wait(50);
  }
}
