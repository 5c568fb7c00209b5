import { z } from "zod";

import type { ObservedReplicas } from "#domain/rollout/observed.ts";

const count = z.int().nullish();

/** The counters in the status of a Deployment, and of everything that counts as it does. */
export const ReplicaStatus = z.object({
  replicas: count,
  updatedReplicas: count,
  readyReplicas: count,
  availableReplicas: count,
});

/** How far a workload is: one that does not say how many pods it wants, wants one; what is not counted is 0. */
export function replicasOf(
  desired: number | null | undefined,
  status: z.infer<typeof ReplicaStatus>,
): ObservedReplicas {
  return {
    desired: desired ?? 1,
    total: status.replicas ?? 0,
    updated: status.updatedReplicas ?? 0,
    ready: status.readyReplicas ?? 0,
    available: status.availableReplicas ?? 0,
  };
}
