import type { SaveMapping } from "#contracts/api/settings.ts";
import { parseClusterMapping } from "#domain/promotion/mapping.ts";
import type { Verb } from "#services/context.ts";
import { requireNewest } from "#services/organization/settings-conflict.ts";

import { findPair } from "./find-pair.ts";
import type { PairNames } from "./find-pair.ts";

/**
 * Stores how one cluster's workloads and images are called in another. "invalid" points at the rule that is wrong;
 * "conflict" where the mapping is no longer the one of `version`.
 */
export async function saveMapping({ ctx, input }: Verb<PairNames & SaveMapping>): Promise<void> {
  const rules = parseClusterMapping({ workloads: input.workloads, images: input.images });
  const intent = {
    permission: "settings.manage",
    event: "mapping.saved",
    actor: ctx.actor,
    grant: ctx.grant,
    subject: `mapping/${input.from}/${input.to}`,
    details: { ...rules },
  } as const;
  await ctx.store.write(ctx.organization.id, intent, async (tx) => {
    const { from, to } = await findPair(tx, input);
    const pair = { fromClusterId: from.id, toClusterId: to.id };
    const saved = await tx.putClusterMapping({ ...pair, ...rules, version: input.version });
    requireNewest(saved, "this mapping");
  });
}
