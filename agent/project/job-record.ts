import { z } from "zod";

import { markValues } from "#agent/secrecy/value-marks.ts";

import { Conditions, observedConditions } from "./conditions.ts";
import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const count = z.int().nullish();

const Job = z.object({
  metadata: Metadata,
  spec: z.object({
    completions: count,
    parallelism: count,
    suspend: z.boolean().nullish(),
    template: PodTemplate,
  }),
  status: z
    .object({ active: count, ready: count, succeeded: count, conditions: Conditions })
    .default({}),
});

/** What is kept of a Job: `available` counts the pods that succeeded. */
export function jobRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = Job.parse(object);
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "job",
    observedGeneration: metadata.generation,
    containers: containersOf(spec.template.spec),
    replicas: {
      desired: spec.completions ?? spec.parallelism ?? 1,
      total: status.active ?? 0,
      updated: status.active ?? 0,
      ready: status.ready ?? 0,
      available: status.succeeded ?? 0,
    },
    paused: spec.suspend ?? false,
    conditions: observedConditions(status.conditions, { object }),
    marks: markValues(object),
  };
}
