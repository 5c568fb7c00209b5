import { z } from "zod";

/** Body of `POST /agent/v1/enrol`. The public key is SPKI DER of an Ed25519 key, base64url. */
export const EnrolRequest = z.object({
  token: z.string().min(16).max(200),
  publicKey: z.string().min(40).max(200),
  /** Uid of `kube-system`, which names the cluster itself. */
  clusterUid: z.string().max(64).optional(),
});
export type EnrolRequest = z.infer<typeof EnrolRequest>;

/** Who the agent is from now on. `gatewayUrl` is what its proofs are made out to. */
export const EnrolResponse = z.object({
  clusterId: z.uuid(),
  organization: z.string(),
  cluster: z.string(),
  gatewayUrl: z.url({ protocol: /^https?$/ }),
});
export type EnrolResponse = z.infer<typeof EnrolResponse>;

/** Why an enrolment was refused, in words for the agent's log. */
export const EnrolProblem = z.object({ error: z.string() });
