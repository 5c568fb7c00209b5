import type { LaneLease } from "#ports/store/lane-rows.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { WorkerContext } from "#services/worker-context.ts";

const leaseMs = 10_000;
const renewMs = 3_000;

/** A held lane: its writes are fenced, and its signal aborts once the lane is lost or the worker stops. */
export interface HeldLane {
  readonly lease: LaneLease;
  readonly signal: AbortSignal;
  /** A transaction that fails with "conflict" where another worker took the lane over. */
  record<T>(work: (tx: TenantRecorder) => Promise<T>): Promise<T>;
}

/** Runs the work while holding the lane; returns false without running it where another worker holds it. */
export async function withLane(
  ctx: WorkerContext,
  laneId: string,
  work: (lane: HeldLane) => Promise<void>,
): Promise<boolean> {
  const lease = await ctx.store.record(ctx.organizationId, (tx) =>
    tx.takeLane({ laneId, owner: ctx.owner, now: ctx.clock.now(), milliseconds: leaseMs }),
  );
  if (!lease) return false;
  const lost = new AbortController();
  const stopped = () => lost.abort(ctx.signal.reason);
  ctx.signal.addEventListener("abort", stopped, { once: true });
  const renewal = setInterval(() => void renew(ctx, lease, lost), renewMs);
  try {
    await work({
      lease,
      signal: lost.signal,
      record: (write) =>
        ctx.store.record(ctx.organizationId, async (tx) => {
          await tx.requireLane(lease);
          return write(tx);
        }),
    });
  } finally {
    clearInterval(renewal);
    ctx.signal.removeEventListener("abort", stopped);
    await ctx.store.record(ctx.organizationId, (tx) => tx.releaseLane(lease));
  }
  return true;
}

async function renew(ctx: WorkerContext, lease: LaneLease, lost: AbortController): Promise<void> {
  const kept = await ctx.store
    .record(ctx.organizationId, (tx) => tx.keepLane(lease, ctx.clock.now(), leaseMs))
    .catch(() => false);
  if (!kept) lost.abort(new Error("the lane was taken over"));
}
