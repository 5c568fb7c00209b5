import { DomainError } from "#domain/error.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";
import type { ManifestIndex } from "#domain/manifest/manifest-index.ts";
import type { FileChange } from "#domain/promotion/changes.ts";
import { withTrailers } from "#domain/promotion/message.ts";
import { reapplyUpdates } from "#domain/promotion/reapply.ts";
import type { NewCommit } from "#ports/git-repository.ts";
import type { ReleaseRow } from "#ports/store/rows.ts";
import type { BranchFiles } from "#services/config/manifest-cache.ts";
import { actorName } from "#services/context.ts";
import { openSigningKey } from "#services/organization/signing-key.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import { failRelease } from "./fail-release.ts";
import { finishUnchanged } from "./finish-unchanged.ts";
import type { HeldLane } from "./lane-lease.ts";
import type { LaneWork, PreparedRelease } from "./lane-work.ts";
import { recordFilesUpdated, recordPushing, recordRace } from "./record-commit.ts";
import { recordPushed } from "./record-pushed.ts";
import type { PushedRelease } from "./record-pushed.ts";
import { recoverPushed } from "./recover-pushed.ts";

const mostRaces = 10;

/**
 * Re-applies the releases' edits to the branch's tip, stacks a commit for each and moves the branch in one
 * compare-and-swap. A lost race starts over from the new tip; nothing is ever forced or merged.
 */
export async function commitWaiting(work: LaneWork): Promise<void> {
  const { ctx, held, branch } = work;
  let waiting = work.releases;
  for (let race = 0; waiting.length > 0; race += 1) {
    held.signal.throwIfAborted();
    if (race > mostRaces) {
      throw new DomainError("unavailable", "Other commits were faster ten times in a row.");
    }
    const tip = await branch.fetch(held.signal);
    waiting = await recoverPushed({ ...work, releases: waiting }, tip);
    const files = await ctx.manifests.read(branch, tip);
    const { prepared, after } = await prepareAll({ ...work, releases: waiting }, files);
    if (prepared.length === 0) return;
    const signingKey = await openSigningKey(ctx);
    const commits = await branch.commit(
      tip.commit,
      prepared.map((one) => newCommit(ctx, one, signingKey)),
    );
    const last = commits.at(-1) ?? tip.commit;
    await recordPushing(ctx, held, { prepared, commits });
    const outcome = await branch.push(tip.commit, last, held.signal);
    if (outcome.kind === "pushed") {
      const pushed = prepared.map(({ release, source }, index): PushedRelease => {
        return { release, source, commit: commits[index] ?? last };
      });
      await recordPushed(ctx, held, { pushed, branch: { ...after, commit: last } });
      return;
    }
    waiting = prepared.map(({ release }) => release);
    await recordRace(ctx, held, waiting);
  }
}

async function prepareAll(
  work: LaneWork,
  tip: BranchFiles,
): Promise<{ readonly prepared: readonly PreparedRelease[]; readonly after: BranchFiles }> {
  const { ctx, held, releases } = work;
  const prepared: PreparedRelease[] = [];
  let files = tip;
  for (const release of releases) {
    const one = await prepare(ctx, held, { release, files });
    if (!one) continue;
    files = withChanges(files, one.files);
    prepared.push(one);
  }
  await recordFilesUpdated(ctx, held, { prepared, tip: tip.commit });
  return { prepared, after: files };
}

/** Null where the release ended here: stale, refused, or nothing left to change. */
async function prepare(
  ctx: WorkerContext,
  held: HeldLane,
  { release, files }: { readonly release: ReleaseRow; readonly files: BranchFiles },
): Promise<PreparedRelease | null> {
  const { source, items } = await ctx.store.read(ctx.organizationId, async (tx) => ({
    source: await tx.clusterSource(release.clusterId),
    items: await tx.releaseItems(release.id),
  }));
  if (!source) {
    await failRelease(ctx, held, {
      release,
      step: "update-files",
      error: "The target cluster was removed.",
    });
    return null;
  }
  const updates = items.filter(({ status }) => status === "pending");
  const index = indexManifests({ files: files.files, root: source.path });
  const result = reapplyOrRefuse(updates, index, files);
  switch (result.kind) {
    case "changed":
      return { release, source, files: result.files };
    case "nothing":
      await finishUnchanged(ctx, held, release);
      return null;
    case "stale":
      await failRelease(ctx, held, {
        release,
        step: "update-files",
        error: `plan-stale: ${result.changes.join(" ")} Look at a new plan.`,
      });
      return null;
    case "refused":
      await failRelease(ctx, held, { release, step: "update-files", error: result.detail });
      return null;
  }
}

function reapplyOrRefuse(
  updates: Parameters<typeof reapplyUpdates>[0]["updates"],
  index: ManifestIndex,
  { texts }: BranchFiles,
): ReturnType<typeof reapplyUpdates> | { readonly kind: "refused"; readonly detail: string } {
  try {
    return reapplyUpdates({ updates, index, texts });
  } catch (error) {
    if (error instanceof DomainError) return { kind: "refused", detail: error.message };
    throw error;
  }
}

function withChanges(
  { commit, files, texts }: BranchFiles,
  changes: readonly FileChange[],
): BranchFiles {
  const parsed = changes.map(({ path, after }) => [path, parseManifestFile(path, after)] as const);
  const changed = changes.map(({ path, after }) => [path, after] as const);
  return { commit, files: new Map([...files, ...parsed]), texts: new Map([...texts, ...changed]) };
}

function newCommit(
  ctx: WorkerContext,
  { release, files }: PreparedRelease,
  signingKey: string | null,
): NewCommit {
  const { requestedBy } = release;
  const requester =
    requestedBy.type === "user"
      ? `${requestedBy.name} <${requestedBy.email}>`
      : actorName(requestedBy);
  return {
    files: new Map(files.map(({ path, after }) => [path, Buffer.from(after, "utf8")])),
    message: withTrailers(release.message, {
      releaseId: release.id,
      requestedBy: requester,
      source: release.sourceName,
    }),
    author: requestedBy.type === "user" ? requestedBy : ctx.committer,
    authoredAt: release.createdAt,
    committer: ctx.committer,
    at: ctx.clock.now(),
    signingKey,
  };
}
