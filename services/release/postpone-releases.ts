import type { DomainError } from "#domain/error.ts";
import type { ReleaseRow } from "#ports/store/release-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import { recordProgress } from "./progress.ts";

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;
const longestAskedMs = 15 * 60_000;

/** Lets the releases wait for something outside, with the reason and the time of the next try. */
export async function postponeReleases(
  ctx: WorkerContext,
  held: HeldLane,
  { releases, error }: { readonly releases: readonly ReleaseRow[]; readonly error: DomainError },
): Promise<void> {
  const at = ctx.clock.now();
  await held.record(async (tx) => {
    for (const release of releases) {
      const attempts = release.attempts + 1;
      const delayMs = Math.max(retryDelayMs(attempts), askedDelayMs(error));
      const retryAt = new Date(at.getTime() + delayMs);
      const note = `waits: ${error.message}`;
      await recordProgress(tx, {
        releaseId: release.id,
        at,
        progress: {
          release: { attempts, retryAt, error: error.message },
          steps: { fetch: { status: "running", note } },
          log:
            release.error === error.message
              ? []
              : [{ step: "fetch", level: "warning", message: note }],
        },
      });
    }
  });
}

/** 1 s, 2 s, 4 s … at most a minute. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts - 1, 10));
}

/** How long the other side asked to be left alone, a quarter of an hour at most. */
function askedDelayMs({ data }: DomainError): number {
  const asked = data["retryAfterMs"];
  return typeof asked === "number" ? Math.min(asked, longestAskedMs) : 0;
}
