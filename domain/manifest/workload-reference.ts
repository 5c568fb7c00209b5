import type { Resource } from "#domain/kustomize/resource.ts";

import { noteAt, resourcesNamed } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { identityOf } from "./kubernetes-object.ts";
import { podPath } from "./workload-kinds.ts";
import { mapAt, stringAt } from "./yaml-node.ts";
import type { MapNode, Path, Place } from "./yaml-node.ts";

/** A workload, and the object that describes its pods: itself, or the one that it refers to. */
export interface PodRunner {
  readonly resource: Resource;
  readonly template: Resource;
  readonly pod: Path;
  /** What defines it; where several objects could be the template, the one that is meant here. */
  readonly place: Place;
}

/**
 * Everything in the build that runs pods. An Argo Rollout with a `workloadRef` stands for the object it refers to:
 * Argo scales that one down, so it is no workload of its own, and its template is where the Rollout's images are.
 */
export function podRunners(finding: Finding): readonly PodRunner[] {
  const referring = finding.resources.flatMap((resource) => referred(finding, resource));
  const templates = new Set(referring.map(({ template }) => template));
  return [
    ...finding.resources.flatMap((resource) => {
      if (templates.has(resource) || workloadRef(resource.tree) !== undefined) return [];
      const pod = podPath(resource.tree, finding.kinds);
      const { place } = resource.tree;
      return pod === undefined ? [] : [{ resource, template: resource, pod, place }];
    }),
    ...referring,
  ];
}

function workloadRef(object: MapNode): MapNode | undefined {
  const { group, kind } = identityOf(object);
  const isRollout = kind === "Rollout" && group === "argoproj.io";
  return isRollout ? mapAt(object, ["spec", "workloadRef"]) : undefined;
}

function referred(finding: Finding, resource: Resource): readonly PodRunner[] {
  const ref = workloadRef(resource.tree);
  if (ref === undefined) return [];
  const [kind = "", name = ""] = ["kind", "name"].map((field) => stringAt(ref, [field]));
  const [group = ""] = /^[^/]+(?=\/)/.exec(stringAt(ref, ["apiVersion"]) ?? "") ?? [];
  const { namespace } = identityOf(resource.tree);
  const templates = resourcesNamed(finding, { group, kind, name, namespace });
  if (templates.length === 0) {
    const message = `The Rollout refers to ${kind} "${name}", which is not in the path.`;
    noteAt(finding, ref.place, message);
  }
  return templates.flatMap((template) => {
    const { place } = templates.length > 1 ? template.tree : resource.tree;
    const pod = kind === "PodTemplate" ? ["template", "spec"] : podPath(template.tree);
    return pod === undefined ? [] : [{ resource, template, pod, place }];
  });
}
