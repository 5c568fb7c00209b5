import type { Enrolment } from "#contracts/api/cluster.ts";
import { DomainError } from "#domain/error.ts";
import type { Verb } from "#services/context.ts";

import { makeEnrolment } from "./enrolment-token.ts";

/** Makes a new enrolment token for a cluster; older ones stop working. */
export async function renewEnrolment({
  ctx,
  input,
  gatewayUrl,
}: Verb<{ readonly id: string }> & { readonly gatewayUrl: string }): Promise<Enrolment> {
  const cluster = await ctx.store.read(ctx.organization.id, (tx) => tx.cluster(input.id));
  if (!cluster) throw new DomainError("not-found", "There is no such cluster.");
  const intent = {
    permission: "cluster.enrol",
    event: "cluster.enrolment-created",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `cluster/${cluster.name}`,
  } as const;
  return ctx.store.write(ctx.organization.id, intent, (tx) =>
    makeEnrolment(tx, { ctx, clusterId: cluster.id, gatewayUrl }),
  );
}
