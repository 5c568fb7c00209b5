import type { StepName } from "#domain/promotion/release.ts";
import type { ItemPatch } from "#ports/store/recorder.ts";
import type { ReleaseRow } from "#ports/store/release-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import { recordProgress } from "./progress.ts";

/** Ends a release before anything of it was committed, with the reason, and takes it out of its lane. */
export async function failRelease(
  ctx: WorkerContext,
  held: HeldLane,
  {
    release,
    step,
    error,
  }: { readonly release: ReleaseRow; readonly step: StepName; readonly error: string },
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    const pending = (await tx.releaseItems(release.id)).filter(
      ({ status }) => status === "pending",
    );
    const patch: ItemPatch = { status: "failed", reason: error, finishedAt: at };
    const skipped = { status: "skipped", note: "" } as const;
    await tx.leaveLane(held.lease, [release.id]);
    await recordProgress(tx, {
      releaseId: release.id,
      at,
      progress: {
        release: { status: "failed", error, finishedAt: at, retryAt: null },
        items: new Map(pending.map(({ id }) => [id, patch])),
        steps: {
          commit: skipped,
          push: skipped,
          sync: skipped,
          rollout: skipped,
          ...(step === "fetch" && { "update-files": skipped }),
          [step]: { status: "failed", finishedAt: at, note: error },
          result: {
            status: "failed",
            startedAt: at,
            finishedAt: at,
            note: "nothing was committed",
          },
        },
        log: [{ step, level: "error", message: error }],
      },
    });
  });
}
