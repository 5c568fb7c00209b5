import { sign } from "node:crypto";

import type { Identity } from "#agent/identity/identity.ts";
import type { ProvableKey } from "#agent/identity/key-ring.ts";
import type { AgentCapability } from "#contracts/agent-capability.ts";
import type { OwnKind } from "#contracts/agent-own-kinds.ts";
import { challengeText } from "#contracts/agent-protocol.ts";
import type { Cursor, ServerFrame } from "#contracts/agent-protocol.ts";

import type { GatewaySocket } from "./gateway-socket.ts";

/** What the agent says of itself at every connection. */
export interface Introduction {
  /** Names this process. */
  readonly instanceId: string;
  readonly agentVersion: string;
  readonly kubernetesVersion: string;
  readonly missingRights: readonly string[];
  readonly capabilities: readonly AgentCapability[];
  /** The uid of `kube-system`, where the agent may read it. */
  readonly kubernetesUid?: string;
}

export type Handshake =
  | {
      readonly kind: "welcome";
      readonly cursor: Cursor | null;
      /** Whether the gateway takes new keys. */
      readonly rotation: boolean;
      /** Whether the gateway can tell what it has stored. */
      readonly recalls: boolean;
      /** The kinds to watch beside the usual ones; null where the gateway does not say. */
      readonly ownKinds: readonly OwnKind[] | null;
    }
  | { readonly kind: "ended"; readonly frame: ServerFrame | null };

/** Proves the agent's key to the gateway it enrolled with; the proof is worth nothing to any other. */
export async function shakeHands(
  socket: GatewaySocket,
  input: {
    readonly identity: Identity;
    readonly key: ProvableKey;
    /** Which try to connect of this process it is. */
    readonly attempt: number;
    readonly introduction: Introduction;
  },
): Promise<Handshake> {
  const { key, attempt, introduction } = input;
  const { clusterId, gatewayUrl } = input.identity;
  const { generation, privateKey } = key;
  const { instanceId, missingRights, capabilities } = introduction;
  await socket.send({
    type: "hello",
    clusterId,
    generation,
    attempt,
    ...introduction,
    missingRights: [...missingRights],
    capabilities: [...capabilities],
    rotates: true,
  });
  const challenge = await socket.receive();
  if (challenge?.type !== "challenge") return { kind: "ended", frame: challenge };
  const origin = new URL(gatewayUrl).origin;
  const text = challengeText({ nonce: challenge.nonce, origin, clusterId, instanceId, generation });
  const signature = sign(null, Buffer.from(text), privateKey).toString("base64url");
  await socket.send({ type: "proof", signature });
  const answer = await socket.receive();
  if (answer?.type !== "welcome") return { kind: "ended", frame: answer };
  const { cursor, rotation = false, recalls = false, ownKinds = null } = answer;
  return { kind: "welcome", cursor, rotation, recalls, ownKinds };
}
