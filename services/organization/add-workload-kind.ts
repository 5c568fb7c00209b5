import type { WorkloadKind } from "#contracts/api/settings.ts";
import { customWorkloadKind } from "#domain/manifest/custom-workload-kind.ts";
import type { Verb } from "#services/context.ts";

import { rereadBranches } from "./reread-branches.ts";

/** Has the images of a kind of custom resource found. "invalid" names the field; "conflict" where it is there. */
export async function addWorkloadKind({ ctx, input }: Verb<WorkloadKind>): Promise<void> {
  const kind = customWorkloadKind(input);
  const intent = {
    permission: "settings.manage",
    event: "workload-kind.added",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `workload-kind/${kind.group}/${kind.kind}`,
    details: { podTemplate: kind.podTemplate },
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    await tx.addCustomWorkloadKind(kind);
    await rereadBranches(tx, ctx.organization.id);
  });
}
