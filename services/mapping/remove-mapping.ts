import type { Verb } from "#services/context.ts";
import { requireNewest } from "#services/organization/settings-conflict.ts";

import { findPair } from "./find-pair.ts";
import type { PairNames } from "./find-pair.ts";

/** Has both clusters use the same names again. "conflict" where the mapping is no longer the one of `version`. */
export async function removeMapping({
  ctx,
  input,
}: Verb<PairNames & { readonly version: number }>): Promise<void> {
  const intent = {
    permission: "settings.manage",
    event: "mapping.removed",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `mapping/${input.from}/${input.to}`,
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const { from, to } = await findPair(tx, input);
    const pair = { fromClusterId: from.id, toClusterId: to.id, version: input.version };
    requireNewest(await tx.removeClusterMapping(pair), "this mapping");
  });
}
