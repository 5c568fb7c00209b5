import type { ValueMarks } from "#agent/secrecy/value-marks.ts";
import type { CachedObject } from "#agent/watch/object-cache.ts";
import type {
  ObservedCondition,
  ObservedContainer,
  ObservedDelivery,
  ObservedReplicas,
  ObservedWorkload,
} from "#domain/rollout/observed.ts";

import type { EngineSource } from "./engine-source.ts";
import { controllerOf, deployerOf, managerOf } from "./metadata.ts";
import type { Metadata, Owner } from "./metadata.ts";

/** What is kept of an object that runs containers, or that deploys those that do. */
export interface WorkloadRecord extends CachedObject {
  /** Lower case. */
  readonly kind: string;
  readonly owner: Owner | null;
  /** The object of Flux or Argo CD that deploys it, as `deployerKeys` names it. */
  readonly deployedBy: string | null;
  readonly managedBy: string | null;
  readonly createdAt: string;
  readonly generation: number;
  readonly observedGeneration: number;
  readonly containers: readonly ObservedContainer[];
  readonly replicas: ObservedReplicas;
  readonly paused: boolean;
  readonly onDelete: boolean;
  readonly partition: number | null;
  readonly conditions: readonly ObservedCondition[];
  /** What tells its newest revision: a Deployment's and ReplicaSet's number, a StatefulSet's or Rollout's hash. */
  readonly revision: string | null;
  /** Of an Argo Rollout alone. */
  readonly delivery: ObservedDelivery | null;
  /** The object that an Argo Rollout takes its pod template from. */
  readonly templateFrom: TemplateReference | null;
  /** Of what Flux or Argo CD deploy from alone. */
  readonly source: EngineSource | null;
  /** Of what no message about its pods may carry; null where that is not known. */
  readonly marks: ValueMarks | null;
}

/** Which object holds a Rollout's pod template, and which generation of it the controller has seen. */
export interface TemplateReference {
  readonly kind: string;
  readonly name: string;
  readonly observedGeneration: number;
}

type Common =
  | "uid"
  | "namespace"
  | "name"
  | "owner"
  | "deployedBy"
  | "managedBy"
  | "createdAt"
  | "generation";

/** The part of a record that its metadata tells. */
export function identityOf(metadata: Metadata): Pick<WorkloadRecord, Common> {
  const { uid, namespace, name, generation, creationTimestamp } = metadata;
  return {
    uid,
    namespace,
    name,
    generation,
    owner: controllerOf(metadata),
    deployedBy: deployerOf(metadata),
    managedBy: managerOf(metadata),
    createdAt: creationTimestamp ?? "",
  };
}

/** What is reported of a workload whatever its pods do. */
export function ownState(
  record: WorkloadRecord,
): Omit<ObservedWorkload, "pods" | "managedBy" | "revision"> {
  return {
    uid: record.uid,
    namespace: record.namespace,
    kind: record.kind,
    name: record.name,
    generation: record.generation,
    observedGeneration: record.observedGeneration,
    containers: record.containers,
    replicas: record.replicas,
    paused: record.paused,
    onDelete: record.onDelete,
    partition: record.partition,
    conditions: record.conditions,
    ...(record.delivery !== null && { delivery: record.delivery }),
  };
}

/** What most kinds do not have. */
export const plain = {
  paused: false,
  onDelete: false,
  partition: null,
  conditions: [],
  revision: null,
  delivery: null,
  templateFrom: null,
  source: null,
  marks: null,
  containers: [],
  replicas: { desired: 0, total: 0, updated: 0, ready: 0, available: 0 },
} as const;
