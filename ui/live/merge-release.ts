import type { ReleaseDetail, ReleaseEvent, ReleaseItem } from "#contracts/api/release.ts";
import type { StreamEvent } from "#contracts/events.ts";

import { isReleaseStatus } from "./release-status.ts";

type ReleaseChange = Extract<StreamEvent, { kind: "release" }>;

/** A release after a change; one that it includes already, or another release's, leaves it as it is. */
export function mergeRelease(
  release: ReleaseDetail,
  seq: number,
  change: ReleaseChange,
): ReleaseDetail {
  if (change.number !== release.number || seq <= release.asOf) return release;
  const items = release.items.map(
    (item) => change.items.find((other) => sameItem(item, other)) ?? item,
  );
  const added = change.items.filter(
    (item) => !release.items.some((known) => sameItem(known, item)),
  );
  const steps = release.steps.map(
    (step) => change.steps.find(({ name }) => name === step.name) ?? step,
  );
  return {
    ...release,
    status: isReleaseStatus(change.status) ? change.status : release.status,
    commit: change.commit ?? release.commit,
    canRollBack: release.canRollBack || change.commit !== null,
    startedAt: release.startedAt ?? steps.find((step) => step.startedAt)?.startedAt ?? null,
    finishedAt: change.finishedAt,
    retryAt: change.retryAt,
    error: change.error,
    steps,
    items: [...items, ...added],
    events: mergeEvents(release.events, change.events),
    asOf: seq,
  };
}

function sameItem(a: ReleaseItem, b: ReleaseItem): boolean {
  return a.workload === b.workload && a.container === b.container && a.init === b.init;
}

function mergeEvents(
  known: readonly ReleaseEvent[],
  news: readonly ReleaseEvent[],
): ReleaseEvent[] {
  const numbers = new Set(known.map(({ seq }) => seq));
  return [...known, ...news.filter(({ seq }) => !numbers.has(seq))].toSorted(
    (a, b) => a.seq - b.seq,
  );
}
