import { z } from "zod";

import { markValues } from "#agent/secrecy/value-marks.ts";

import { Conditions, observedConditions } from "./conditions.ts";
import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const count = z.int().nullish();

const DaemonSet = z.object({
  metadata: Metadata,
  spec: z.object({
    template: PodTemplate,
    updateStrategy: z.object({ type: z.string().nullish() }).nullish(),
  }),
  status: z
    .object({
      observedGeneration: count,
      desiredNumberScheduled: count,
      currentNumberScheduled: count,
      updatedNumberScheduled: count,
      numberReady: count,
      numberAvailable: count,
      conditions: Conditions,
    })
    .default({}),
});

/** What is kept of a DaemonSet; its counts under the names that other kinds use. */
export function daemonSetRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = DaemonSet.parse(object);
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "daemonset",
    observedGeneration: status.observedGeneration ?? 0,
    containers: containersOf(spec.template.spec),
    replicas: {
      desired: status.desiredNumberScheduled ?? 0,
      total: status.currentNumberScheduled ?? 0,
      updated: status.updatedNumberScheduled ?? 0,
      ready: status.numberReady ?? 0,
      available: status.numberAvailable ?? 0,
    },
    onDelete: spec.updateStrategy?.type === "OnDelete",
    conditions: observedConditions(status.conditions, { object }),
    marks: markValues(object),
  };
}
