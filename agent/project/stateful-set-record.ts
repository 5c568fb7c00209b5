import { z } from "zod";

import { markValues } from "#agent/secrecy/value-marks.ts";

import { Conditions, observedConditions } from "./conditions.ts";
import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { ReplicaStatus, replicasOf } from "./replica-counts.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const count = z.int().nullish();

const StatefulSet = z.object({
  metadata: Metadata,
  spec: z.object({
    replicas: count,
    template: PodTemplate,
    updateStrategy: z
      .object({
        type: z.string().nullish(),
        rollingUpdate: z.object({ partition: count }).nullish(),
      })
      .nullish(),
  }),
  status: ReplicaStatus.extend({
    observedGeneration: count,
    updateRevision: z.string().nullish(),
    conditions: Conditions,
  }).default({}),
});

/** What is kept of a StatefulSet. */
export function statefulSetRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = StatefulSet.parse(object);
  const { updateStrategy } = spec;
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "statefulset",
    observedGeneration: status.observedGeneration ?? 0,
    containers: containersOf(spec.template.spec),
    replicas: {
      ...replicasOf(spec.replicas, status),
      // Servers before 1.22 do not count the available ones.
      available: status.availableReplicas ?? status.readyReplicas ?? 0,
    },
    onDelete: updateStrategy?.type === "OnDelete",
    partition: updateStrategy?.rollingUpdate?.partition ?? null,
    conditions: observedConditions(status.conditions, { object }),
    marks: markValues(object),
    revision: status.updateRevision || null,
  };
}
