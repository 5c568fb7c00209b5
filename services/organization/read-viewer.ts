import type { Viewer } from "#contracts/api/organization.ts";
import { DomainError } from "#domain/error.ts";
import type { Bare } from "#services/context.ts";

/** The signed-in person in this organization, with the others that they belong to. */
export async function readViewer({
  ctx,
  sandboxUrl,
}: Bare & { readonly sandboxUrl: string | null }): Promise<Viewer> {
  if (ctx.actor.type !== "user") {
    throw new DomainError("unauthenticated", "Only a person has a view of an organization.");
  }
  const { id, name, email } = ctx.actor;
  const memberships = await ctx.store.system.memberships(id);
  return {
    user: { id, name, email },
    organization: ctx.organization,
    role: ctx.grant.role,
    promoteTo: ctx.grant.promoteTo && [...ctx.grant.promoteTo],
    organizations: memberships.map(({ organization, grant }) => ({
      slug: organization.slug,
      name: organization.name,
      role: grant.role,
    })),
    sandboxUrl,
  };
}
