import { z } from "zod";

import { Conditions, observedConditions } from "./conditions.ts";
import { fluxFailure } from "./engine-failure.ts";
import { fluxInventory } from "./engine-inventory.ts";
import { commitOf } from "./engine-revision.ts";
import { gitPath, silentSource } from "./engine-source.ts";
import { Metadata } from "./metadata.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const Kustomization = z.object({
  metadata: Metadata,
  spec: z.object({
    path: z.string().nullish(),
    suspend: z.boolean().nullish(),
    sourceRef: z.object({
      kind: z.string(),
      name: z.string(),
      namespace: z.string().nullish(),
    }),
  }),
  status: z
    .object({
      observedGeneration: z.int().nullish(),
      conditions: Conditions,
      lastAppliedRevision: z.string().nullish(),
      lastAttemptedRevision: z.string().nullish(),
      inventory: z.object({ entries: z.array(z.object({ id: z.string() })).nullish() }).nullish(),
    })
    .default({}),
});

/** What is kept of a Flux Kustomization: what it applies from where, and what its controller says. */
export function kustomizationRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = Kustomization.parse(object);
  const { kind, name, namespace } = spec.sourceRef;
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "kustomization",
    observedGeneration: Math.max(0, status.observedGeneration ?? 0),
    paused: spec.suspend ?? false,
    conditions: observedConditions(status.conditions, { object, others: true }),
    source: {
      ...silentSource,
      from: `${kind.toLowerCase()}/${namespace ?? metadata.namespace}/${name}`,
      path: gitPath(spec.path),
      automatic: !(spec.suspend ?? false),
      inventory: fluxInventory(status.inventory?.entries ?? []),
      applied: commitOf(status.lastAppliedRevision),
      failure: fluxFailure(status.conditions, {
        object,
        revision: commitOf(status.lastAttemptedRevision),
      }),
    },
  };
}
