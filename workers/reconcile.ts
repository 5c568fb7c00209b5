import type { Clock } from "#ports/clock.ts";
import type { Queue } from "#ports/queue.ts";
import type { Store } from "#ports/store/store.ts";
import { expireAgents } from "#services/cluster/expire-agents.ts";

/** An agent sends at least every 18 seconds; after 40 it is taken for gone. */
const silenceMs = 40_000;
const keptMs = 60 * 60 * 1000;

export interface Reconciling {
  readonly store: Store;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly scanMs: number;
  readonly branchMs: number;
}

/** Rings for all work that is due although nobody rang: the net under every doorbell. */
export async function ringDueWork({
  store,
  queue,
  clock,
  scanMs,
  branchMs,
}: Reconciling): Promise<void> {
  const due = await store.system.dueWork(clock.now(), { scanMs, branchMs });
  for (const plan of due.plans) await queue.ring("calculate-plan", plan);
  for (const lane of due.lanes) await queue.ring("run-lane", lane);
  for (const rollout of due.rollouts) await queue.ring("observe-rollouts", rollout);
  for (const branch of due.branches) await queue.ring("read-branch", branch);
  for (const scan of due.scans) await queue.ring("scan-images", scan);
}

/** Marks silent agents offline and forgets what is no longer needed. */
export async function keepHouse({ store, clock }: Reconciling): Promise<void> {
  const now = clock.now().getTime();
  await expireAgents(store, new Date(now - silenceMs));
  await store.system.prune(new Date(now - keptMs));
}
