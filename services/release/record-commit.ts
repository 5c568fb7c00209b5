import type { ReleaseRow } from "#ports/store/rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import type { PreparedRelease } from "./lane-work.ts";
import { recordProgress } from "./progress.ts";
import { shortCommit } from "./start-releases.ts";

/** Shows which tip was fetched and how many lines each release changes. */
export async function recordFilesUpdated(
  ctx: WorkerContext,
  held: HeldLane,
  { prepared, tip }: { readonly prepared: readonly PreparedRelease[]; readonly tip: string },
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    for (const { release, source, files } of prepared) {
      const fetched = `${source.branch} at ${shortCommit(tip)}`;
      const lines = files.reduce((sum, { added }) => sum + added, 0);
      const updated = `${count(files.length, "file")}, ${count(lines, "line")}`;
      await recordProgress(tx, {
        releaseId: release.id,
        at,
        progress: {
          steps: {
            fetch: { status: "succeeded", finishedAt: at, note: fetched },
            "update-files": { status: "succeeded", startedAt: at, finishedAt: at, note: updated },
            commit: { status: "running", startedAt: at },
          },
          log: [
            { step: "fetch", level: "info", message: `fetched ${fetched}` },
            { step: "update-files", level: "info", message: `changed ${updated}` },
          ],
        },
      });
    }
  });
}

/** Says that a push may happen from here on: whoever takes over must look for the commit first. */
export async function recordPushing(
  ctx: WorkerContext,
  held: HeldLane,
  {
    prepared,
    commits,
  }: { readonly prepared: readonly PreparedRelease[]; readonly commits: readonly string[] },
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    for (const [index, { release }] of prepared.entries()) {
      const commit = commits[index] ?? "";
      await recordProgress(tx, {
        releaseId: release.id,
        at,
        progress: {
          release: { attempts: release.attempts + 1 },
          steps: {
            commit: { status: "succeeded", finishedAt: at, note: shortCommit(commit) },
            push: { status: "running", startedAt: at },
          },
        },
      });
    }
  });
}

/** Shows that another commit was faster. */
export async function recordRace(
  ctx: WorkerContext,
  held: HeldLane,
  releases: readonly ReleaseRow[],
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    for (const { id } of releases) {
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
