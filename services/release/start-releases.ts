import type { ReleaseRow } from "#ports/store/rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import { recordProgress } from "./progress.ts";

/** Shows that a worker took the releases up. */
export async function startReleases(
  ctx: WorkerContext,
  held: HeldLane,
  releases: readonly ReleaseRow[],
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    for (const { id, status, startedAt, createdAt, baseCommit } of releases) {
      const first = status === "queued";
      const planned = `planned at ${shortCommit(baseCommit)}`;
      await recordProgress(tx, {
        releaseId: id,
        at,
        progress: {
          release: { status: "running", startedAt: startedAt ?? at, retryAt: null, error: null },
          steps: {
            ...(first && {
              calculate: {
                status: "succeeded",
                startedAt: createdAt,
                finishedAt: createdAt,
                note: planned,
              },
            }),
            fetch: { status: "running", startedAt: at, finishedAt: null, note: "" },
          },
          log: first ? [{ step: "calculate", level: "info", message: planned }] : [],
        },
      });
    }
  });
}

/** Seven letters of a commit, as git prints them. */
export function shortCommit(commit: string | null): string {
  return commit?.slice(0, 7) ?? "an unknown commit";
}
