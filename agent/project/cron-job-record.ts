import { z } from "zod";

import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const CronJob = z.object({
  metadata: Metadata,
  spec: z.object({
    suspend: z.boolean().nullish(),
    jobTemplate: z.object({ spec: z.object({ template: PodTemplate }) }),
  }),
  status: z.object({ active: z.array(z.unknown()).nullish() }).default({}),
});

/** What is kept of a CronJob: `total` counts the runs that are under way. */
export function cronJobRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = CronJob.parse(object);
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "cronjob",
    observedGeneration: metadata.generation,
    containers: containersOf(spec.jobTemplate.spec.template.spec),
    replicas: {
      desired: 0,
      total: status.active?.length ?? 0,
      updated: 0,
      ready: 0,
      available: 0,
    },
    paused: spec.suspend ?? false,
  };
}
