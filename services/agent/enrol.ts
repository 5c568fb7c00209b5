import type { EnrolRequest, EnrolResponse } from "#contracts/agent-enrolment.ts";
import { DomainError } from "#domain/error.ts";
import { hashToken } from "#services/cluster/enrolment-token.ts";

import type { AgentContext } from "./agent-context.ts";
import { readPublicKey } from "./proof.ts";
import { resumeSync } from "./resume-sync.ts";

/**
 * Uses an enrolment token up and registers the agent's key. DomainError "unauthenticated" where the token is
 * unknown, used, replaced or too old: which of these is not told.
 */
export async function enrolAgent(input: {
  readonly ctx: AgentContext;
  readonly request: EnrolRequest;
  readonly gatewayUrl: string;
}): Promise<EnrolResponse> {
  const { ctx, request, gatewayUrl } = input;
  if (readPublicKey(request.publicKey) === null) {
    throw new DomainError(
      "invalid",
      "The public key is not an Ed25519 key in SPKI DER, base64url.",
    );
  }
  const tokenHash = hashToken(request.token);
  const found = await ctx.store.system.enrolmentToken(tokenHash);
  if (found === null) throw refusal();
  const { organizationId, clusterId } = found;
  return ctx.store.record(organizationId, async (tx) => {
    const isUsed = await tx.enrolAgent({
      tokenHash,
      clusterId,
      keyId: ctx.ids.uuid(),
      publicKey: request.publicKey,
      kubernetesUid: request.clusterUid ?? null,
      now: ctx.clock.now(),
    });
    const cluster = await tx.cluster(clusterId);
    if (!isUsed || cluster === null) throw refusal();
    await resumeSync(tx, { ctx, clusterId, instanceId: null });
    const { slug } = await tx.organization();
    return { clusterId, organization: slug, cluster: cluster.name, gatewayUrl };
  });
}

function refusal(): DomainError {
  return new DomainError(
    "unauthenticated",
    "The enrolment token is unknown, used or too old. Create a new one on the cluster's page.",
  );
}
