import { z } from "zod";

import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import type { ObservedReplicas } from "#domain/rollout/observed.ts";

import { Conditions, observedConditions } from "./conditions.ts";
import { Metadata } from "./metadata.ts";
import { PodTemplate, containersOf } from "./pod-template.ts";
import { ReplicaStatus, replicasOf } from "./replica-counts.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const count = z.int().nullish();

const Status = ReplicaStatus.extend({ observedGeneration: count, conditions: Conditions });

const OwnObject = z.object({
  metadata: Metadata,
  spec: z
    .object({
      replicas: count.catch(undefined),
      paused: z.boolean().nullish().catch(undefined),
      suspend: z.boolean().nullish().catch(undefined),
    })
    .catch({}),
  // A stranger may mean something else by these names, which must not cost the object.
  status: Status.catch({}).default({}),
});

/**
 * What is kept of an object of a kind that the organization named: the containers of its pod template, its
 * conditions, and its counters where it counts as a Deployment does. One that tells no observed generation is taken
 * at its word.
 */
export function ownKindRecord({ kind, podTemplate }: OwnKind): (object: unknown) => WorkloadRecord {
  const path = podTemplate.split(".");
  return (object) => {
    const { metadata, spec, status } = OwnObject.parse(object);
    const template = PodTemplate.safeParse(valueAt(object, path)).data;
    return {
      ...plain,
      ...identityOf(metadata),
      kind: kind.toLowerCase(),
      observedGeneration: status.observedGeneration ?? metadata.generation,
      containers: template ? containersOf(template.spec) : [],
      replicas: ownReplicas(spec.replicas, status),
      paused: (spec.paused ?? false) || (spec.suspend ?? false),
      conditions: observedConditions(status.conditions, { object }),
    };
  };
}

/** Nothing is wanted of what does not count; who counts only the ready ones has them updated. */
function ownReplicas(
  desired: number | null | undefined,
  status: z.infer<typeof ReplicaStatus>,
): ObservedReplicas {
  const { updatedReplicas, readyReplicas, availableReplicas } = status;
  const ready = readyReplicas ?? availableReplicas ?? updatedReplicas;
  if (ready === undefined || ready === null) return plain.replicas;
  const counted = replicasOf(desired, status);
  const total = status.replicas ?? ready;
  return {
    ...counted,
    total,
    updated: updatedReplicas ?? Math.min(total, counted.desired),
    ready,
    available: availableReplicas ?? ready,
  };
}

function valueAt(object: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && Object.hasOwn(value, key)
        ? Reflect.get(value, key)
        : undefined,
    object,
  );
}
