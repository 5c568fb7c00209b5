import { z } from "zod";

import type { KubeClient } from "#agent/kube/kube-client.ts";
import { isStatus } from "#agent/kube/kube-failure.ts";
import { cronJobRecord } from "#agent/project/cron-job-record.ts";
import { daemonSetRecord } from "#agent/project/daemon-set-record.ts";
import { deploymentRecord } from "#agent/project/deployment-record.ts";
import { helmReleaseRecord } from "#agent/project/helm-release-record.ts";
import { jobRecord } from "#agent/project/job-record.ts";
import { replicaSetRecord } from "#agent/project/replica-set-record.ts";
import { statefulSetRecord } from "#agent/project/stateful-set-record.ts";
import type { WorkloadRecord } from "#agent/project/workload-record.ts";

export interface WatchedKind {
  /** As rights name it. */
  readonly resource: string;
  /** As manifests name it. */
  readonly kind: string;
  readonly path: (client: KubeClient, signal: AbortSignal) => Promise<string | null>;
  readonly project: (object: unknown) => WorkloadRecord;
}

/** The kinds of workload that the agent watches. */
export const watchedKinds: readonly WatchedKind[] = [
  builtIn("apps", "Deployment", deploymentRecord),
  builtIn("apps", "StatefulSet", statefulSetRecord),
  builtIn("apps", "DaemonSet", daemonSetRecord),
  builtIn("apps", "ReplicaSet", replicaSetRecord),
  builtIn("batch", "CronJob", cronJobRecord),
  builtIn("batch", "Job", jobRecord),
  {
    resource: "helmreleases.helm.toolkit.fluxcd.io",
    kind: "HelmRelease",
    path: helmReleasesPath,
    project: helmReleaseRecord,
  },
];

function builtIn(
  group: string,
  kind: string,
  project: (object: unknown) => WorkloadRecord,
): WatchedKind {
  const plural = `${kind.toLowerCase()}s`;
  const path = `/apis/${group}/v1/${plural}`;
  return { resource: `${plural}.${group}`, kind, path: () => Promise.resolve(path), project };
}

const ApiGroup = z.object({ preferredVersion: z.object({ groupVersion: z.string() }) });

/** Null where Flux's helm-controller is not installed. */
async function helmReleasesPath(client: KubeClient, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await client.send({ path: "/apis/helm.toolkit.fluxcd.io", signal });
    return `/apis/${ApiGroup.parse(answer).preferredVersion.groupVersion}/helmreleases`;
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}
