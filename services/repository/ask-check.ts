import type { RepositorySummary } from "#contracts/api/repository.ts";
import { DomainError } from "#domain/error.ts";
import type { TenantWriter } from "#ports/store/writer.ts";
import type { TenantContext, Verb } from "#services/context.ts";

import { readRepository } from "./list-repositories.ts";

/** Has a worker try the connection, inside a write that is open. */
export async function askCheck(ctx: TenantContext, tx: TenantWriter, id: string): Promise<void> {
  await tx.askRepositoryCheck(id, ctx.clock.now());
  const organizationId = ctx.organization.id;
  await tx.enqueue("check-repository", { organizationId, configRepositoryId: id });
}

/** Has the connection to a repository tried again. */
export async function checkAgain({
  ctx,
  input,
}: Verb<{ readonly id: string }>): Promise<RepositorySummary> {
  const { url } = await readRepository({ ctx, input });
  const intent = {
    permission: "cluster.enrol",
    event: "repository.checked",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: url,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    if (!(await tx.configRepository(input.id))) throw new DomainError("not-found", "It is gone.");
    await askCheck(ctx, tx, input.id);
  });
  return readRepository({ ctx, input });
}
