import type { HealthStatus } from "#domain/health/health.ts";

export type HealthVocabulary = "kstatus" | "argo" | "kubectl";

/** Where we say another word of an object than another tool does, and why. */
interface Disagreement {
  readonly vocabulary: HealthVocabulary;
  readonly kind: string;
  readonly theirs: string;
  readonly ours: HealthStatus;
  readonly because: string;
}

const held = "somebody stopped it, and nothing moves until they let it go on";
const delivered = "a job has not delivered while it runs";
const addressed = "nobody reaches it before it has an address";

/** The table of docs/health.md. */
export const disagreements: readonly Disagreement[] = [
  {
    vocabulary: "kstatus",
    kind: "Job",
    theirs: "Current",
    ours: "progressing",
    because: delivered,
  },
  { vocabulary: "kstatus", kind: "Job", theirs: "Current", ours: "suspended", because: held },
  {
    vocabulary: "kstatus",
    kind: "Pod",
    theirs: "Current",
    ours: "failed",
    because: "a pod that failed is not as anybody wanted it",
  },
  {
    vocabulary: "kstatus",
    kind: "Pod",
    theirs: "InProgress",
    ours: "failed",
    because: "a pod that fits no node, or whose container cannot start, is told at once",
  },
  { vocabulary: "kstatus", kind: "CronJob", theirs: "Current", ours: "suspended", because: held },
  {
    vocabulary: "kstatus",
    kind: "CronJob",
    theirs: "Current",
    ours: "failed",
    because: "its last run did not succeed",
  },
  {
    vocabulary: "kstatus",
    kind: "Service",
    theirs: "Current",
    ours: "progressing",
    because: addressed,
  },
  {
    vocabulary: "kstatus",
    kind: "Ingress",
    theirs: "Current",
    ours: "progressing",
    because: addressed,
  },
  {
    vocabulary: "kstatus",
    kind: "ReplicaSet",
    theirs: "InProgress",
    ours: "failed",
    because: "a pod that may not be made, for a quota for example, does not come by waiting",
  },
  {
    vocabulary: "kstatus",
    kind: "Deployment",
    theirs: "InProgress",
    ours: "healthy",
    because: "its counters are done; the condition that sums them up follows",
  },
  { vocabulary: "argo", kind: "CronJob", theirs: "Healthy", ours: "suspended", because: held },
  {
    vocabulary: "argo",
    kind: "CronJob",
    theirs: "Progressing",
    ours: "healthy",
    because: "a CronJob that has not run yet is as wanted",
  },
  {
    vocabulary: "argo",
    kind: "CronJob",
    theirs: "Degraded",
    ours: "healthy",
    because: "while a run is going on, the one before it is the past",
  },
  {
    vocabulary: "argo",
    kind: "AdvancedCronJob",
    theirs: "Degraded",
    ours: "healthy",
    because: "a CronJob that has not run yet is as wanted",
  },
  {
    vocabulary: "argo",
    kind: "DaemonSet",
    theirs: "Degraded",
    ours: "progressing",
    because: "a pod that is not available yet may become so",
  },
  {
    vocabulary: "argo",
    kind: "DeploymentConfig",
    theirs: "Degraded",
    ours: "progressing",
    because: "a pod that is not available yet may become so",
  },
  { vocabulary: "argo", kind: "Rollout", theirs: "Degraded", ours: "suspended", because: held },
  {
    vocabulary: "kubectl",
    kind: "StatefulSet",
    theirs: "Error",
    ours: "healthy",
    because: "with OnDelete the pods wait for a person, which is no error of the object",
  },
  {
    vocabulary: "kubectl",
    kind: "DaemonSet",
    theirs: "Error",
    ours: "healthy",
    because: "with OnDelete the pods wait for a person, which is no error of the object",
  },
];
