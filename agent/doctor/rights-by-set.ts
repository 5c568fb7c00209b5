import type { Right } from "#agent/rights/may-do.ts";

/**
 * What each permission set grants, in the words of `agent/chart/rights`. `observe` is needed; the others are given or
 * left out as a whole.
 */
export const rightsBySet = {
  observe: [
    "get, list, watch applications.argoproj.io",
    "get, list, watch controllerrevisions.apps",
    "get, list, watch cronjobs.batch",
    "get, list, watch daemonsets.apps",
    "get, list, watch deployments.apps",
    "get, list, watch events",
    "get, list, watch gitrepositories.source.toolkit.fluxcd.io",
    "get, list, watch helmreleases.helm.toolkit.fluxcd.io",
    "get, list, watch jobs.batch",
    "get, list, watch kustomizations.kustomize.toolkit.fluxcd.io",
    "get, list, watch pods",
    "get, list, watch replicasets.apps",
    "get, list, watch rollouts.argoproj.io",
    "get, list, watch statefulsets.apps",
    "list appprojects.argoproj.io",
  ],
  nudge: [
    "patch applications.argoproj.io",
    "patch gitrepositories.source.toolkit.fluxcd.io",
    "patch helmreleases.helm.toolkit.fluxcd.io",
    "patch kustomizations.kustomize.toolkit.fluxcd.io",
  ],
  sync: [
    "get, create, patch, delete configmaps",
    "get, create, patch, delete cronjobs.batch",
    "get, create, patch, delete daemonsets.apps",
    "get, create, patch, delete deployments.apps",
    "get, create, patch, delete helmreleases.helm.toolkit.fluxcd.io",
    "get, create, patch, delete horizontalpodautoscalers.autoscaling",
    "get, create, patch, delete ingresses.networking.k8s.io",
    "get, create, patch, delete jobs.batch",
    "get, create, patch, delete networkpolicies.networking.k8s.io",
    "get, create, patch, delete persistentvolumeclaims",
    "get, create, patch, delete poddisruptionbudgets.policy",
    "get, create, patch, delete rollouts.argoproj.io",
    "get, create, patch, delete serviceaccounts",
    "get, create, patch, delete services",
    "get, create, patch, delete statefulsets.apps",
  ],
  logs: ["get pods/log"],
} as const;

export type RightSet = keyof typeof rightsBySet;

/** The rights that one such line names, a verb each. */
export function rightsOf(line: string): readonly Right[] {
  const words = line.split(/,? /);
  const [resources = "", ...group] = (words.at(-1) ?? "").split(".");
  const [resource = "", subresource] = resources.split("/");
  return words.slice(0, -1).map((verb) => ({
    verb,
    group: group.join("."),
    resource,
    ...(subresource !== undefined && { subresource }),
  }));
}
