import { inventoryReference } from "./inventory.ts";
import type { Inventory, InventoryEntry } from "./inventory.ts";
import { annotationsOf, isOurs } from "./live-objects.ts";
import { isKeptFromPruning } from "./object-marks.ts";
import { planPrune } from "./plan-prune.ts";
import { readRefusal } from "./refusal.ts";
import { objectPath } from "./resource-kinds.ts";
import type { SyncRun } from "./sync-run.ts";

/**
 * Deletes what earlier syncs applied and git no longer contains; returns the inventory that is left. Deletes nothing
 * while a part of git could not be read: what is missing there is not gone.
 */
export async function pruneObjects(
  run: SyncRun,
  { wanted, isPartial }: { readonly wanted: Inventory; readonly isPartial: boolean },
): Promise<Inventory> {
  const { input, report } = run;
  const { inventory, consents } = input;
  if (isPartial) return new Map([...inventory, ...wanted]);
  const plan = planPrune({ inventory, wanted: new Set(wanted.keys()), consents });
  const left = new Map(wanted);
  if (plan.refusal !== null) report.note(plan.refusal);
  for (const key of plan.kept) {
    const entry = inventory.get(key);
    if (entry === undefined) continue;
    left.set(key, entry);
    const message = "Git no longer contains it. It stays until a person agrees to delete it.";
    const reference = inventoryReference(key, entry);
    report.tell(reference, { state: "kept", message });
    const consent = plan.asks.get(key);
    if (consent !== undefined) report.ask(consent, reference);
  }
  for (const key of plan.doomed) {
    const entry = inventory.get(key);
    if (entry !== undefined && !(await isLetGo(run, key, entry))) left.set(key, entry);
  }
  return left;
}

/** Whether the object is no longer the sync's business. */
async function isLetGo(run: SyncRun, key: string, entry: InventoryEntry): Promise<boolean> {
  const { input, kinds, objects, report } = run;
  const reference = inventoryReference(key, entry);
  try {
    const resource = await kinds.find(reference, input.signal);
    if (resource === null) return true;
    const path = objectPath(reference, resource);
    const live = await objects.read(path);
    if (live === null) return true;
    if (!isOurs(live, entry.uid)) {
      const message = "Git no longer contains it, and somebody else applies it now.";
      report.tell(reference, { state: "kept", message });
      return true;
    }
    if (isKeptFromPruning(annotationsOf(live))) {
      const message = "Git no longer contains it, and an annotation keeps it from being deleted.";
      report.tell(reference, { state: "kept", message });
      return false;
    }
    await objects.delete(path, live);
    report.pruned();
    return true;
  } catch (error) {
    if (input.signal.aborted) throw error;
    report.tell(reference, { state: "not-deleted", message: readRefusal(error).message });
    return false;
  }
}
