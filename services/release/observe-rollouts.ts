import type { JobPayload } from "#contracts/jobs.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { isSameImage } from "#domain/image/same-image.ts";
import { engineProgress, enginesProgress } from "#domain/promotion/engine-progress.ts";
import { judgeWorkload } from "#domain/promotion/observe.ts";
import type { AwaitedCluster } from "#domain/promotion/observe.ts";
import type { TargetImages } from "#domain/rollout/promoted-image.ts";
import type { ClusterRow, SyncReport } from "#ports/store/cluster-rows.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import type { ReleaseItemRow, ReleaseRow } from "#ports/store/release-rows.ts";
import type { Job, WorkerContext } from "#services/worker-context.ts";

import { wasHeld } from "./judgement.ts";
import type { JudgedWorkload } from "./judgement.ts";
import { readDigests } from "./promoted-digests.ts";
import type { KnownDigests } from "./promoted-digests.ts";
import { recordVerdicts } from "./record-verdicts.ts";

/** Judges every release that rolls out in a cluster by what its agent last reported. Safe to repeat. */
export async function observeRollouts({
  ctx,
  input,
}: Job<JobPayload<"observe-rollouts">>): Promise<void> {
  await ctx.store.record(ctx.organizationId, async (tx) => {
    const cluster = await tx.cluster(input.clusterId);
    if (!cluster) return;
    const tip = (await tx.clusterSource(cluster.id))?.tip ?? null;
    for (const release of await tx.rollingReleases(cluster.id))
      await observeRelease(tx, ctx, { cluster, release, tip });
  });
}

async function observeRelease(
  tx: TenantRecorder,
  ctx: WorkerContext,
  {
    cluster,
    release,
    tip,
  }: { readonly cluster: ClusterRow; readonly release: ReleaseRow; readonly tip: string | null },
): Promise<void> {
  const items = await tx.releaseItems(release.id);
  const steps = await tx.releaseSteps(release.id);
  const push = steps.find(({ name }) => name === "push");
  const revisions = [release.commit, tip].flatMap((revision) => revision ?? []);
  const sync = syncAbout(cluster, revisions);
  const awaited = awaitedCluster(ctx, cluster, sync);
  const waiting = items.filter(({ status }) =>
    ["committed", "rolling", "unknown"].includes(status),
  );
  const brought = steps.find(({ name }) => name === "sync");
  const since = waitingSince(cluster, [
    push?.finishedAt ?? release.createdAt,
    brought?.startedAt ?? null,
    brought?.finishedAt ?? null,
  ]);
  const now = await readDigests(
    tx,
    waiting.flatMap(({ to }) => to ?? []),
  );
  const judged: JudgedWorkload[] = [];
  for (const [key, own] of Map.groupBy(waiting, ({ workload }) => workload)) {
    const [row] = await tx.workloads({ clusterId: cluster.id, key });
    const verdict = judgeWorkload(
      {
        name: key,
        targets: targetsOf(own, now),
        observed: row?.observed ?? null,
        engine: row?.observed.engine ? engineProgress(row.observed.engine, revisions) : null,
        waitedMs: wasHeld({ items: own }) ? 0 : ctx.clock.now().getTime() - since,
        supersededBy: await supersededBy(tx, { key, cluster, release, items: own }),
      },
      awaited,
    );
    judged.push({ key, items: own, observed: row?.observed ?? null, verdict });
  }
  await recordVerdicts(tx, ctx, {
    release,
    items,
    steps,
    judged,
    engines: enginesProgress(
      judged.map(({ observed }) => observed?.engine ?? null),
      revisions,
    ),
    sync,
    syncError: awaited.syncError,
  });
}

function targetsOf(items: readonly ReleaseItemRow[], now: KnownDigests): TargetImages {
  return Object.fromEntries(
    items.map(({ container, to, digests }) => {
      const image = to ?? "";
      return [container, { image, digests, now: now.get(image) ?? [] }];
    }),
  );
}

/** An agent that was away has its time from when it came back, and a rollout from when it could begin. */
function waitingSince({ connectedAt }: ClusterRow, starts: readonly (Date | null)[]): number {
  return Math.max(...[...starts, connectedAt].map((start) => start?.getTime() ?? 0));
}

/** The agent's report where it is about the commit or the tip, which contains it; not what came before. */
function syncAbout({ sync }: ClusterRow, revisions: readonly string[]): SyncReport | null {
  return sync && revisions.includes(sync.revision) ? sync : null;
}

function awaitedCluster(
  ctx: WorkerContext,
  { name, connected, lastSeenAt }: ClusterRow,
  sync: SyncReport | null,
): AwaitedCluster {
  return {
    name,
    connected,
    silence: lastSeenAt
      ? `for ${inWords(ctx.clock.now().getTime() - lastSeenAt.getTime())}`
      : "yet",
    syncError:
      sync && !sync.ok ? `${name}'s agent could not apply the commit: ${sync.message}` : null,
  };
}

async function supersededBy(
  tx: TenantRecorder,
  input: {
    readonly key: WorkloadKey;
    readonly cluster: ClusterRow;
    readonly release: ReleaseRow;
    readonly items: readonly ReleaseItemRow[];
  },
): Promise<number | null> {
  const { key, cluster, release, items } = input;
  const later = (await tx.lastChanges(key)).find(
    (change) =>
      change.clusterId === cluster.id &&
      change.release > release.number &&
      items.some(
        ({ container, to }) => container === change.container && !isSameImage(to ?? "", change.to),
      ),
  );
  return later?.release ?? null;
}

function inWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
