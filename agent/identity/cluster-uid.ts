import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";

const longestMs = 5_000;
const Namespace = z.object({ metadata: z.object({ uid: z.string().min(1).max(64) }) });

/** What names the Kubernetes cluster itself, for good; undefined where the agent may not read it, or cannot now. */
export async function readClusterUid(
  client: KubeClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const answer = await client.send({
      path: "/api/v1/namespaces/kube-system",
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
    });
    return Namespace.parse(answer).metadata.uid;
  } catch {
    return undefined;
  }
}
