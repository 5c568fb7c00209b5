import { outcomeOf } from "#domain/promotion/release.ts";
import type { ItemPatch } from "#ports/store/recorder.ts";
import type { ReleaseRow } from "#ports/store/release-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import { recordProgress } from "./progress.ts";

/**
 * Ends a release whose images someone else set meanwhile: a success unless its plan had
 * refused some, because git says what was wanted.
 */
export async function finishUnchanged(
  ctx: WorkerContext,
  held: HeldLane,
  release: ReleaseRow,
): Promise<void> {
  const at = ctx.clock.now();
  const note = "another commit already set these images";
  const patch: ItemPatch = { status: "up-to-date", reason: `${note}.`, finishedAt: at };
  const skipped = { status: "skipped", note: "" } as const;
  await held.record(async (tx) => {
    const items = await tx.releaseItems(release.id);
    const pending = items.filter(({ status }) => status === "pending");
    const status = outcomeOf(items.map((item) => item.status));
    await tx.leaveLane(held.lease, [release.id]);
    await recordProgress(tx, {
      releaseId: release.id,
      at,
      progress: {
        release: { status, finishedAt: at, retryAt: null, error: null },
        items: new Map(pending.map(({ id }) => [id, patch])),
        steps: {
          fetch: { status: "succeeded", finishedAt: at },
          "update-files": {
            status: "succeeded",
            startedAt: at,
            finishedAt: at,
            note: "nothing to change",
          },
          commit: skipped,
          push: skipped,
          sync: skipped,
          rollout: skipped,
          result: {
            status: status === "failed" ? "failed" : "succeeded",
            startedAt: at,
            finishedAt: at,
            note,
          },
        },
        log: [{ step: "result", level: "info", message: note }],
      },
    });
  });
}
