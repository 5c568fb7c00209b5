import { rotationText } from "#contracts/agent-key.ts";
import type { KeyRefused, KeyRotated, RotateKey } from "#contracts/agent-key.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import type { AgentContext } from "./agent-context.ts";
import { emitCluster } from "./emit-cluster.ts";
import type { OpenedSession } from "./open-session.ts";
import { isSignedBy, readPublicKey } from "./proof.ts";

/** How long the replaced key still opens connections, for an agent that never heard that it was replaced. */
const graceMs = 10 * 60_000;

/**
 * Replaces the key of the cluster whose agent holds the session, of no other. `keyGeneration` is the newest generation
 * that this connection proved: an older one replaces nothing. The same request may come again. Null where a newer
 * connection holds the session, or the key is locked.
 */
export async function rotateAgentKey(input: {
  readonly ctx: AgentContext;
  readonly session: OpenedSession;
  readonly keyGeneration: number;
  readonly request: RotateKey;
}): Promise<KeyRotated | KeyRefused | null> {
  const { ctx, session, request } = input;
  const { generation, publicKey, signature } = request;
  const text = rotationText({ clusterId: session.clusterId, generation, publicKey });
  if (readPublicKey(publicKey) === null || !isSignedBy(publicKey, { text, signature })) {
    const message = "The new key did not sign its rotation in this cluster.";
    return { type: "keyRefused", generation, message };
  }
  return ctx.store.record(session.organizationId, (tx) => replaceKey(tx, input));
}

async function replaceKey(
  tx: TenantRecorder,
  input: Parameters<typeof rotateAgentKey>[0],
): ReturnType<typeof rotateAgentKey> {
  const { ctx, session, keyGeneration, request } = input;
  const { clusterId, sessionEpoch, keyId } = session;
  const { generation, publicKey } = request;
  const at = ctx.clock.now();
  if (!(await tx.touchSession({ clusterId, sessionEpoch, now: at, connected: true }))) return null;
  const key = await tx.agentKey(clusterId);
  if (key?.id !== keyId || key.lock !== null) return null;
  if (key.generation === generation && key.publicKey === publicKey) {
    return { type: "keyRotated", generation };
  }
  if (key.generation !== keyGeneration || generation !== keyGeneration + 1) {
    const message = `The agent's key is of generation ${key.generation}; this connection proved ${keyGeneration}.`;
    return { type: "keyRefused", generation, message };
  }
  if (key.publicKey === publicKey) {
    return { type: "keyRefused", generation, message: "A key cannot take its own place." };
  }
  const oldValidUntil = new Date(at.getTime() + graceMs);
  await tx.rotateKey({ clusterId, publicKey, generation, at, oldValidUntil });
  await emitCluster(tx, clusterId);
  return { type: "keyRotated", generation };
}
