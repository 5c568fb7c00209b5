import { z } from "zod";

import { parseReference } from "./object-reference.ts";
import type { ObjectReference } from "./object-reference.ts";

const Entry = z.object({
  /** Version of the API that it was applied with. */
  version: z.string(),
  /** Hash of what was applied; empty where that failed and has to be tried again. */
  hash: z.string(),
  /** The git revision that last changed it. */
  revision: z.string(),
  /** The very object that was applied; not known where that was cut off, or an older agent did it. */
  uid: z.string().optional(),
});
export type InventoryEntry = z.infer<typeof Entry>;

const Inventory = z.record(z.string(), Entry);

/** What the sync applied and therefore owns, by `referenceKey`. */
export type Inventory = ReadonlyMap<string, InventoryEntry>;

/** Reads what `writeInventory` wrote; throws where it is something else. */
export function readInventory(text: string): Inventory {
  return new Map(Object.entries(Inventory.parse(JSON.parse(text))));
}

export function writeInventory(inventory: Inventory): string {
  const sorted = [...inventory].sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}

/** The object that an entry stands for. */
export function inventoryReference(key: string, { version }: InventoryEntry): ObjectReference {
  return parseReference(key, version);
}
