import { argoApplicationHealth, argoRolloutHealth, argoRunHealth } from "./argo-health.ts";
import { conditionHealth } from "./condition-health.ts";
import { fluxHealth } from "./flux-health.ts";
import type { Health } from "./health.ts";
import { bindingHealth } from "./karmada-health.ts";
import { kruiseDaemonSetHealth, kruiseRolloutHealth, kruiseSetHealth } from "./kruise-health.ts";
import { groupOf, readLiveObject } from "./live-object.ts";
import type { LiveObject } from "./live-object.ts";
import { apiServiceHealth, ingressHealth, serviceHealth } from "./network-health.ts";
import { deploymentConfigHealth } from "./openshift-health.ts";
import { claimHealth, definitionHealth } from "./platform-health.ts";
import { podHealth } from "./pod-health.ts";
import { autoscalerHealth, budgetHealth } from "./scaling-health.ts";
import { cronJobHealth, jobHealth, workloadHealth } from "./workload-health.ts";

type Rule = (object: LiveObject) => Health;

/** Group and kind → its rule; the rest is judged by its conditions, as kstatus does. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["apps/Deployment", workloadHealth],
  ["apps/StatefulSet", workloadHealth],
  ["apps/DaemonSet", workloadHealth],
  ["apps/ReplicaSet", workloadHealth],
  ["/ReplicationController", workloadHealth],
  ["apps.kruise.io/CloneSet", kruiseSetHealth],
  ["apps.kruise.io/StatefulSet", kruiseSetHealth],
  ["apps.kruise.io/DaemonSet", kruiseDaemonSetHealth],
  ["rollouts.kruise.io/Rollout", kruiseRolloutHealth],
  ["apps.openshift.io/DeploymentConfig", deploymentConfigHealth],
  ["apps.kruise.io/AdvancedCronJob", cronJobHealth],
  ["batch/Job", jobHealth],
  ["batch/CronJob", cronJobHealth],
  ["/Pod", podHealth],
  ["/Service", serviceHealth],
  ["/PersistentVolumeClaim", claimHealth],
  ["networking.k8s.io/Ingress", ingressHealth],
  ["extensions/Ingress", ingressHealth],
  ["policy/PodDisruptionBudget", budgetHealth],
  ["autoscaling/HorizontalPodAutoscaler", autoscalerHealth],
  ["apiregistration.k8s.io/APIService", apiServiceHealth],
  ["apiextensions.k8s.io/CustomResourceDefinition", definitionHealth],
  ["argoproj.io/Rollout", argoRolloutHealth],
  ["argoproj.io/Application", argoApplicationHealth],
  ["argoproj.io/AnalysisRun", argoRunHealth],
  ["argoproj.io/Experiment", argoRunHealth],
  ["argoproj.io/Workflow", argoRunHealth],
  ["work.karmada.io/ResourceBinding", bindingHealth],
  ["work.karmada.io/ClusterResourceBinding", bindingHealth],
]);

/**
 * The health of a live object as the Kubernetes API gives it, whatever its kind and whatever image it runs; null for
 * what is no object. Where kubectl, kstatus and Argo CD differ, docs/health.md says which side this takes.
 */
export function objectHealth(object: unknown): Health | null {
  const live = readLiveObject(object);
  if (live === null) return null;
  if (live.metadata.deletionTimestamp !== null) {
    return { status: "terminating", message: "it is being deleted" };
  }
  return ruleFor(live)(live);
}

function ruleFor(object: LiveObject): Rule {
  const group = groupOf(object);
  const rule = rules.get(`${group}/${object.kind}`);
  if (rule) return rule;
  return group.endsWith(".fluxcd.io") ? fluxHealth : conditionHealth;
}
