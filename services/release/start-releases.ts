import type { ReleaseRow } from "#ports/store/release-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import { recordProgressOfEach } from "./progress.ts";
import type { Progress } from "./progress.ts";

/** Shows that a worker took the releases up and asks the host for the newest commit. */
export async function startReleases(
  ctx: WorkerContext,
  held: HeldLane,
  releases: readonly ReleaseRow[],
): Promise<void> {
  const at = ctx.clock.now();
  const started = releases.map((release) => [release.id, startProgress(release, at)] as const);
  await held.record((tx) => recordProgressOfEach(tx, at, new Map(started)));
}

/** What changes when a worker takes a release up, for the first time or again. */
export function startProgress(
  { status, startedAt, createdAt, baseCommit }: ReleaseRow,
  at: Date,
): Progress {
  const first = status === "queued";
  const planned = `planned at ${shortCommit(baseCommit)}`;
  const calculate = { status: "succeeded", startedAt: createdAt, finishedAt: createdAt } as const;
  return {
    release: { status: "running", startedAt: startedAt ?? at, retryAt: null, error: null },
    steps: {
      ...(first && { calculate: { ...calculate, note: planned } }),
      fetch: { status: "running", startedAt: at, finishedAt: null, note: "" },
    },
    log: first ? [{ step: "calculate", level: "info", message: planned }] : [],
  };
}

/** Seven letters of a commit, as git prints them. */
export function shortCommit(commit: string | null): string {
  return commit?.slice(0, 7) ?? "an unknown commit";
}
