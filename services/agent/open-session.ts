import { challengeText } from "#contracts/agent-protocol.ts";
import type { AgentFrame, Cursor } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";

import type { AgentContext, AgentSession } from "./agent-context.ts";
import { emitCluster } from "./emit-cluster.ts";
import { isSignedBy } from "./proof.ts";
import { resumeSync } from "./resume-sync.ts";

export type Hello = Extract<AgentFrame, { readonly type: "hello" }>;

export interface OpenedSession extends AgentSession {
  /** The agent key under which the session was opened. */
  readonly keyId: string;
  /** How far the agent's stream is stored; null before the first snapshot. */
  readonly cursor: Cursor | null;
}

/**
 * Checks that the agent holds its cluster's key and takes the cluster's session for it: every older connection is
 * fenced from here on. DomainError "unauthenticated" where the cluster, the key or the signature is not right.
 */
export async function openAgentSession(input: {
  readonly ctx: AgentContext;
  readonly hello: Hello;
  readonly challenge: { readonly nonce: string; readonly origin: string };
  readonly signature: string;
}): Promise<OpenedSession> {
  const { ctx, hello, challenge, signature } = input;
  const { clusterId, generation } = hello;
  const organizationId = await ctx.store.system.clusterOrganization(clusterId);
  if (organizationId === null) throw unauthenticated();
  return ctx.store.record(organizationId, async (tx) => {
    const key = await tx.agentKey(clusterId);
    const text = challengeText({ ...challenge, ...hello });
    if (key === null || key.generation !== generation) throw unauthenticated();
    if (!isSignedBy(key.publicKey, { text, signature })) throw unauthenticated();
    const { sessionEpoch, stream } = await tx.openSession({
      clusterId,
      now: ctx.clock.now(),
      agentVersion: hello.agentVersion,
      kubernetesVersion: hello.kubernetesVersion,
      missingRights: hello.missingRights,
      capabilities: hello.capabilities ?? null,
    });
    await resumeSync(tx, { ctx, clusterId, isNew: false });
    await tx.enqueue("observe-rollouts", { organizationId, clusterId });
    await emitCluster(tx, clusterId);
    return { organizationId, clusterId, sessionEpoch, keyId: key.id, cursor: stream };
  });
}

function unauthenticated(): DomainError {
  return new DomainError(
    "unauthenticated",
    "The cluster or the agent's key is not known. Enrol the agent again with a new token.",
  );
}
