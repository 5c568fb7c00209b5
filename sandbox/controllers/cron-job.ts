import { Cron } from "croner";

import { objectKey, parseObjectKey, timestamp } from "#sandbox/kubernetes/object.ts";

import { conditionOf } from "./conditions.ts";
import { keysOfKind, type Controller, type World } from "./control-loop.ts";
import { isFinished } from "./job.ts";
import type { CronJob, Job } from "./kinds.ts";
import { controllerReference } from "./typed-objects.ts";

const kind = "cronjobs.batch";
const mostMissed = 100;

/** Creates a job whenever the schedule fires, and forgets old ones. */
export const cronJobController: Controller = {
  name: "cronjob",
  keysFor: keysOfKind(kind),
  reconcile(key, world) {
    const cron = world.objects.get(kind, parseObjectKey(key));
    const schedule = cron && readSchedule(cron.spec.schedule);
    if (!cron || !schedule || cron.metadata.deletionTimestamp) return undefined;
    forgetJobs(cron, world);
    const due = cron.spec.suspend ? null : dueTime(cron, { schedule, now: world.now });
    if (due) start(cron, { due, world });
    report(cron, { due, world });
    const next = schedule.nextRun(world.now);
    return cron.spec.suspend || !next ? undefined : next.getTime() - world.now.getTime() + 5;
  },
};

/** Null for what an API server would not have taken; then nothing is ever due. */
function readSchedule(text: string): Cron | null {
  try {
    return new Cron(text, { mode: "5-part", sloppyRanges: true, paused: true, timezone: "UTC" });
  } catch {
    return null;
  }
}

/** The latest time since the last run at which the schedule fired. */
function dueTime(
  { status, metadata }: CronJob,
  { schedule, now }: { schedule: Cron; now: Date },
): Date | null {
  let due: Date | null = null;
  let time = schedule.nextRun(new Date(status?.lastScheduleTime ?? metadata.creationTimestamp));
  for (let i = 0; time && time <= now && i < mostMissed; i += 1) {
    due = time;
    time = schedule.nextRun(time);
  }
  return due;
}

function start(cron: CronJob, { due, world }: { due: Date; world: World }): void {
  const { objects } = world;
  const running = objects.owned("jobs.batch", cron).filter((job) => !isFinished(job));
  if (running.length > 0 && cron.spec.concurrencyPolicy === "Forbid") return;
  if (cron.spec.concurrencyPolicy === "Replace") running.forEach((job) => remove(job, world));
  const { name, namespace } = cron.metadata;
  const ref = { namespace, name: `${name}-${Math.floor(due.getTime() / 60_000)}` };
  if (objects.get("jobs.batch", ref)) return;
  const { metadata, spec } = cron.spec.jobTemplate;
  objects.create("jobs.batch", {
    metadata: {
      name: ref.name,
      ...(namespace && { namespace }),
      ...(metadata?.labels && { labels: metadata.labels }),
      annotations: {
        ...metadata?.annotations,
        "batch.kubernetes.io/cronjob-scheduled-timestamp": timestamp(due),
      },
      ownerReferences: [controllerReference(cron)],
    },
    spec,
  });
}

function report(cron: CronJob, { due, world }: { due: Date | null; world: World }): void {
  const jobs = world.objects.owned("jobs.batch", cron);
  const active = jobs.filter((job) => !isFinished(job));
  const lastScheduleTime = due ? timestamp(due) : cron.status?.lastScheduleTime;
  const successes = jobs.flatMap(({ status }) => status?.completionTime ?? []).sort();
  const lastSuccessfulTime = successes.at(-1) ?? cron.status?.lastSuccessfulTime;
  world.objects.setStatus({
    kind,
    ref: cron.metadata,
    status: {
      ...(active.length > 0 && { active: active.map(referenceTo) }),
      ...(lastScheduleTime && { lastScheduleTime }),
      ...(lastSuccessfulTime && { lastSuccessfulTime }),
    },
  });
}

function referenceTo({ apiVersion, kind: jobKind, metadata }: Job): object {
  const { name, namespace, uid, resourceVersion } = metadata;
  return { apiVersion, kind: jobKind, name, namespace, uid, resourceVersion };
}

function forgetJobs(cron: CronJob, world: World): void {
  const jobs = world.objects.owned("jobs.batch", cron);
  const limits = [
    ["Complete", cron.spec.successfulJobsHistoryLimit],
    ["Failed", cron.spec.failedJobsHistoryLimit],
  ] as const;
  for (const [type, limit] of limits) {
    const ended = jobs
      .filter(({ status }) => conditionOf(status?.conditions, type)?.status === "True")
      .toSorted((a, b) => (objectKey(a.metadata) < objectKey(b.metadata) ? -1 : 1));
    for (const job of ended.slice(0, Math.max(0, ended.length - limit))) remove(job, world);
  }
}

function remove({ metadata }: Job, { objects }: World): void {
  objects.remove({ kind: "jobs.batch", ref: metadata, options: { propagation: "Background" } });
}
