import type { RenameOrganization } from "#contracts/api/settings.ts";
import type { Verb } from "#services/context.ts";

import { requireNewest } from "./settings-conflict.ts";

/** Gives the organization another name; its address stays. "conflict" where the settings changed meanwhile. */
export async function renameOrganization({ ctx, input }: Verb<RenameOrganization>): Promise<void> {
  const intent = {
    permission: "organization.manage",
    event: "organization.renamed",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `organization/${ctx.organization.slug}`,
    details: { from: ctx.organization.name, to: input.name },
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    requireNewest(await tx.changeSettings(input.version, { name: input.name }), "the settings");
  });
}
