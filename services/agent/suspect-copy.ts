import type { LockCause } from "#contracts/api/cluster-agent.ts";
import { keyContest, withOpening } from "#domain/agent/key-contest.ts";
import type { AgentKey } from "#ports/store/agent-keys.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";

import type { Hello } from "./hello.ts";

/**
 * What tells that the agent's key is held twice; null where nothing does. Notes the process and the Kubernetes
 * cluster. The caller holds the cluster's session by then, so that this is not run twice at a time.
 */
export async function suspectCopy(
  tx: TenantRecorder,
  input: {
    readonly hello: Hello;
    readonly key: AgentKey;
    readonly now: Date;
  },
): Promise<LockCause | null> {
  const { hello, key, now } = input;
  const { clusterId, instanceId, attempt, kubernetesUid, rotates = false } = hello;
  if (kubernetesUid !== undefined) await tx.recordPlace(clusterId, kubernetesUid);
  const place = kubernetesUid ?? null;
  const counted = attempt === undefined ? {} : { attempt };
  const opening = { instance: instanceId, place, at: now.getTime(), ...counted };
  const openings = withOpening(key.openings, opening);
  await tx.recordOpenings(clusterId, { openings, rotates });
  return keyContest(openings);
}
