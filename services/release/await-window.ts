import { setTimeout as sleep } from "node:timers/promises";

import { profileOf } from "#domain/git/host-profile.ts";
import { parseRemoteUrl } from "#domain/git/remote-url.ts";
import type { LaneRow } from "#ports/store/lane-rows.ts";
import type { ReleaseRow } from "#ports/store/release-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import { recordProgress } from "./progress.ts";
import { pushDelayMs } from "./push-window.ts";

const minuteMs = 60_000;

/**
 * Waits until the host wants to be pushed to again, telling the releases so; others gather meanwhile. Returns whether
 * there was anything to wait for.
 */
export async function awaitWindow(
  ctx: WorkerContext,
  held: HeldLane,
  { lane, releases }: { readonly lane: LaneRow; readonly releases: readonly ReleaseRow[] },
): Promise<boolean> {
  const { repository } = lane;
  const { name, pushesPerMinute: perMinute } = profileOf(parseRemoteUrl(repository.url).host);
  if (perMinute === null) return false;
  const now = ctx.clock.now();
  const pushes = await ctx.store.read(ctx.organizationId, (tx) =>
    tx.pushesSince(repository.id, new Date(now.getTime() - minuteMs)),
  );
  const delayMs = pushDelayMs({ pushes, now, perMinute });
  if (delayMs === 0) return false;
  const wait = `${Math.ceil(delayMs / 1000)} s, because ${name} asks for at most ${perMinute} pushes a minute`;
  await held.record(async (tx) => {
    for (const { id } of releases) {
      await recordProgress(tx, {
        releaseId: id,
        at: now,
        progress: {
          steps: { fetch: { status: "pending", note: `waits ${wait}` } },
          log: [{ step: "fetch", level: "info", message: `gathers releases for ${wait}` }],
        },
      });
    }
  });
  await sleep(delayMs, undefined, { signal: held.signal });
  return true;
}
