import type { CreateOrganization } from "#contracts/api/organization.ts";
import type { Clock, Ids } from "#ports/clock.ts";
import type { Actor } from "#ports/store/actor.ts";
import type { OrganizationRow } from "#ports/store/organization-rows.ts";
import type { Store } from "#ports/store/store.ts";

/** Creates an organization whose first owner is the person who asks. "conflict" where the slug is taken. */
export async function createOrganization(
  scope: { readonly store: Store; readonly clock: Clock; readonly ids: Ids },
  request: { readonly input: CreateOrganization; readonly actor: Extract<Actor, { type: "user" }> },
): Promise<OrganizationRow> {
  const { input, actor } = request;
  const organization = { id: scope.ids.uuid(), slug: input.slug, name: input.name };
  await scope.store.system.createOrganization({
    organization,
    owner: { userId: actor.id, grant: { role: "owner", promoteTo: null } },
    actor,
    now: scope.clock.now(),
  });
  return organization;
}
