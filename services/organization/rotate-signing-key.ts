import type { RotateSigningKey } from "#contracts/api/settings.ts";
import type { Verb } from "#services/context.ts";

import { makeSigningKey } from "./make-signing-key.ts";
import { requireNewest } from "./settings-conflict.ts";

/**
 * Has a new key sign from now on. The private part of the one before is forgotten, its public part stays listed so
 * that older commits can be verified. "conflict" where the settings changed meanwhile.
 */
export async function rotateSigningKey({ ctx, input }: Verb<RotateSigningKey>): Promise<void> {
  const intent = {
    permission: "settings.manage",
    event: "signing.key-made",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `organization/${ctx.organization.slug}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    requireNewest(await tx.changeSettings(input.version, {}), "the settings");
    await makeSigningKey(tx, ctx);
  });
}
