import type { LabelSelector } from "#sandbox/kubernetes/label-selector.ts";
import type { KubeObject, ObjectMeta } from "#sandbox/kubernetes/object.ts";
import type { Condition, Node, Pod, PodTemplate } from "#sandbox/kubernetes/pod.ts";

export type IntOrPercent = number | string;

export interface Deployment extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly strategy: {
      readonly type: "RollingUpdate" | "Recreate";
      readonly rollingUpdate?: {
        readonly maxSurge: IntOrPercent;
        readonly maxUnavailable: IntOrPercent;
      };
    };
    readonly minReadySeconds?: number;
    readonly paused?: boolean;
    readonly progressDeadlineSeconds: number;
    readonly revisionHistoryLimit: number;
  };
  readonly status?: DeploymentStatus;
}

export interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly conditions?: readonly Condition[];
}

export interface ReplicaSet extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly minReadySeconds?: number;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
}

export interface StatefulSet extends KubeObject {
  readonly spec: {
    readonly replicas: number;
    readonly selector: LabelSelector;
    readonly serviceName?: string;
    readonly template: PodTemplate;
    readonly podManagementPolicy: "OrderedReady" | "Parallel";
    readonly updateStrategy: {
      readonly type: "RollingUpdate" | "OnDelete";
      readonly rollingUpdate?: { readonly partition?: number };
    };
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit: number;
  };
  readonly status?: {
    readonly currentRevision?: string;
    readonly updateRevision?: string;
    readonly [count: string]: unknown;
  };
}

export interface DaemonSet extends KubeObject {
  readonly spec: {
    readonly selector: LabelSelector;
    readonly template: PodTemplate;
    readonly updateStrategy: {
      readonly type: "RollingUpdate" | "OnDelete";
      readonly rollingUpdate?: { readonly maxUnavailable: IntOrPercent };
    };
    readonly minReadySeconds?: number;
    readonly revisionHistoryLimit: number;
  };
  readonly status?: object;
}

export interface ControllerRevision extends KubeObject {
  readonly revision: number;
  readonly data: { readonly spec: { readonly template: PodTemplate } };
}

export interface JobSpec {
  readonly parallelism: number;
  readonly completions: number;
  readonly backoffLimit: number;
  readonly suspend: boolean;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly template: PodTemplate;
}

export interface Job extends KubeObject {
  readonly spec: JobSpec;
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly Condition[];
    readonly [count: string]: unknown;
  };
}

export interface CronJob extends KubeObject {
  readonly spec: {
    readonly schedule: string;
    readonly suspend: boolean;
    readonly concurrencyPolicy: "Allow" | "Forbid" | "Replace";
    readonly successfulJobsHistoryLimit: number;
    readonly failedJobsHistoryLimit: number;
    readonly jobTemplate: { readonly metadata?: Partial<ObjectMeta>; readonly spec: JobSpec };
  };
  readonly status?: { readonly lastScheduleTime?: string; readonly lastSuccessfulTime?: string };
}

export interface HelmRelease extends KubeObject {
  readonly spec?: {
    readonly suspend?: boolean;
    readonly releaseName?: string;
    readonly targetNamespace?: string;
    readonly chart?: { readonly spec?: { readonly chart?: string; readonly version?: string } };
    readonly values?: Readonly<Record<string, unknown>>;
  };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly lastAttemptedGeneration?: number;
    readonly conditions?: readonly Condition[];
    readonly history?: readonly ReleaseRecord[];
    readonly [field: string]: unknown;
  };
}

export interface ReleaseRecord {
  readonly version: number;
  readonly digest: string;
  readonly [field: string]: unknown;
}

export interface Namespace extends KubeObject {
  readonly spec?: { readonly finalizers?: readonly string[] };
  readonly status?: { readonly phase?: string };
}

/** The kinds controllers work with, by the qualified name of their resource. */
export interface Kinds {
  readonly namespaces: Namespace;
  readonly nodes: Node;
  readonly pods: Pod;
  readonly configmaps: KubeObject;
  readonly serviceaccounts: KubeObject;
  readonly "deployments.apps": Deployment;
  readonly "replicasets.apps": ReplicaSet;
  readonly "statefulsets.apps": StatefulSet;
  readonly "daemonsets.apps": DaemonSet;
  readonly "controllerrevisions.apps": ControllerRevision;
  readonly "jobs.batch": Job;
  readonly "cronjobs.batch": CronJob;
  readonly "helmreleases.helm.toolkit.fluxcd.io": HelmRelease;
}
