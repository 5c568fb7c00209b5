import type { WorkloadKind } from "#contracts/api/settings.ts";
import { DomainError } from "#domain/error.ts";
import type { Verb } from "#services/context.ts";

import { rereadBranches } from "./reread-branches.ts";

/** Has the images of a kind of custom resource no longer found. "not-found" where it is not there. */
export async function removeWorkloadKind({
  ctx,
  input,
}: Verb<Pick<WorkloadKind, "group" | "kind">>): Promise<void> {
  const intent = {
    permission: "settings.manage",
    event: "workload-kind.removed",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `workload-kind/${input.group}/${input.kind}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    if (!(await tx.removeCustomWorkloadKind(input))) {
      throw new DomainError("not-found", `There is no kind ${input.kind} of ${input.group}.`);
    }
    await rereadBranches(tx, ctx.organization.id);
  });
}
