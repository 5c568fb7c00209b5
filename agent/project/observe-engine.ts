import type { EngineError, EngineHold, EngineObject } from "#domain/rollout/engine-state.ts";
import type { ObservedEngine } from "#domain/rollout/observed.ts";

import type { WorkloadRecord } from "./workload-record.ts";

const mostHolds = 4;

/** An object of Flux or Argo CD with what it is joined with. */
interface Joined {
  readonly source: WorkloadRecord | undefined;
  /** What deploys it in turn. */
  readonly parent: ObservedEngine | null;
  /** Why a sync window keeps an Application as it is. */
  readonly window: EngineHold | null;
}

/**
 * What is reported of the object that deploys a workload, joined with the source that it names. A Helm release is
 * found in git where what deploys the release itself is, and is as far as that until it has released it.
 */
export function observeEngine(record: WorkloadRecord, joined: Joined): ObservedEngine | null {
  const { kind, namespace, name, source: own } = record;
  if (kind !== "kustomization" && kind !== "helmrelease" && kind !== "application") return null;
  const { parent } = joined;
  const source = joined.source?.source ?? own;
  const url = source?.url ?? null;
  const holds = holdsOf(record, joined);
  return {
    kind,
    namespace,
    name,
    automatic: !holds.some(({ why }) => why !== "window-shut") && (parent?.automatic ?? true),
    source:
      url === null
        ? (parent?.source ?? null)
        : { url, branch: source?.branch ?? null, path: own?.path ?? "" },
    ...(holds.length > 0 && { holds }),
    seen: source?.seen ?? parent?.seen ?? null,
    applied: own?.applied ?? (isReleased(record) ? (parent?.applied ?? null) : null),
    error: errorOf(record, joined),
  };
}

function holdsOf(record: WorkloadRecord, joined: Joined): readonly EngineHold[] {
  const { kind, paused, source: own } = record;
  const { source, parent, window } = joined;
  const by = engineObject(record);
  const from = source && engineObject(source);
  const holds: (EngineHold | null | undefined)[] = [
    by && paused ? { by, why: "suspended" } : null,
    by && kind === "application" && own?.automatic === false ? { by, why: "auto-sync-off" } : null,
    window,
    from && source.paused ? { by: from, why: "suspended" } : null,
    ...(parent?.holds ?? []),
  ];
  return holds.flatMap((hold) => hold ?? []).slice(0, mostHolds);
}

/** What the object's own controller says comes first, then its source's, then that of what deploys it. */
function errorOf(record: WorkloadRecord, { source, parent }: Joined): EngineError | null {
  for (const told of [record, source]) {
    const by = told && engineObject(told);
    const failure = told?.source?.failure ?? null;
    if (by && failure !== null) return { by, ...failure };
  }
  return parent?.error ?? null;
}

function isReleased({ kind, generation, observedGeneration, conditions }: WorkloadRecord): boolean {
  const ready = conditions.find(({ type }) => type === "Ready");
  return kind === "helmrelease" && observedGeneration >= generation && ready?.status === "True";
}

function engineObject({ kind, namespace, name }: WorkloadRecord): EngineObject | null {
  switch (kind) {
    case "kustomization":
    case "helmrelease":
    case "application":
    case "gitrepository":
      return { kind, namespace, name };
    default:
      return null;
  }
}
