import { packRow } from "#contracts/matrix-codec.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import { readKnowledge } from "#services/image/knowledge.ts";

import { imagesOf, matrixRows } from "./rows.ts";

const mostRows = 40;

/** Tells the browsers how these workloads' rows look now. Call last in the transaction that changed them. */
export async function emitRows(tx: TenantRecorder, keys: Iterable<WorkloadKey>): Promise<void> {
  const changed = new Set(keys);
  if (changed.size === 0) return;
  if (changed.size > mostRows) {
    await tx.emit({ kind: "matrix" });
    return;
  }
  const clusters = await tx.clusters();
  for (const key of changed) {
    const workloads = await tx.workloads({ key });
    const manifests = await tx.manifests({ key });
    const images = await readKnowledge(tx, imagesOf(workloads));
    const [row] = matrixRows({ clusters, workloads, manifests, images });
    await tx.emit(row ? { kind: "row", key, update: packRow(row) } : { kind: "row-gone", key });
  }
}
