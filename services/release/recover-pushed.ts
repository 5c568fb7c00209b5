import { releaseIdOf } from "#domain/promotion/message.ts";
import type { GitTip } from "#ports/git-repository.ts";
import type { ReleaseRow } from "#ports/store/rows.ts";

import type { LaneWork } from "./lane-work.ts";
import { recordPushed } from "./record-pushed.ts";
import type { PushedRelease } from "./record-pushed.ts";

const commitsToSearch = 200;

/**
 * Finds the commits of releases whose push may have happened although nobody heard of it, and records them.
 * Returns the releases that are truly still to be committed.
 */
export async function recoverPushed(work: LaneWork, tip: GitTip): Promise<readonly ReleaseRow[]> {
  const { ctx, held, branch, releases } = work;
  const doubtful = await ctx.store.read(ctx.organizationId, async (tx) => {
    const tried: string[] = [];
    for (const { id } of releases) {
      const release = await tx.releaseById(id);
      if (release && release.attempts > 0) tried.push(id);
    }
    return new Set(tried);
  });
  if (doubtful.size === 0) return releases;
  const commits = new Map<string, string>();
  for (const { id, message } of await branch.log(tip.commit, commitsToSearch)) {
    const releaseId = releaseIdOf(message);
    if (releaseId !== null && doubtful.has(releaseId)) commits.set(releaseId, id);
  }
  const pushed: PushedRelease[] = [];
  for (const release of releases) {
    const commit = commits.get(release.id);
    const source =
      commit &&
      (await ctx.store.read(ctx.organizationId, (tx) => tx.clusterSource(release.clusterId)));
    if (commit && source) pushed.push({ release, source, commit });
  }
  if (pushed.length > 0) {
    await recordPushed(ctx, held, { pushed, branch: await ctx.manifests.read(branch, tip) });
  }
  const recovered = new Set(pushed.map(({ release }) => release.id));
  return releases.filter(({ id }) => !recovered.has(id));
}
