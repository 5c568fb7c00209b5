import { z } from "zod";

import { Conditions, observedConditions } from "./conditions.ts";
import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { ReplicaStatus, replicasOf } from "./replica-counts.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const count = z.int().nullish();

const Deployment = z.object({
  metadata: Metadata,
  spec: z.object({ replicas: count, paused: z.boolean().nullish(), template: PodTemplate }),
  status: ReplicaStatus.extend({ observedGeneration: count, conditions: Conditions }).default({}),
});

/** What is kept of a Deployment. */
export function deploymentRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = Deployment.parse(object);
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "deployment",
    observedGeneration: status.observedGeneration ?? 0,
    containers: containersOf(spec.template.spec),
    replicas: replicasOf(spec.replicas, status),
    paused: spec.paused ?? false,
    conditions: observedConditions(status.conditions, { object }),
    revision: metadata.annotations?.["deployment.kubernetes.io/revision"] ?? null,
  };
}
