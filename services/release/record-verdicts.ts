import { isDeepStrictEqual } from "node:util";

import { parseWorkloadKey } from "#domain/glossary.ts";
import { describePod } from "#domain/promotion/observe.ts";
import { outcomeOf } from "#domain/promotion/release.ts";
import type { ReleaseStatus, StepName } from "#domain/promotion/release.ts";
import type { ItemPatch, StepPatch, TenantRecorder } from "#ports/store/recorder.ts";
import type {
  EventLevel,
  ItemProgress,
  ReleaseItemRow,
  ReleaseStepRow,
} from "#ports/store/release-rows.ts";
import type { WorkerContext } from "#services/worker-context.ts";

import { wasHeld } from "./judgement.ts";
import type { Judgement } from "./judgement.ts";
import { recordProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { shortCommit } from "./start-releases.ts";

/** Writes what changed since the last look; nothing at all where nothing did. */
export async function recordVerdicts(
  tx: TenantRecorder,
  ctx: WorkerContext,
  judgement: Judgement,
): Promise<void> {
  const at = ctx.clock.now();
  const patches = itemPatches(judgement, at);
  const outcome = judgeRelease(judgement, patches);
  const steps = stepPatches(judgement, { patches, outcome, at });
  const log = logLines(judgement, { patches, steps, outcome });
  if (patches.size === 0 && Object.keys(steps).length === 0 && outcome === null) return;
  const progress: Progress = {
    items: patches,
    steps: {
      ...steps,
      ...(outcome && {
        result: { status: outcome.step, startedAt: at, finishedAt: at, note: outcome.note },
      }),
    },
    ...(outcome && { release: { status: outcome.status, finishedAt: at, error: outcome.error } }),
    log,
  };
  await recordProgress(tx, { releaseId: judgement.release.id, at, progress });
}

function itemPatches({ judged }: Judgement, at: Date): ReadonlyMap<string, ItemPatch> {
  const patches = new Map<string, ItemPatch>();
  for (const { items, verdict, observed } of judged) {
    const progress: ItemProgress = {
      ...verdict.counts,
      message: verdict.message,
      ...(verdict.held === true && { held: true }),
      pods: (observed?.pods ?? []).map((pod) => ({
        name: pod.name,
        ready: pod.ready,
        current: pod.current,
        phase: pod.phase,
        restarts: pod.containers.reduce((sum, { restarts }) => sum + restarts, 0),
        message: describePod(pod),
      })),
    };
    for (const item of items) {
      const same = item.status === verdict.status && isDeepStrictEqual(item.progress, progress);
      if (same) continue;
      const final = verdict.status === "updated" || verdict.status === "failed";
      patches.set(item.id, {
        status: verdict.status,
        progress,
        ...(verdict.status === "failed" && { reason: verdict.message }),
        ...(final && { finishedAt: at }),
      });
    }
  }
  return patches;
}

type Patches = ReadonlyMap<string, ItemPatch>;
type StepPatches = Partial<Record<StepName, StepPatch>>;

function stepPatches(
  judgement: Judgement,
  now: { readonly patches: Patches; readonly outcome: Outcome | null; readonly at: Date },
): StepPatches {
  const { steps } = judgement;
  const { at } = now;
  const step = (name: StepName) => steps.find((candidate) => candidate.name === name);
  const result: StepPatches = {};
  const sync = step("sync");
  if (sync?.status === "running") {
    const patch = syncPatch(judgement, now.outcome) ?? enginePatch(judgement, { sync, at });
    if (patch) result.sync = { ...patch, ...(patch.status !== undefined && { finishedAt: at }) };
  }
  const rollout = step("rollout");
  const started = result.sync?.status !== undefined || sync?.status !== "running";
  if (started && rollout && (rollout.status === "pending" || rollout.status === "running")) {
    const patch = rolloutPatch(judgement, statusesAfter(judgement, now.patches), rollout);
    if (patch)
      result.rollout = {
        ...patch,
        ...(rollout.startedAt ? {} : { startedAt: at }),
        ...(patch.status !== "running" && { finishedAt: at }),
      };
  }
  return result;
}

/** Null while the agent may still be at it. */
function syncPatch(judgement: Judgement, outcome: Outcome | null): StepPatch | null {
  const { judged, sync, syncError, engines } = judgement;
  if (syncError !== null) return { status: "failed", note: syncError };
  const isThere = sync?.ok === true || engines?.state === "applied";
  if (isThere || judged.some(({ verdict }) => verdict.arrived)) {
    return { status: "succeeded", note: syncNote(judgement) };
  }
  return outcome && { status: "failed", note: outcome.error ?? outcome.note };
}

function syncNote({ release, sync, engines }: Judgement): string {
  const applied = engines?.state === "applied" ? engines.words : null;
  return sync?.message || (applied ?? `applied ${shortCommit(release.commit)}`);
}

/** What the controllers say while they are at it. Once nothing holds the commit back, its time begins anew. */
function enginePatch(
  { engines, judged, release }: Judgement,
  { sync, at }: { readonly sync: ReleaseStepRow; readonly at: Date },
): StepPatch | null {
  const isResumed = engines?.state !== "held" && judged.some(wasHeld);
  const idle = isResumed ? `waits for ${release.clusterName}` : sync.note;
  const note = engines?.words ?? idle;
  if (isResumed) return { note, startedAt: at };
  return note === sync.note ? null : { note };
}

function rolloutPatch(
  { judged, items }: Judgement,
  statuses: readonly ReleaseItemRow["status"][],
  rollout: ReleaseStepRow,
): StepPatch | null {
  const released = new Set(
    items.filter(({ status }) => !isSettledBefore(status)).map(({ workload }) => workload),
  );
  const open = new Set(
    judged
      .filter(({ verdict }) => verdict.status !== "updated" && verdict.status !== "failed")
      .map(({ key }) => key),
  );
  const failing = new Set(
    items.filter((_, index) => statuses[index] === "failed").map(({ workload }) => workload),
  ).size;
  const done = released.size - open.size - failing;
  const failed = statuses.includes("failed");
  const failures = failing > 0 ? `, ${failing} failed` : "";
  const note = `${done} of ${released.size} workloads done${failures}`;
  const status = open.size > 0 ? "running" : failed ? "failed" : "succeeded";
  return status === rollout.status && note === rollout.note ? null : { status, note };
}

/** Items that were decided before anything was committed. */
function isSettledBefore(status: ReleaseItemRow["status"]): boolean {
  return status === "up-to-date" || status === "skipped";
}

function statusesAfter(
  { items }: Judgement,
  patches: Patches,
): readonly ReleaseItemRow["status"][] {
  return items.map(({ id, status }) => patches.get(id)?.status ?? status);
}

interface Outcome {
  readonly status: ReleaseStatus;
  readonly step: "succeeded" | "failed";
  readonly note: string;
  readonly error: string | null;
}

function judgeRelease(judgement: Judgement, patches: Patches): Outcome | null {
  const statuses = statusesAfter(judgement, patches);
  if (statuses.some((status) => ["pending", "committed", "rolling", "unknown"].includes(status)))
    return null;
  const count = (wanted: ReleaseItemRow["status"]) =>
    statuses.filter((status) => status === wanted).length;
  const updated = count("updated");
  const failed = count("failed");
  const skipped = count("skipped");
  const note = [
    `${updated} updated`,
    skipped > 0 && `${skipped} skipped`,
    failed > 0 && `${failed} failed`,
  ]
    .filter(Boolean)
    .join(", ");
  const status = outcomeOf(statuses);
  return status === "failed"
    ? { status, step: "failed", note, error: firstReason(judgement, patches) }
    : { status, step: "succeeded", note, error: null };
}

/** Why the first failed item failed, now or at an earlier look. */
function firstReason({ items }: Judgement, patches: Patches): string | null {
  for (const { id, status, reason } of items) {
    const now = { status, reason, ...patches.get(id) };
    if (now.status === "failed") return now.reason;
  }
  return null;
}

function isAgainst(engines: Judgement["engines"]): boolean {
  return engines?.state === "held" || engines?.state === "failing";
}

type LogLine = { readonly step: StepName; readonly level: EventLevel; readonly message: string };

function logLines(
  { judged, engines }: Judgement,
  changed: {
    readonly patches: Patches;
    readonly steps: StepPatches;
    readonly outcome: Outcome | null;
  },
): readonly LogLine[] {
  const lines: LogLine[] = [];
  const { sync } = changed.steps;
  if (sync?.note)
    lines.push({
      step: "sync",
      level: sync.status === "failed" ? "error" : isAgainst(engines) ? "warning" : "info",
      message: sync.note,
    });
  for (const { key, items, verdict } of judged) {
    const known = items.every(
      ({ progress, status }) => progress?.message === verdict.message && status === verdict.status,
    );
    if (known) continue;
    const level =
      verdict.status === "failed" ? "error" : verdict.status === "unknown" ? "warning" : "info";
    const name = parseWorkloadKey(key)?.name ?? key;
    lines.push({ step: "rollout", level, message: `${name}: ${verdict.message}` });
  }
  if (changed.outcome) {
    const level = changed.outcome.step === "failed" ? "error" : "info";
    lines.push({ step: "result", level, message: changed.outcome.note });
  }
  return lines;
}
