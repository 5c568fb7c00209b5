import { releaseIdOf } from "#domain/promotion/message.ts";
import type { GitTip } from "#ports/git-repository.ts";

import type { LaneWork, WaitingRelease } from "./lane-work.ts";
import { recordPushed } from "./record-pushed.ts";

const commitsToSearch = 200;

/**
 * Finds the commits of releases whose push may have happened although nobody heard of it, and records them.
 * Returns the releases that are truly still to be committed.
 */
export async function recoverPushed(
  work: LaneWork,
  tip: GitTip,
): Promise<readonly WaitingRelease[]> {
  const { ctx, held, branch, waiting } = work;
  if (!waiting.some(({ release }) => release.attempts > 0)) return waiting;
  const commits = new Map<string, string>();
  for (const { id, message } of await branch.log(tip.commit, commitsToSearch)) {
    const releaseId = releaseIdOf(message);
    if (releaseId !== null) commits.set(releaseId, id);
  }
  const pushed = waiting.flatMap(({ release, source, updates }) => {
    const commit = release.attempts > 0 ? commits.get(release.id) : undefined;
    return commit && source ? [{ release, source, updates, commit }] : [];
  });
  if (pushed.length === 0) return waiting;
  await recordPushed(ctx, held, { pushed, branch: await ctx.manifests.read(branch, tip) });
  const recovered = new Set(pushed.map(({ release }) => release.id));
  return waiting.filter(({ release }) => !recovered.has(release.id));
}
