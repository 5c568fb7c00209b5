import { agentVersion as ownVersion } from "#contracts/agent-version.ts";
import type { ClusterKey } from "#contracts/api/cluster-agent.ts";
import type { ClusterSummary } from "#contracts/api/cluster.ts";
import { versionSupport } from "#domain/agent/version-support.ts";
import { productsOf } from "#domain/engine/engine-product.ts";
import type { AgentKeyFacts } from "#ports/store/agent-keys.ts";
import type { ClusterRow, WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { ClusterSourceRow } from "#ports/store/repository-rows.ts";

/** The version of a Kubernetes API that is not a real one ends so. */
const simulatedVersion = /\+sandbox\b/;

export function presentCluster(input: {
  readonly cluster: ClusterRow;
  readonly source: ClusterSourceRow | null;
  readonly workloads: readonly WorkloadRow[];
  readonly enrolment: { readonly expiresAt: Date; readonly usedAt: Date | null } | null;
}): ClusterSummary {
  const { cluster, source, workloads, enrolment } = input;
  return {
    id: cluster.id,
    name: cluster.name,
    environment: cluster.environment,
    connected: cluster.connected,
    enrolment: cluster.enrolled ? "enrolled" : enrolment ? "waiting" : "never",
    agentVersion: cluster.agentVersion,
    agentSupport: supportOf(cluster),
    key: cluster.key && presentKey(cluster.key),
    kubernetesVersion: cluster.kubernetesVersion,
    capabilities: cluster.capabilities,
    simulated: simulatedVersion.test(cluster.kubernetesVersion ?? ""),
    connectedAt: iso(cluster.connectedAt),
    lastSeenAt: iso(cluster.lastSeenAt),
    stateAt: iso(cluster.stateAt),
    workloads: workloads.length,
    namespaces: new Set(workloads.map(({ observed }) => observed.namespace)).size,
    deployedBy: productsOf(workloads.map(({ observed }) => observed)),
    source: source && {
      repository: source.repository.url,
      branch: source.branch,
      path: source.path,
    },
    sync: cluster.sync && { ...cluster.sync, at: cluster.sync.at.toISOString() },
  };
}

function supportOf({ agentVersion }: ClusterRow): ClusterSummary["agentSupport"] {
  return agentVersion === null ? null : versionSupport({ agent: agentVersion, server: ownVersion });
}

function presentKey({ createdAt, rotatedAt, lock, ...key }: AgentKeyFacts): ClusterKey {
  const { generation, rotates, elsewhere } = key;
  const since = (rotatedAt ?? createdAt).toISOString();
  const locked = lock && { at: lock.at.toISOString(), cause: lock.cause };
  return { generation, since, rotates, elsewhere, lock: locked };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
