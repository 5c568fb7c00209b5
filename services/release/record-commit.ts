import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import type { PushedRelease, WaitingRelease } from "./lane-work.ts";
import { recordProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { shortCommit, startProgress } from "./start-releases.ts";

/**
 * Shows what each release changes on which tip, and says that a push may happen from here on: whoever takes over must
 * look for the commit first.
 */
export async function recordPushing(
  ctx: WorkerContext,
  held: HeldLane,
  { pushed, tip }: { readonly pushed: readonly PushedRelease[]; readonly tip: string },
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    for (const one of pushed) {
      const progress = pushingProgress(one, { tip, at });
      await recordProgress(tx, { releaseId: one.release.id, at, progress });
    }
  });
}

function pushingProgress(
  { release, source, files, commit }: PushedRelease,
  { tip, at }: { readonly tip: string; readonly at: Date },
): Progress {
  const fetched = `${source.branch} at ${shortCommit(tip)}`;
  const lines = files.reduce((sum, { added }) => sum + added, 0);
  const updated = `${count(files.length, "file")}, ${count(lines, "line")}`;
  const done = { status: "succeeded", startedAt: at, finishedAt: at } as const;
  const started = startProgress(release, at);
  return {
    release: { ...started.release, attempts: release.attempts + 1 },
    steps: {
      ...started.steps,
      fetch: {
        status: "succeeded",
        startedAt: release.startedAt ?? at,
        finishedAt: at,
        note: fetched,
      },
      "update-files": { ...done, note: updated },
      commit: { ...done, note: shortCommit(commit) },
      push: { status: "running", startedAt: at },
    },
    log: [
      ...(started.log ?? []),
      { step: "fetch", level: "info", message: `on top of ${fetched}` },
      { step: "update-files", level: "info", message: `changed ${updated}` },
    ],
  };
}

/** Shows that another commit was faster. */
export async function recordRace(
  ctx: WorkerContext,
  held: HeldLane,
  waiting: readonly WaitingRelease[],
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    for (const {
      release: { id },
    } of waiting) {
      const message = "another commit was faster; fetching again";
      await recordProgress(tx, {
        releaseId: id,
        at,
        progress: {
          steps: { push: { status: "running", note: message } },
          log: [{ step: "push", level: "info", message }],
        },
      });
    }
  });
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
