import { workloadKey } from "#domain/glossary.ts";
import type { FileTree } from "#domain/kustomize/file-tree.ts";
import type { Resource } from "#domain/kustomize/resource.ts";

import { refuseOverridden } from "./application-overrides.ts";
import { applicationContainers, isApplication } from "./argo-application.ts";
import type { CustomWorkloadKind } from "./custom-workload-kind.ts";
import type { Problem } from "./file.ts";
import { startFinding } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { fileLine } from "./found-workload.ts";
import type { FoundContainer, FoundWorkload } from "./found-workload.ts";
import { releaseContainers } from "./helm-release.ts";
import { containerSite } from "./image-site.ts";
import { identityOf } from "./kubernetes-object.ts";
import { readPolicies } from "./policy-annotations.ts";
import { refuseWideEntries } from "./wide-entries.ts";
import { isHelmRelease, podContainers } from "./workload-kinds.ts";
import { podRunners } from "./workload-reference.ts";
import type { PodRunner } from "./workload-reference.ts";
import { mapAt, textAt } from "./yaml-node.ts";
import type { MapNode, Place } from "./yaml-node.ts";

export interface FoundWorkloads {
  /** In the order of the build; a workload that two places define is there twice. */
  readonly workloads: readonly FoundWorkload[];
  readonly problems: readonly Problem[];
  /** Files that were read beyond those of the build, such as values of a chart. */
  readonly files: readonly string[];
}

/** Every workload among a build's resources, each container with its image and the place that decides it. */
export function findWorkloads(input: {
  readonly resources: readonly Resource[];
  readonly tree: FileTree;
  readonly kinds: readonly CustomWorkloadKind[];
}): FoundWorkloads {
  const finding = startFinding(input);
  const workloads = [
    ...podRunners(finding).map((runner) => podWorkload(finding, runner)),
    ...input.resources.flatMap((resource) => valuesWorkload(finding, resource)),
  ];
  return {
    workloads: refuseOverridden(finding, refuseWideEntries(workloads)),
    problems: finding.problems,
    files: [...finding.files],
  };
}

function podWorkload(finding: Finding, runner: PodRunner): FoundWorkload {
  const { resource, template, pod, place } = runner;
  const containers = podContainers(template.tree, pod).map(({ name, init, image }) => ({
    name,
    init,
    image: image.text.trim(),
    site: containerSite(image, (path) => finding.tree.manifest(path)?.text),
    ...(image.overridden === undefined ? {} : { overridden: fileLine(image.overridden) }),
  }));
  const workload = describe(resource, { containers, doubts: template.doubts, place });
  if (template === resource) return workload;
  const { locked } = readPolicies(template.tree);
  return locked === undefined ? workload : { locked, ...workload };
}

function valuesWorkload(finding: Finding, resource: Resource): readonly FoundWorkload[] {
  const { tree, doubts } = resource;
  const { place } = tree;
  if (isHelmRelease(tree)) {
    return [describe(resource, { containers: releaseContainers(finding, tree), doubts, place })];
  }
  if (!isApplication(tree)) return [];
  const containers = applicationContainers(finding, tree);
  return containers.length === 0 ? [] : [describe(resource, { containers, doubts, place })];
}

interface Contents {
  readonly containers: readonly FoundContainer[];
  readonly doubts: readonly string[];
  readonly place: Place;
}

function describe({ tree }: Resource, { containers, doubts, place }: Contents): FoundWorkload {
  const identity = identityOf(tree);
  const named = {
    namespace: identity.namespace || "default",
    kind: identity.kind.toLowerCase(),
    name: identity.name,
  };
  const [refused] = doubts;
  return {
    key: workloadKey(named),
    ...named,
    labels: labelsOf(tree),
    ...fileLine(place),
    document: place.source.document,
    containers: containers.map((one) => refusing(one, refused ?? unresolved(one.image))),
    ...readPolicies(tree),
  };
}

function refusing(container: FoundContainer, refused: string | undefined): FoundContainer {
  if (refused === undefined) return container;
  return { ...container, site: { refused, ...container.site } };
}

/** `$(NAME)` of kustomize's vars, `${NAME}` of Flux's substitution, `{{ name }}` of a template. */
function unresolved(image: string): string | undefined {
  const [variable] = /\$\([^)]*\)|\$\{[^}]*\}|\{\{.*\}\}/.exec(image) ?? [];
  if (variable === undefined) return undefined;
  return `The image holds the variable ${variable}, which is filled in elsewhere. Write the image out first.`;
}

function labelsOf(tree: MapNode): Readonly<Record<string, string>> {
  const labels = mapAt(tree, ["metadata", "labels"])?.entries.keys() ?? [];
  const texts = [...labels].map((key) => [key, textAt(tree, ["metadata", "labels", key]) ?? ""]);
  return Object.fromEntries(texts);
}
