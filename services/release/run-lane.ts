import type { JobPayload } from "#contracts/jobs.ts";
import { DomainError } from "#domain/error.ts";
import type { LaneRow } from "#ports/store/lane-rows.ts";
import type { ReleaseRow } from "#ports/store/release-rows.ts";
import { openBranch } from "#services/config/open-branch.ts";
import type { Job, WorkerContext } from "#services/worker-context.ts";

import { awaitWindow } from "./await-window.ts";
import { commitWaiting } from "./commit-waiting.ts";
import { failRelease } from "./fail-release.ts";
import { withLane } from "./lane-lease.ts";
import type { HeldLane } from "./lane-lease.ts";
import type { LaneWork, WaitingRelease } from "./lane-work.ts";
import { postponeReleases } from "./postpone-releases.ts";

/**
 * Commits everything that waits in a lane, in order, one commit per release, in as few pushes as possible.
 * May be run any number of times, by any number of workers: one at a time gets the lane.
 */
export async function runLane({ ctx, input }: Job<JobPayload<"run-lane">>): Promise<void> {
  const lane = await ctx.store.read(ctx.organizationId, (tx) => tx.lane(input.laneId));
  if (!lane) return;
  for (;;) {
    const held = await withLane(ctx, lane.id, (held) => drain(ctx, lane, held));
    // Whoever came while the lane was being given back rang in vain.
    if (!held || ctx.signal.aborted || (await dueReleases(ctx, lane.id)).length === 0) return;
  }
}

async function drain(ctx: WorkerContext, lane: LaneRow, held: HeldLane): Promise<void> {
  while (!held.signal.aborted) {
    const releases = await dueReleases(ctx, lane.id);
    if (releases.length === 0) return;
    if (await awaitWindow(ctx, held, { lane, releases })) continue;
    await workThrough(ctx, { lane, held, releases });
  }
}

/** Everything that waits as soon as one release is due: nobody overtakes a release that is to be tried again. */
async function dueReleases(ctx: WorkerContext, laneId: string): Promise<readonly ReleaseRow[]> {
  const now = ctx.clock.now();
  const waiting = await ctx.store.read(ctx.organizationId, (tx) => tx.laneReleases(laneId));
  return waiting.some(({ retryAt }) => retryAt === null || retryAt <= now) ? waiting : [];
}

async function workThrough(
  ctx: WorkerContext,
  work: {
    readonly lane: LaneRow;
    readonly held: HeldLane;
    readonly releases: readonly ReleaseRow[];
  },
): Promise<void> {
  const { lane, held, releases } = work;
  try {
    const branch = openBranch(ctx, lane.repository, lane.branch);
    await commitWaiting({ ctx, held, lane, branch, ...(await readWork(ctx, releases)) });
  } catch (error) {
    if (held.signal.aborted || !(error instanceof DomainError)) throw error;
    if (error.code === "conflict") throw error;
    const left = await stillWaiting(ctx, lane.id, releases);
    if (error.retryable) await postponeReleases(ctx, held, { releases: left, error });
    else
      for (const release of left)
        await failRelease(ctx, held, { release, step: "fetch", error: error.message });
  }
}

/** Everything that the releases' commits are made of. */
async function readWork(
  ctx: WorkerContext,
  releases: readonly ReleaseRow[],
): Promise<Pick<LaneWork, "waiting" | "kinds">> {
  return ctx.store.read(ctx.organizationId, async (tx) => {
    const sources = new Map(
      (await tx.clusterSources()).map((source) => [source.clusterId, source]),
    );
    const items = await tx.itemsOfReleases(releases.map(({ id }) => id));
    const waiting = releases.map((release): WaitingRelease => {
      const updates = items.get(release.id)?.filter(({ status }) => status === "pending") ?? [];
      return { release, source: sources.get(release.clusterId) ?? null, updates };
    });
    return { waiting, kinds: await tx.customWorkloadKinds() };
  });
}

/** Some of the releases may have been recorded as pushed, or have ended, before the others met the error. */
async function stillWaiting(
  ctx: WorkerContext,
  laneId: string,
  releases: readonly ReleaseRow[],
): Promise<readonly ReleaseRow[]> {
  const waiting = await ctx.store.read(ctx.organizationId, (tx) => tx.laneReleases(laneId));
  const ids = new Set(waiting.map(({ id }) => id));
  return releases.filter(({ id }) => ids.has(id));
}
