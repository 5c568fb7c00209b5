import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import type { PushedRelease, WaitingRelease } from "./lane-work.ts";
import { recordProgressOfEach } from "./progress.ts";
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
  const pushing = pushed.map((one) => [one.release.id, pushingProgress(one, { tip, at })] as const);
  await held.record((tx) => recordProgressOfEach(tx, at, new Map(pushing)));
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
  const message = "another commit was faster; fetching again";
  const progress: Progress = {
    steps: { push: { status: "running", note: message } },
    log: [{ step: "push", level: "info", message }],
  };
  const raced = new Map(waiting.map(({ release }) => [release.id, progress]));
  await held.record((tx) => recordProgressOfEach(tx, at, raced));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
