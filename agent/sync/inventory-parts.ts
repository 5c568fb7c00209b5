import { hash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";

import { readInventory, writeInventory } from "./inventory.ts";
import type { Inventory } from "./inventory.ts";

/** Well below the 1 MiB that a ConfigMap may hold. */
const defaultPartBytes = 700 * 1024;

/** The inventory compressed and cut into parts that each fit a ConfigMap, and the SHA-256 of all of them. */
export function packInventory(
  inventory: Inventory,
  partBytes = defaultPartBytes,
): { readonly digest: string; readonly parts: readonly Buffer[] } {
  const packed = gzipSync(writeInventory(inventory));
  const parts = Array.from({ length: Math.ceil(packed.length / partBytes) }, (_, index) =>
    packed.subarray(index * partBytes, (index + 1) * partBytes),
  );
  return { digest: hash("sha256", packed), parts };
}

/** What the parts are together; throws where that is not what the digest was taken of. */
export function joinParts(parts: readonly Buffer[], digest: string): Buffer {
  const packed = Buffer.concat(parts);
  if (hash("sha256", packed) === digest) return packed;
  throw new Error(
    "The inventory in the cluster is damaged: its parts are not what was written. Restore the ConfigMaps " +
      "stagecoach-inventory* in the agent's namespace, or delete them to start without any.",
  );
}

/** Reads what `packInventory` made of an inventory. */
export function unpackInventory(packed: Buffer): Inventory {
  return readInventory(gunzipSync(packed).toString());
}
