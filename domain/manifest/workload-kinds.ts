import type { CustomWorkloadKind } from "./custom-workload-kind.ts";
import { identityOf } from "./kubernetes-object.ts";
import { itemsAt, stringAt } from "./yaml-node.ts";
import type { MapNode, Path, ScalarNode } from "./yaml-node.ts";

const template: Path = ["spec", "template", "spec"];

/** The kinds whose manifests name containers: the API groups they come from and where the pod is described. */
const podPaths: Readonly<
  Record<string, { readonly groups: readonly string[]; readonly pod: Path }>
> = {
  Deployment: { groups: ["apps", "extensions"], pod: template },
  StatefulSet: { groups: ["apps"], pod: template },
  DaemonSet: { groups: ["apps", "extensions"], pod: template },
  ReplicaSet: { groups: ["apps", "extensions"], pod: template },
  Job: { groups: ["batch"], pod: template },
  CronJob: { groups: ["batch"], pod: ["spec", "jobTemplate", "spec", "template", "spec"] },
  Pod: { groups: [""], pod: ["spec"] },
  Rollout: { groups: ["argoproj.io"], pod: template },
};

const helmReleaseKinds: readonly string[] = ["HelmRelease", "FluxHelmRelease"];
const helmReleaseGroups: readonly string[] = [
  "helm.toolkit.fluxcd.io",
  "helm.fluxcd.io",
  "flux.weave.works",
  "helm.integrations.flux.weave.works",
];

/** Whether the object is a Helm release of Flux, of any generation. */
export function isHelmRelease(object: MapNode): boolean {
  const { kind, group } = identityOf(object);
  return helmReleaseKinds.includes(kind) && helmReleaseGroups.includes(group);
}

/**
 * Where the object describes its pod, or undefined when it is neither of a kind that runs containers nor of one of
 * the organization's `kinds`.
 */
export function podPath(
  object: MapNode,
  kinds: readonly CustomWorkloadKind[] = [],
): Path | undefined {
  const { kind, group } = identityOf(object);
  const known = Object.hasOwn(podPaths, kind) ? podPaths[kind] : undefined;
  if (known?.groups.includes(group)) return known.pod;
  const custom = kinds.find((one) => one.kind === kind && one.group === group);
  return custom && [...custom.podTemplate.split("."), "spec"];
}

export interface PodContainer {
  readonly name: string;
  readonly init: boolean;
  readonly image: ScalarNode;
}

/** The containers with an image below a pod's description: the regular ones first, then the init containers. */
export function podContainers(object: MapNode, pod: Path): readonly PodContainer[] {
  return [
    ...containersIn(object, { path: [...pod, "containers"], init: false }),
    ...containersIn(object, { path: [...pod, "initContainers"], init: true }),
  ];
}

function containersIn(
  object: MapNode,
  list: { readonly path: Path; readonly init: boolean },
): readonly PodContainer[] {
  return itemsAt(object, list.path).flatMap((item) => {
    const name = stringAt(item, ["name"]);
    const image = item.kind === "map" ? item.entries.get("image") : undefined;
    if (name === undefined || image?.kind !== "scalar" || image.text.trim() === "") return [];
    return [{ name, init: list.init, image }];
  });
}
