import { indexBranch } from "#services/config/index-branch.ts";
import type { BranchFiles } from "#services/config/manifest-cache.ts";
import { recordIndex } from "#services/config/read-branch.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import type { HeldLane } from "./lane-lease.ts";
import type { PushedRelease } from "./lane-work.ts";
import { recordProgressOfEach } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { shortCommit } from "./start-releases.ts";
import { tellCluster } from "./tell-cluster.ts";

/**
 * Records that the releases' commits are on the remote branch, takes them out of the lane and tells the
 * clusters' agents to sync, all in one transaction. `branch` is the branch after the last of them.
 */
export async function recordPushed(
  ctx: WorkerContext,
  held: HeldLane,
  {
    pushed,
    branch,
  }: {
    readonly pushed: readonly Omit<PushedRelease, "files">[];
    readonly branch: BranchFiles;
  },
): Promise<void> {
  const at = ctx.clock.now();
  const ids = pushed.map(({ release }) => release.id);
  await held.record(async (tx) => {
    const progress = pushed.map((one) => [one.release.id, pushedProgress(one, at)] as const);
    await recordProgressOfEach(tx, at, new Map(progress));
    await tx.leaveLane(held.lease, ids);
    const sources = new Map(pushed.map(({ source }) => [source.clusterId, source]));
    for (const source of sources.values()) {
      const index = await indexBranch(tx, branch, source);
      await tellCluster(tx, { ctx, source, branch, index });
      await recordIndex(tx, { ctx, source, branch, index });
      await tx.enqueue("observe-rollouts", {
        organizationId: ctx.organizationId,
        clusterId: source.clusterId,
      });
    }
  });
}

function pushedProgress(
  { release, source, updates, commit }: Omit<PushedRelease, "files">,
  at: Date,
): Progress {
  const committed = { status: "committed" } as const;
  const pushed = `${shortCommit(commit)} to ${source.branch}`;
  const note = `waits for ${release.clusterName}'s agent`;
  return {
    release: { commit },
    items: new Map(updates.map(({ id }) => [id, committed])),
    steps: {
      push: { status: "succeeded", finishedAt: at, note: pushed },
      sync: { status: "running", startedAt: at, note },
    },
    log: [{ step: "push", level: "info", message: `pushed ${pushed}` }],
  };
}
