import { challengeText } from "#contracts/agent-protocol.ts";
import type { AgentKey } from "#ports/store/agent-keys.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import type { Hello } from "./hello.ts";
import { isSignedBy } from "./proof.ts";

export interface Proof {
  readonly hello: Hello;
  readonly challenge: { readonly nonce: string; readonly origin: string };
  readonly signature: string;
}

/** What a proof is worth. Only who holds a key of the agent, old or new, gets to anything but `unknown`. */
export type Standing =
  | { readonly kind: "unknown" }
  | { readonly kind: "valid"; readonly key: AgentKey }
  /** By a key that was replaced long ago: whoever has the newer one is someone else. */
  | { readonly kind: "outdated"; readonly key: AgentKey };

/** Finds the key of the cluster that made the proof. */
export async function findProvenKey(
  tx: TenantRecorder,
  { hello, challenge, signature }: Proof,
  now: Date,
): Promise<Standing> {
  const { clusterId, generation } = hello;
  const text = challengeText({ ...challenge, ...hello });
  const key = await tx.agentKey(clusterId);
  if (key === null) return { kind: "unknown" };
  if (key.generation === generation) {
    return isSignedBy(key.publicKey, { text, signature })
      ? { kind: "valid", key }
      : { kind: "unknown" };
  }
  const retired = await tx.retiredKey(clusterId, generation);
  if (retired === null || !isSignedBy(retired.publicKey, { text, signature })) {
    return { kind: "unknown" };
  }
  return { kind: retired.validUntil > now ? "valid" : "outdated", key };
}
