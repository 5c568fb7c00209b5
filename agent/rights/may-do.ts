import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";

export interface Right {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
}

const Review = z.object({ status: z.object({ allowed: z.boolean() }) });

/** Whether the API server lets the agent do it in the namespace, or everywhere where none is named. */
export async function mayDo(
  client: KubeClient,
  right: Right,
  scope: { readonly namespace: string | null; readonly signal: AbortSignal },
): Promise<boolean> {
  const resourceAttributes = { ...right, ...(scope.namespace && { namespace: scope.namespace }) };
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes },
  };
  const answer = await client.send({
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    body: { type: "application/json", content: JSON.stringify(review) },
    signal: scope.signal,
  });
  return Review.parse(answer).status.allowed;
}
