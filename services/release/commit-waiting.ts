import { DomainError } from "#domain/error.ts";
import { withTrailers } from "#domain/promotion/message.ts";
import type { GitTip, NewCommit } from "#ports/git-repository.ts";
import type { BranchFiles } from "#services/config/manifest-cache.ts";
import { actorName } from "#services/context.ts";
import { openSigningKey } from "#services/organization/signing-key.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import { CarryOver } from "./carry-over.ts";
import { failRelease } from "./fail-release.ts";
import { finishUnchanged } from "./finish-unchanged.ts";
import type { EndedRelease, LaneWork, PreparedRelease } from "./lane-work.ts";
import { recordPushing, recordRace } from "./record-commit.ts";
import { recordPushed } from "./record-pushed.ts";
import { recoverPushed } from "./recover-pushed.ts";
import { startReleases } from "./start-releases.ts";

const mostRaces = 10;

/**
 * Re-applies the releases' edits to the branch's tip, stacks a commit for each and moves the branch in one
 * compare-and-swap. The first try is on the tip that is known here, without asking the remote; a lost race starts
 * over from the new tip. Nothing is ever forced or merged.
 */
export async function commitWaiting(work: LaneWork): Promise<void> {
  const { ctx, held } = work;
  let { waiting } = work;
  let guess = await guessTip(work);
  for (let races = 0; waiting.length > 0;) {
    held.signal.throwIfAborted();
    if (races > mostRaces) {
      throw new DomainError("unavailable", "Other commits were faster ten times in a row.");
    }
    const tip = guess ?? (await fetchTip({ ...work, waiting }));
    if (!guess) waiting = await recoverPushed({ ...work, waiting }, tip);
    const { prepared, ended, after } = await carryOver({ ...work, waiting }, tip);
    const isDoubtful = guess !== null && ended.length > 0;
    guess = null;
    // Only the newest tip may end a release.
    if (isDoubtful) continue;
    for (const one of ended) await endRelease(work, one);
    if (prepared.length === 0) return;
    if (await pushAll(work, { tip, prepared, after })) return;
    waiting = prepared.map((one) => ({ ...one, release: triedOnce(one.release) }));
    await recordRace(ctx, held, waiting);
    races += 1;
  }
}

/** The tip as it is known here, unless an earlier push may have moved the branch without our hearing of it. */
async function guessTip({ branch, waiting }: LaneWork): Promise<GitTip | null> {
  return waiting.some(({ release }) => release.attempts > 0) ? null : branch.known();
}

async function fetchTip({ ctx, held, branch, waiting }: LaneWork): Promise<GitTip> {
  await startReleases(
    ctx,
    held,
    waiting.map(({ release }) => release),
  );
  return branch.fetch(held.signal);
}

interface CarriedOver {
  readonly prepared: readonly PreparedRelease[];
  readonly ended: readonly EndedRelease[];
  readonly after: (commit: string) => BranchFiles;
}

async function carryOver(work: LaneWork, tip: GitTip): Promise<CarriedOver> {
  const { ctx, branch, waiting, kinds } = work;
  const files = new CarryOver(await ctx.manifests.read(branch, tip), kinds);
  const carried = waiting.map((one) => files.add(one));
  return {
    prepared: carried.flatMap((one) => (one.kind === "changed" ? [one.prepared] : [])),
    ended: carried.flatMap((one) => (one.kind === "changed" ? [] : [one])),
    after: (commit) => files.filesAt(commit),
  };
}

async function endRelease({ ctx, held }: LaneWork, ended: EndedRelease): Promise<void> {
  const { release } = ended;
  switch (ended.kind) {
    case "nothing":
      return finishUnchanged(ctx, held, release);
    case "failed":
      return failRelease(ctx, held, { release, step: "update-files", error: ended.error });
  }
}

/** A commit for each, and one push for all; false where another commit was faster. */
async function pushAll(
  { ctx, held, branch }: LaneWork,
  { tip, prepared, after }: { readonly tip: GitTip } & Pick<CarriedOver, "prepared" | "after">,
): Promise<boolean> {
  const signingKey = await openSigningKey(ctx);
  const made = prepared.map((one) => newCommit(ctx, one, signingKey));
  const commits = await branch.commit(tip.commit, made);
  const pushed = prepared.map((one, index) => ({ ...one, commit: commits[index] ?? "" }));
  const last = commits.at(-1) ?? tip.commit;
  await recordPushing(ctx, held, { pushed, tip: tip.commit });
  const { kind } = await branch.push(tip.commit, last, held.signal);
  if (kind === "moved") return false;
  await recordPushed(ctx, held, { pushed, branch: after(last) });
  return true;
}

function triedOnce(release: PreparedRelease["release"]): PreparedRelease["release"] {
  return { ...release, status: "running", attempts: release.attempts + 1 };
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
