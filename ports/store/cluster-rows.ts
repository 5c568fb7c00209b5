import type { AgentCapability } from "#contracts/agent-capability.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ClusterMapping } from "#domain/promotion/mapping.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";

import type { AgentKeyFacts } from "./agent-keys.ts";

export interface ClusterRow {
  readonly id: string;
  readonly name: string;
  readonly environment: string;
  /** Place in the pipeline; columns and lists are ordered by it, then by name. */
  readonly position: number;
  readonly createdAt: Date;
  readonly connected: boolean;
  readonly connectedAt: Date | null;
  readonly lastSeenAt: Date | null;
  /** When state was last committed; null before the first snapshot. */
  readonly stateAt: Date | null;
  readonly agentVersion: string | null;
  readonly kubernetesVersion: string | null;
  /** Rights the agent lacks, as it reported at its last connection; null before it did. */
  readonly missingRights: readonly string[] | null;
  /** What the agent can do, as it said at its last connection; null where it is older than the question. */
  readonly capabilities: readonly AgentCapability[] | null;
  readonly enrolled: boolean;
  /** The agent's key; null before an agent enrolled. */
  readonly key: AgentKeyFacts | null;
  readonly sync: SyncReport | null;
}

export interface SyncReport {
  readonly revision: string;
  readonly at: Date;
  readonly ok: boolean;
  readonly message: string;
}

/** How the workloads and images of one cluster are called in another. */
export interface ClusterMappingRow extends ClusterMapping {
  readonly fromClusterId: string;
  readonly toClusterId: string;
  /** Counts changes, from 1. */
  readonly version: number;
  readonly changedAt: Date;
}

export interface WorkloadRow {
  readonly clusterId: string;
  readonly key: WorkloadKey;
  readonly observed: ObservedWorkload;
  readonly changedAt: Date;
}
