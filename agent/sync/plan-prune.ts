import type { Inventory } from "./inventory.ts";

/** Deleting these would take everything in them along. */
const keptKinds: ReadonlySet<string> = new Set(["Namespace", "CustomResourceDefinition"]);
const massNumber = 5;
const massShare = 0.5;

export interface PrunePlan {
  /** Keys of what git no longer contains and the sync may delete. */
  readonly doomed: readonly string[];
  /** Keys of what git no longer contains and only a person may delete. */
  readonly kept: readonly string[];
  /** Why nothing is deleted at all. */
  readonly refusal: string | null;
}

/**
 * What to delete: only what the sync applied itself, never a namespace or a definition. Refuses as a whole when more
 * than 5 objects and more than half of them would go, because then a wrong path is likelier than a clean-up.
 */
export function planPrune(inventory: Inventory, wanted: ReadonlySet<string>): PrunePlan {
  const gone = [...inventory.keys()].filter((key) => !wanted.has(key));
  const kept = gone.filter(isKept);
  const doomed = gone.filter((key) => !isKept(key));
  if (doomed.length <= massNumber || doomed.length <= inventory.size * massShare) {
    return { doomed, kept, refusal: null };
  }
  const refusal =
    `${doomed.length} of ${inventory.size} objects are no longer in git. That many are not deleted at ` +
    "once: check the cluster's path, or delete them by hand.";
  return { doomed: [], kept: gone, refusal };
}

function isKept(key: string): boolean {
  return keptKinds.has(key.split("|")[1] ?? "");
}
