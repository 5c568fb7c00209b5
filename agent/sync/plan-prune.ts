import type { SyncConsent } from "#contracts/agent-sync.ts";

import { applyRank, isFoundation } from "./apply-order.ts";
import { inventoryReference } from "./inventory.ts";
import type { Inventory } from "./inventory.ts";

const massNumber = 5;
const massShare = 0.3;

export interface PrunePlan {
  /** Keys of what git no longer contains and the sync may delete, in the order in which to do it. */
  readonly doomed: readonly string[];
  /** Keys of what git no longer contains and only a person may delete. */
  readonly kept: readonly string[];
  /** Why nothing is deleted at all. */
  readonly refusal: string | null;
  /** What a person would have to agree to for each of `kept` to go. */
  readonly asks: ReadonlyMap<string, SyncConsent>;
}

/**
 * What to delete: only what the sync applied itself, and a namespace or a definition, which takes everything in it
 * along, only where a person agreed. Refuses as a whole, unless a person agreed, where everything would go or more
 * than 5 objects and more than 30 % of them: then a wrong path is likelier than a clean-up.
 */
export function planPrune(input: {
  readonly inventory: Inventory;
  /** Keys of what git contains. */
  readonly wanted: ReadonlySet<string>;
  readonly consents: ReadonlySet<SyncConsent>;
}): PrunePlan {
  const { inventory, wanted, consents } = input;
  const gone = [...inventory].filter(([key]) => !wanted.has(key)).toSorted(byRank);
  const all = gone.map(([key]) => key);
  const asks = new Map(gone.map(([key, entry]) => [key, consentFor(key, entry)]));
  // Namespaces and definitions are not counted: each of them waits for a person anyway.
  const ordinary = all.filter((key) => asks.get(key) === "delete-many").length;
  const isMass =
    ordinary > 0 &&
    (wanted.size === 0 || (ordinary > massNumber && ordinary > inventory.size * massShare));
  if (isMass && !consents.has("delete-many")) {
    return { doomed: [], kept: all, refusal: massText(all.length, inventory), asks };
  }
  const kept = all.filter((key) => {
    const isFoundational = asks.get(key) === "delete-foundations";
    return isFoundational && !consents.has("delete-foundations");
  });
  const keptKeys = new Set(kept);
  const doomed = all.filter((key) => !keptKeys.has(key));
  for (const key of doomed) asks.delete(key);
  return { doomed, kept, refusal: null, asks };
}

function consentFor(key: string, entry: Entry[1]): SyncConsent {
  return isFoundation(inventoryReference(key, entry)) ? "delete-foundations" : "delete-many";
}

/** The other way round than applied: nothing is deleted before what stands on it. */
function byRank([a, one]: Entry, [b, other]: Entry): number {
  return applyRank(inventoryReference(b, other)) - applyRank(inventoryReference(a, one));
}

type Entry = readonly [string, Parameters<typeof inventoryReference>[1]];

function massText(gone: number, { size }: Inventory): string {
  return (
    `${gone} of ${size} objects are no longer in git. That many are not deleted at once: check the cluster's ` +
    "path, or agree to it where that is meant."
  );
}
