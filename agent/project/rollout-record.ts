import { z } from "zod";

import type { ObservedDelivery } from "#domain/rollout/observed.ts";

import { Conditions, observedConditions, shortened } from "./conditions.ts";
import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { ReplicaStatus, replicasOf } from "./replica-counts.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { TemplateReference, WorkloadRecord } from "./workload-record.ts";

const count = z.int().nullish();
const text = z.string().nullish();

const Canary = z.object({
  steps: z.array(z.unknown()).nullish(),
  trafficRouting: z.unknown().optional(),
});

const Status = ReplicaStatus.extend({
  observedGeneration: text,
  workloadObservedGeneration: text,
  currentPodHash: text,
  stableRS: text,
  currentStepIndex: count,
  pauseConditions: z.array(z.object({ reason: z.string() })).nullish(),
  abort: z.boolean().nullish(),
  message: text,
  blueGreen: z.object({ activeSelector: text }).nullish(),
  conditions: Conditions,
});

const Rollout = z.object({
  metadata: Metadata,
  spec: z.object({
    replicas: count,
    paused: z.boolean().nullish(),
    template: PodTemplate.nullish(),
    workloadRef: z.object({ kind: z.string(), name: z.string() }).nullish(),
    strategy: z.object({ canary: Canary.nullish(), blueGreen: z.unknown().optional() }).nullish(),
  }),
  status: Status.prefault({}),
});
type Rollout = z.infer<typeof Rollout>;

/** What is kept of an Argo Rollout. One with a `workloadRef` has no containers until it is joined with that object. */
export function rolloutRecord(object: unknown): WorkloadRecord {
  const rollout = Rollout.parse(object);
  const { metadata, spec, status } = rollout;
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "rollout",
    observedGeneration: observedGeneration(rollout),
    containers: spec.template ? containersOf(spec.template.spec) : [],
    replicas: replicasOf(spec.replicas, status),
    paused: spec.paused ?? false,
    conditions: observedConditions(status.conditions, { object }),
    revision: status.currentPodHash || null,
    delivery: deliveryOf(rollout),
    templateFrom: templateFrom(rollout),
  };
}

/** The status tells it as a text; controllers before 1.0 wrote a hash there, of which nothing can be told. */
function observedGeneration({ metadata, status }: Rollout): number {
  if (!status.observedGeneration) return 0;
  const observed = Number(status.observedGeneration);
  return Number.isInteger(observed) ? observed : metadata.generation;
}

function templateFrom({ spec: { workloadRef }, status }: Rollout): TemplateReference | null {
  if (!workloadRef) return null;
  const observed = Number(status.workloadObservedGeneration ?? 0);
  return {
    kind: workloadRef.kind.toLowerCase(),
    name: workloadRef.name,
    observedGeneration: Number.isInteger(observed) ? observed : 0,
  };
}

function deliveryOf({ spec, status }: Rollout): ObservedDelivery {
  const { canary, blueGreen } = spec.strategy ?? {};
  const isBlueGreen = blueGreen !== undefined && blueGreen !== null;
  const steps = canary?.steps?.length ?? 0;
  const newest = status.currentPodHash ?? "";
  const serving = isBlueGreen
    ? [status.blueGreen?.activeSelector, status.stableRS]
    : [status.stableRS];
  return {
    strategy: isBlueGreen ? "blue-green" : "canary",
    step: Math.min(status.currentStepIndex ?? steps, steps),
    steps,
    pauses: (status.pauseConditions ?? []).slice(0, 10).map(({ reason }) => reason),
    aborted: status.abort ?? false,
    switched: newest !== "" && serving.every((hash) => hash === newest),
    keepsOld: isBlueGreen || Boolean(canary?.trafficRouting),
    message: status.message ? shortened(status.message) : null,
  };
}
