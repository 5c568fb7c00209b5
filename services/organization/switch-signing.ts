import type { SwitchSigning } from "#contracts/api/settings.ts";
import type { Verb } from "#services/context.ts";

import { makeSigningKey } from "./make-signing-key.ts";
import { requireNewest } from "./settings-conflict.ts";

/** Turns signing of commits on or off; the first time, it makes the key. "conflict" where the settings changed. */
export async function switchSigning({ ctx, input }: Verb<SwitchSigning>): Promise<void> {
  const intent = {
    permission: "settings.manage",
    event: input.on ? "signing.turned-on" : "signing.turned-off",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `organization/${ctx.organization.slug}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const changed = await tx.changeSettings(input.version, { signCommits: input.on });
    requireNewest(changed, "the settings");
    if (!input.on) return;
    const keys = await tx.signingKeys();
    if (!keys.some(({ retiredAt }) => retiredAt === null)) await makeSigningKey(tx, ctx);
  });
}
