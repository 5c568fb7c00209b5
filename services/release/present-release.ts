import type {
  ReleaseDetail,
  ReleaseEvent,
  ReleaseItem,
  ReleaseStep,
  ReleaseSummary,
} from "#contracts/api/release.ts";
import type { ReleaseCounts, TenantReader } from "#ports/store/reader.ts";
import type {
  ReleaseEventRow,
  ReleaseItemRow,
  ReleaseRow,
  ReleaseStepRow,
} from "#ports/store/release-rows.ts";
import { actorName } from "#services/context.ts";

export function presentSummary(release: ReleaseRow, counts: ReleaseCounts): ReleaseSummary {
  return {
    number: release.number,
    title: release.title,
    status: release.status,
    target: { id: release.clusterId, name: release.clusterName, environment: release.environment },
    sourceName: release.sourceName,
    requestedBy: actorName(release.requestedBy),
    commit: release.commit,
    rollbackOf: release.rollbackOf,
    counts: { ...counts },
    createdAt: release.createdAt.toISOString(),
    startedAt: release.startedAt?.toISOString() ?? null,
    finishedAt: release.finishedAt?.toISOString() ?? null,
  };
}

/** The whole release, and the number of the last stream event that this answer includes. */
export async function presentDetail(tx: TenantReader, release: ReleaseRow): Promise<ReleaseDetail> {
  const { last } = await tx.streamEvents(Number.MAX_SAFE_INTEGER, 0);
  const items = await tx.releaseItems(release.id);
  const steps = await tx.releaseSteps(release.id);
  const events = await tx.releaseEvents(release.id);
  const cluster = await tx.cluster(release.clusterId);
  return {
    ...presentSummary(release, countItems(items)),
    id: release.id,
    planId: release.planId,
    repository: release.repositoryUrl,
    branch: release.branch,
    baseCommit: release.baseCommit,
    message: release.message,
    diff: release.diff,
    steps: steps.map(presentStep),
    items: items.map(presentItem),
    events: events.map(presentEvent),
    error: release.error,
    retryAt: release.retryAt?.toISOString() ?? null,
    canRollBack: release.commit !== null,
    rolledBackBy: release.rolledBackBy,
    agent: {
      connected: cluster?.connected ?? false,
      stateAt: cluster?.stateAt?.toISOString() ?? null,
    },
    asOf: last,
  };
}

export function countItems(items: readonly Pick<ReleaseItemRow, "status">[]): ReleaseCounts {
  const count = (...statuses: readonly ReleaseItemRow["status"][]) =>
    items.filter(({ status }) => statuses.includes(status)).length;
  return {
    updated: count("updated"),
    skipped: count("skipped", "up-to-date"),
    failed: count("failed"),
    total: items.length,
  };
}

export function presentStep({
  name,
  status,
  startedAt,
  finishedAt,
  note,
}: ReleaseStepRow): ReleaseStep {
  return {
    name,
    status,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    note,
  };
}

export function presentItem(item: ReleaseItemRow): ReleaseItem {
  const { workload, container, init, status, reason, from, to, file, line, progress } = item;
  const { flags, compareUrl } = item;
  return {
    workload,
    container,
    init,
    status,
    reason,
    from,
    to,
    file,
    line,
    flags: [...flags],
    compareUrl,
    progress: progress && { ...progress, pods: progress.pods.map((pod) => ({ ...pod })) },
    finishedAt: item.finishedAt?.toISOString() ?? null,
  };
}

export function presentEvent({ seq, at, level, step, message }: ReleaseEventRow): ReleaseEvent {
  return { seq, at: at.toISOString(), level, step, message };
}
