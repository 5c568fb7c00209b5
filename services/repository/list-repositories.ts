import type { RepositorySummary } from "#contracts/api/repository.ts";
import { DomainError } from "#domain/error.ts";
import { authorize } from "#services/authorize.ts";
import type { Bare, Verb } from "#services/context.ts";

import { presentRepository } from "./present-repository.ts";

/** The organization's config repositories by address, without their secrets. */
export async function listRepositories({
  ctx,
}: Bare): Promise<{ readonly items: readonly RepositorySummary[] }> {
  authorize(ctx, "organization.read");
  return ctx.store.read(ctx.organization.id, async (tx) => {
    const used = { clusters: await tx.clusters(), sources: await tx.clusterSources() };
    const repositories = await tx.configRepositories();
    return { items: repositories.map((repository) => presentRepository(repository, used)) };
  });
}

/** One config repository. Throws DomainError "not-found" where the organization has none of this id. */
export async function readRepository({
  ctx,
  input,
}: Verb<{ readonly id: string }>): Promise<RepositorySummary> {
  const { items } = await listRepositories({ ctx });
  const found = items.find(({ id }) => id === input.id);
  if (!found) throw new DomainError("not-found", "There is no such config repository.");
  return found;
}
