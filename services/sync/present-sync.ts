import type { SyncAsk, SyncSummary } from "#contracts/agent-sync.ts";
import type { ClusterSync, CommandProgress, Comparison } from "#contracts/api/sync.ts";
import type { ClusterSyncRow, ComparisonRow, ReportedSync } from "#ports/store/syncs.ts";

/** A cluster changes by itself, too. */
const comparisonLifetimeMs = 30 * 60 * 1000;

export function presentSync(input: {
  readonly sync: ClusterSyncRow | null;
  readonly comparison: ComparisonRow | null;
  readonly now: Date;
}): ClusterSync {
  const { sync, comparison, now } = input;
  return {
    newest: sync && {
      revision: sync.revision,
      progress: syncProgress(sync, now),
      askedAt: sync.askedAt.toISOString(),
      askedBy: sync.askedBy,
      consents: [...sync.consents],
    },
    report: sync?.report ? { ...presentReport(sync.report), asks: [...openAsks(sync)] } : null,
    comparison: comparison && presentComparison(comparison, now),
  };
}

/** How far the newest sync is. */
export function syncProgress(sync: ClusterSyncRow, now: Date): CommandProgress {
  return progressOf(sync, sync.report?.commandId === sync.commandId, now);
}

/** What the newest sync asks a person; nothing before it has answered. */
export function openAsks({ commandId, report }: ClusterSyncRow): readonly SyncAsk[] {
  const summary = report?.commandId === commandId ? report.summary : null;
  if (!summary) return [];
  return summary.asks.map(
    (consent) =>
      summary.asking.find((ask) => ask.consent === consent) ?? {
        consent,
        objects: namedIn(summary, consent),
        more: 0,
      },
  );
}

/** An agent that does not name the objects of each ask says by their states which they are. */
function namedIn({ objects }: SyncSummary, consent: SyncAsk["consent"]): SyncAsk["objects"] {
  const state = consent === "force" ? "conflict" : "kept";
  return objects
    .filter((object) => object.state === state)
    .map(({ kind, namespace, name }) => ({ kind, namespace, name }));
}

function presentReport({ at, ...report }: ReportedSync) {
  return { ...report, at: at.toISOString() };
}

function presentComparison(row: ComparisonRow, now: Date): Comparison | null {
  const { answer } = row;
  const told = answer?.at ?? row.notAfter;
  if (now.getTime() - told.getTime() > comparisonLifetimeMs) return null;
  return {
    revision: row.revision,
    progress: progressOf(row, answer !== null, now),
    askedAt: row.askedAt.toISOString(),
    askedBy: row.askedBy,
    notAfter: row.notAfter.toISOString(),
    at: answer?.at.toISOString() ?? null,
    message: answer?.message ?? "",
    diff: answer?.diff ?? null,
  };
}

function progressOf(
  { receivedAt, notAfter }: Pick<ClusterSyncRow, "receivedAt" | "notAfter">,
  isAnswered: boolean,
  now: Date,
): CommandProgress {
  if (isAnswered) return "done";
  if (notAfter <= now) return "expired";
  return receivedAt === null ? "waiting" : "running";
}
