import { cronJobRecord } from "#agent/project/cron-job-record.ts";
import { daemonSetRecord } from "#agent/project/daemon-set-record.ts";
import { deploymentRecord } from "#agent/project/deployment-record.ts";
import { gitRepositoryRecord } from "#agent/project/git-repository-record.ts";
import { jobRecord } from "#agent/project/job-record.ts";
import { kustomizationRecord } from "#agent/project/kustomization-record.ts";
import { replicaSetRecord } from "#agent/project/replica-set-record.ts";
import { rolloutRecord } from "#agent/project/rollout-record.ts";
import { statefulSetRecord } from "#agent/project/stateful-set-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";

import type { WatchedCollection } from "./watched-collection.ts";

type Projection = (object: unknown) => WorkloadRecord;

export interface WatchedKind extends WatchedCollection {
  /** As manifests name it. */
  readonly kind: string;
  /** Gives what projects its objects: some of it is large, and only of use where the kind is. */
  readonly load: () => Promise<Projection>;
  /** Whether it changes so seldom that it may wait for its turn where there are many kinds. */
  readonly isPatient: boolean;
}

/** The kinds of workload that the agent watches. */
export const watchedKinds: readonly WatchedKind[] = [
  builtIn("apps", "Deployment", deploymentRecord),
  builtIn("apps", "StatefulSet", statefulSetRecord),
  builtIn("apps", "DaemonSet", daemonSetRecord),
  builtIn("apps", "ReplicaSet", replicaSetRecord),
  patient(builtIn("batch", "CronJob", cronJobRecord)),
  builtIn("batch", "Job", jobRecord),
  patient(custom("helm.toolkit.fluxcd.io", "HelmRelease", loadHelmRelease)),
  patient(custom("kustomize.toolkit.fluxcd.io", "Kustomization", known(kustomizationRecord))),
  patient(custom("source.toolkit.fluxcd.io", "GitRepository", known(gitRepositoryRecord))),
  custom("argoproj.io", "Rollout", known(rolloutRecord)),
  patient(custom("argoproj.io", "Application", loadApplication)),
];

function builtIn(group: string, kind: string, project: Projection): WatchedKind {
  return { ...custom(group, kind, known(project)), version: "v1" };
}

function custom(group: string, kind: string, load: WatchedKind["load"]): WatchedKind {
  const plural = `${kind.toLowerCase()}s`.replace(/ys$/, "ies");
  return { group, version: null, plural, kind, load, isPatient: false };
}

function patient(kind: WatchedKind): WatchedKind {
  return { ...kind, isPatient: true };
}

function known(project: Projection): WatchedKind["load"] {
  return () => Promise.resolve(project);
}

async function loadHelmRelease(): Promise<Projection> {
  return (await import("#agent/project/helm-release-record.ts")).helmReleaseRecord;
}

async function loadApplication(): Promise<Projection> {
  return (await import("#agent/project/application-record.ts")).applicationRecord;
}
