import { z } from "zod";

import { Conditions, observedConditions } from "./conditions.ts";
import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const count = z.int().nullish();

const ReplicaSet = z.object({
  metadata: Metadata,
  spec: z.object({ replicas: count, template: PodTemplate }),
  status: z
    .object({
      observedGeneration: count,
      replicas: count,
      fullyLabeledReplicas: count,
      readyReplicas: count,
      availableReplicas: count,
      conditions: Conditions,
    })
    .default({}),
});

/** What is kept of a ReplicaSet. */
export function replicaSetRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = ReplicaSet.parse(object);
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "replicaset",
    observedGeneration: status.observedGeneration ?? 0,
    containers: containersOf(spec.template.spec),
    replicas: {
      desired: spec.replicas ?? 1,
      total: status.replicas ?? 0,
      updated: status.fullyLabeledReplicas ?? 0,
      ready: status.readyReplicas ?? 0,
      available: status.availableReplicas ?? 0,
    },
    conditions: observedConditions(status.conditions, { object }),
    revision: metadata.annotations?.["deployment.kubernetes.io/revision"] ?? null,
  };
}
