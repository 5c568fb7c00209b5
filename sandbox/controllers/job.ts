import { parseObjectKey, timestamp } from "#sandbox/kubernetes/object.ts";
import type { Condition, Pod } from "#sandbox/kubernetes/pod.ts";

import { conditionOf, withCondition } from "./conditions.ts";
import { keysOfKind, type Controller, type World } from "./control-loop.ts";
import type { Job } from "./kinds.ts";
import { isActive, isReady, podFromTemplate } from "./template-pods.ts";

const kind = "jobs.batch";
const longestRetryMs = 10_000;

/** Runs a job's pods until enough have succeeded, or too many have failed. */
export const jobController: Controller = {
  name: "job",
  keysFor: keysOfKind(kind),
  reconcile(key, world) {
    const job = world.objects.get(kind, parseObjectKey(key));
    if (!job || job.metadata.deletionTimestamp) return undefined;
    if (isFinished(job)) return forget(job, world);
    const counts = countsOf(job, world);
    const outcome = outcomeOf(job, { counts, now: world.now });
    if (outcome || job.spec.suspend) stopPods(job, world);
    else startPods(job, { counts, world });
    report(job, { outcome, world });
    return outcome ? undefined : nextLook(job, { counts, now: world.now });
  },
};

interface Counts {
  readonly active: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly lastFailure: number;
}

interface Outcome {
  readonly type: "Complete" | "Failed";
  readonly reason: string;
  readonly message: string;
}

export function isFinished({ status }: Job): boolean {
  return ["Complete", "Failed"].some(
    (type) => conditionOf(status?.conditions, type)?.status === "True",
  );
}

function countsOf(job: Job, { objects }: World): Counts {
  const pods = objects.owned("pods", job);
  const failures = pods.filter(({ status }) => status?.phase === "Failed");
  const restarts = pods
    .flatMap(({ status }) => status?.containerStatuses ?? [])
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
  return {
    active: pods.filter(isActive).length,
    succeeded: pods.filter(({ status }) => status?.phase === "Succeeded").length,
    failed: failures.length + restarts,
    lastFailure: Math.max(0, ...failures.map(endOf)),
  };
}

function endOf({ status }: Pod): number {
  const ends = status?.containerStatuses?.map(({ state }) => state.terminated?.finishedAt ?? "");
  return Math.max(0, ...(ends ?? []).filter(Boolean).map((end) => Date.parse(end)));
}

function outcomeOf(
  { spec, status }: Job,
  { counts, now }: { counts: Counts; now: Date },
): Outcome | null {
  if (counts.succeeded >= spec.completions) {
    const message = "Reached expected number of succeeded pods";
    return { type: "Complete", reason: "CompletionsReached", message };
  }
  if (counts.failed > spec.backoffLimit) {
    const message = "Job has reached the specified backoff limit";
    return { type: "Failed", reason: "BackoffLimitExceeded", message };
  }
  const { activeDeadlineSeconds } = spec;
  if (activeDeadlineSeconds === undefined || !status?.startTime) return null;
  const late = now.getTime() >= Date.parse(status.startTime) + activeDeadlineSeconds * 1000;
  const message = "Job was active longer than specified deadline";
  return late ? { type: "Failed", reason: "DeadlineExceeded", message } : null;
}

function startPods(job: Job, { counts, world }: { counts: Counts; world: World }): void {
  const { parallelism, completions, template } = job.spec;
  if (retryAt(counts) > world.now.getTime()) return;
  const missing = Math.min(parallelism, completions - counts.succeeded) - counts.active;
  for (let i = 0; i < missing; i += 1) {
    world.objects.create("pods", podFromTemplate({ owner: job, template }));
  }
}

function retryAt({ failed, lastFailure }: Counts): number {
  return failed === 0 ? 0 : lastFailure + Math.min(longestRetryMs, 1000 * 2 ** (failed - 1));
}

function nextLook(
  { spec, status, metadata }: Job,
  { counts, now }: { counts: Counts; now: Date },
): number | undefined {
  const waits = [retryAt(counts) - now.getTime()];
  if (spec.activeDeadlineSeconds !== undefined) {
    const start = Date.parse(status?.startTime ?? metadata.creationTimestamp);
    waits.push(start + spec.activeDeadlineSeconds * 1000 - now.getTime());
  }
  const ahead = waits.filter((wait) => wait > 0);
  return ahead.length > 0 ? Math.min(...ahead) : undefined;
}

function stopPods(job: Job, { objects }: World): void {
  for (const pod of objects.owned("pods", job).filter(isActive)) {
    objects.remove({ kind: "pods", ref: pod.metadata });
  }
}

function report(job: Job, { outcome, world }: { outcome: Outcome | null; world: World }): void {
  const { objects, now } = world;
  const { active, succeeded, failed } = countsOf(job, world);
  const ready = objects.owned("pods", job).filter((pod) => isActive(pod) && isReady(pod)).length;
  const conditions = conditionsWith({ job, outcome, now });
  const startTime = job.spec.suspend ? undefined : (job.status?.startTime ?? timestamp(now));
  objects.setStatus({
    kind,
    ref: job.metadata,
    status: {
      ...(startTime && { startTime }),
      ...(active > 0 && { active }),
      ready,
      terminating: 0,
      ...(succeeded > 0 && { succeeded }),
      ...(failed > 0 && { failed }),
      uncountedTerminatedPods: {},
      ...(conditions.length > 0 && { conditions }),
      ...(outcome?.type === "Complete" && { completionTime: timestamp(now) }),
    },
  });
}

function conditionsWith({
  job,
  outcome,
  now,
}: {
  job: Job;
  outcome: Outcome | null;
  now: Date;
}): readonly Condition[] {
  const { conditions = [] } = job.status ?? {};
  function add(before: readonly Condition[], condition: Omit<Condition, "lastTransitionTime">) {
    return withCondition({ conditions: before, condition, now });
  }
  if (outcome) {
    const { type, reason, message } = outcome;
    const early = type === "Complete" ? "SuccessCriteriaMet" : "FailureTarget";
    const criterion = add(conditions, { type: early, status: "True", reason, message });
    return add(criterion, { type, status: "True", reason, message });
  }
  if (job.spec.suspend) {
    const message = "Job suspended";
    return add(conditions, { type: "Suspended", status: "True", reason: "JobSuspended", message });
  }
  if (!conditionOf(conditions, "Suspended")) return conditions;
  const message = "Job resumed";
  return add(conditions, { type: "Suspended", status: "False", reason: "JobResumed", message });
}

function forget(job: Job, { objects, now }: World): number | undefined {
  const { ttlSecondsAfterFinished } = job.spec;
  if (ttlSecondsAfterFinished === undefined) return undefined;
  const ends =
    job.status?.conditions?.map(({ lastTransitionTime }) => lastTransitionTime ?? "") ?? [];
  const end = Math.max(...ends.filter(Boolean).map((time) => Date.parse(time)));
  const left = end + ttlSecondsAfterFinished * 1000 - now.getTime();
  if (left > 0) return left;
  objects.remove({ kind, ref: job.metadata, options: { propagation: "Background" } });
  return undefined;
}
