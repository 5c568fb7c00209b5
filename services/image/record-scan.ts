import type { ImageRepositoryRow } from "#ports/store/image-rows.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import { emitRows } from "#services/matrix/emit-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import { usersOf } from "./image-uses.ts";

type Found = Omit<Parameters<TenantRecorder["recordScan"]>[0], "repositoryId" | "at">;

/** Records what a scan found, and announces the workloads that use the repository when something about it is new. */
export async function recordScan(
  ctx: WorkerContext,
  input: Found & { readonly repository: ImageRepositoryRow; readonly changed: boolean },
): Promise<void> {
  const { repository, changed, ...found } = input;
  await ctx.store.record(ctx.organizationId, async (tx) => {
    await tx.recordScan({ repositoryId: repository.id, at: ctx.clock.now(), ...found });
    if (!changed && repository.scannedAt !== null && repository.error === null) return;
    await emitRows(tx, await usersOf(tx, repository.name));
  });
}
