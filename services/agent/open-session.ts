import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import type { Cursor } from "#contracts/agent-protocol.ts";
import { isOvertaken } from "#domain/agent/overtaken.ts";
import { DomainError } from "#domain/error.ts";
import type { KeyLock } from "#ports/store/agent-keys.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import type { AgentContext, AgentSession } from "./agent-context.ts";
import { emitCluster } from "./emit-cluster.ts";
import { findProvenKey } from "./known-key.ts";
import type { Proof } from "./known-key.ts";
import { readOwnKinds } from "./own-kinds.ts";
import { resumeSync } from "./resume-sync.ts";
import { suspectCopy } from "./suspect-copy.ts";

export interface OpenedSession extends AgentSession {
  /** The agent key under which the session was opened, and which of its generations proved it. */
  readonly keyId: string;
  readonly keyGeneration: number;
  /** How far the agent's stream is stored; null before the first snapshot. */
  readonly cursor: Cursor | null;
  /** The kinds that the organization calls workloads. */
  readonly ownKinds: readonly OwnKind[];
}

/**
 * Checks that the agent holds its cluster's key and takes the cluster's session for it: every older connection is
 * fenced from here on. A key that turns out to be held twice is locked, which ends every connection. DomainError
 * "unauthenticated" where the cluster, the key or the signature is not right, or the key is locked; "conflict", with
 * nothing changed, where the agent connected anew since it sent this.
 */
export async function openAgentSession(
  input: Proof & { readonly ctx: AgentContext },
): Promise<OpenedSession> {
  const { ctx, hello } = input;
  const organizationId = await ctx.store.system.clusterOrganization(hello.clusterId);
  if (organizationId === null) throw unauthenticated();
  const opened = await ctx.store.record(organizationId, (tx) =>
    openSession(tx, { ...input, organizationId }),
  );
  if (opened === "unknown") throw unauthenticated();
  if (opened === "locked") throw locked();
  return { organizationId, clusterId: hello.clusterId, ...opened };
}

type Opened = Pick<
  OpenedSession,
  "sessionEpoch" | "keyId" | "keyGeneration" | "cursor" | "ownKinds"
>;

/** What is refused is returned, not thrown: a lock has to be committed. */
async function openSession(
  tx: TenantRecorder,
  input: Proof & { readonly ctx: AgentContext; readonly organizationId: string },
): Promise<Opened | "unknown" | "locked"> {
  const { ctx, organizationId, hello } = input;
  const { clusterId, generation: keyGeneration } = hello;
  const now = ctx.clock.now();
  const proven = await findProvenKey(tx, input, now);
  if (proven.kind === "unknown") return "unknown";
  if (proven.key.lock !== null) return "locked";
  if (proven.kind === "outdated") return lockKey(tx, clusterId, { at: now, cause: "old-key" });
  const { sessionEpoch, stream } = await tx.openSession({
    clusterId,
    now,
    agentVersion: hello.agentVersion,
    kubernetesVersion: hello.kubernetesVersion,
    missingRights: hello.missingRights,
    capabilities: hello.capabilities ?? null,
  });
  // Read anew: whoever else connects meanwhile waits for this transaction since it took the session.
  const key = await tx.agentKey(clusterId);
  if (key?.id !== proven.key.id) return "unknown";
  if (key.lock !== null) return "locked";
  const { instanceId: instance, attempt } = hello;
  // Thrown, so that the session stays with whoever has it.
  if (isOvertaken(key.openings, { instance, attempt })) throw overtaken();
  const cause = await suspectCopy(tx, { hello, key, now });
  if (cause !== null) return lockKey(tx, clusterId, { at: now, cause });
  await resumeSync(tx, { ctx, clusterId, instanceId: instance });
  await tx.enqueue("observe-rollouts", { organizationId, clusterId });
  await emitCluster(tx, clusterId);
  const ownKinds = await readOwnKinds(tx);
  return { sessionEpoch, keyId: key.id, keyGeneration, cursor: stream, ownKinds };
}

async function lockKey(tx: TenantRecorder, clusterId: string, lock: KeyLock): Promise<"locked"> {
  await tx.lockKey(clusterId, lock);
  await emitCluster(tx, clusterId);
  return "locked";
}

function unauthenticated(): DomainError {
  return new DomainError(
    "unauthenticated",
    "The cluster or the agent's key is not known. Enrol the agent again with a new token.",
  );
}

function overtaken(): DomainError {
  return new DomainError("conflict", "The agent has connected anew since.");
}

function locked(): DomainError {
  return new DomainError(
    "unauthenticated",
    "The agent's key is locked, because a copy of it was used. The cluster's page says why; enrol the agent again with a new token.",
  );
}
