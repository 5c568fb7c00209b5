import { isStatus } from "#agent/kube/kube-failure.ts";
import { KubeFailure } from "#agent/kube/kube-failure.ts";
import type { NudgedEngine } from "#contracts/agent-nudge.ts";
import { engineName } from "#domain/rollout/engine-words.ts";

import { engineKinds } from "./engine-kinds.ts";

const longestMessage = 1000;

/** Does something about an object, and says in words where the API server does not let it. */
export async function nudgeObject(
  by: NudgedEngine["by"] & { readonly kind: keyof typeof engineKinds },
  work: () => Promise<Omit<NudgedEngine, "by">>,
): Promise<NudgedEngine> {
  try {
    return { by, ...(await work()) };
  } catch (error) {
    if (!(error instanceof KubeFailure)) throw error;
    if (isStatus(error, 401, 403)) return { by, did: "forbidden", message: forbidden(by) };
    const message = isStatus(error, 404)
      ? `${engineName(by)} is gone`
      : `${engineName(by)}: ${error.message}`;
    return { by, did: "failed", message: message.slice(0, longestMessage) };
  }
}

function forbidden({ kind, namespace }: Parameters<typeof nudgeObject>[0]): string {
  const { group, plural } = engineKinds[kind];
  return `the agent may not patch ${plural}.${group} in ${namespace}: give it the rights of permissions.nudge`;
}
