import { isDeepStrictEqual } from "node:util";

import type { Cursor } from "#contracts/agent-protocol.ts";
import { DomainError } from "#domain/error.ts";
import { workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import type { ObservedWorkload } from "#domain/rollout/observed.ts";
import type { WorkloadRow } from "#ports/store/cluster-rows.ts";
import type { TenantRecorder } from "#ports/store/recorder.ts";
import { knowImages } from "#services/image/know-images.ts";
import { emitRows } from "#services/matrix/emit-rows.ts";

import type { AgentContext, AgentSession } from "./agent-context.ts";
import { emitCluster } from "./emit-cluster.ts";

export interface ReportedState {
  /** A snapshot replaces everything that was known; a delta adds, changes and removes. */
  readonly kind: "snapshot" | "delta";
  /** How far the agent's stream is stored once this is. */
  readonly cursor: Cursor;
  readonly upserts: readonly ObservedWorkload[];
  /** Uids of what a snapshot has as it is stored. */
  readonly kept?: readonly string[];
  /** Uids that are gone. */
  readonly deletes: readonly string[];
}

/**
 * Stores what an agent reports together with its place in the stream, and lets everyone know who has to: the
 * matrix, the rollouts, the image scans. False, and nothing stored, where a newer connection holds the session;
 * DomainError "invalid" where something is said to be kept that is not there.
 */
export async function applyState(input: {
  readonly ctx: AgentContext;
  readonly session: AgentSession;
  readonly state: ReportedState;
}): Promise<boolean> {
  const { ctx, session, state } = input;
  const { organizationId, clusterId, sessionEpoch } = session;
  const { kind, cursor, kept = [], deletes } = state;
  return ctx.store.record(organizationId, async (tx) => {
    const before = await rowsBefore(tx, clusterId, state);
    requireKept(before, kept);
    const isStored = await tx.applyState({
      clusterId,
      sessionEpoch,
      cursor,
      at: ctx.clock.now(),
      kind,
      upserts: state.upserts.map((observed) => ({ key: workloadKey(observed), observed })),
      kept,
      deletes,
    });
    if (!isStored) return false;
    const changed = changedKeys(before, state);
    if (changed.size > 0) {
      const containers = state.upserts.flatMap((workload) => workload.containers);
      const images = new Set(containers.map(({ image }) => image));
      await knowImages(tx, { images, ids: ctx.ids });
      await tx.enqueue("observe-rollouts", { organizationId, clusterId });
    }
    await emitCluster(tx, clusterId);
    await emitRows(tx, changed);
    return true;
  });
}

/** The rows that the state may change or remove: a delta without deletions needs none to be looked at. */
async function rowsBefore(
  tx: TenantRecorder,
  clusterId: string,
  { kind, deletes }: ReportedState,
): Promise<readonly WorkloadRow[]> {
  return kind === "snapshot" || deletes.length > 0 ? tx.workloads({ clusterId }) : [];
}

function requireKept(before: readonly WorkloadRow[], kept: readonly string[]): void {
  if (kept.length === 0) return;
  const stored = new Set(before.map(({ observed }) => observed.uid));
  if (kept.every((uid) => stored.has(uid))) return;
  throw new DomainError("invalid", "The snapshot relies on workloads that are stored no longer.");
}

function changedKeys(
  before: readonly WorkloadRow[],
  { kind, upserts, kept = [], deletes }: ReportedState,
): ReadonlySet<WorkloadKey> {
  const known = new Map(before.map((row) => [row.observed.uid, row]));
  const present = new Set([...kept, ...upserts.map(({ uid }) => uid)]);
  const gone = new Set(deletes);
  const removed = before.filter(({ observed: { uid } }) =>
    kind === "snapshot" ? !present.has(uid) : gone.has(uid),
  );
  const changed = upserts.filter(
    (observed) => !isDeepStrictEqual(known.get(observed.uid)?.observed, observed),
  );
  return new Set([...removed.map(({ key }) => key), ...changed.map(workloadKey)]);
}
