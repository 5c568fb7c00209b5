import type { Change } from "#sandbox/kubernetes/change.ts";
import { objectKey, parseObjectKey } from "#sandbox/kubernetes/object.ts";
import { qualifiedName } from "#sandbox/kubernetes/resource.ts";
import { ApiError } from "#sandbox/kubernetes/status.ts";

import { conditionOf } from "./conditions.ts";
import type { Controller, World } from "./control-loop.ts";
import { reportRelease, type ReleaseState } from "./helm-release-status.ts";
import { imageInValues, replicasInValues } from "./helm-values.ts";
import type { Deployment, HelmRelease } from "./kinds.ts";

const kind = "helmreleases.helm.toolkit.fluxcd.io";
const nameLabel = "helm.toolkit.fluxcd.io/name";
const namespaceLabel = "helm.toolkit.fluxcd.io/namespace";
const retryMs = 10_000;

/** A helm-controller whose every chart is one Deployment with the image that the values name. */
export const helmReleaseController: Controller = {
  name: "helmrelease",
  keysFor,
  reconcile(key, world) {
    const ref = parseObjectKey(key);
    const release = world.objects.get(kind, ref);
    if (!release || release.metadata.deletionTimestamp) return uninstall(key, world);
    if (release.spec?.suspend) return undefined;
    const state = install(release, world);
    reportRelease({ release, state, world });
    return state.kind === "failed" ? retryMs : undefined;
  },
};

function keysFor({ resource, object }: Change): readonly string[] {
  const name = qualifiedName(resource);
  if (name === kind) return [objectKey(object.metadata)];
  if (name !== "deployments.apps") return [];
  const { labels = {} } = object.metadata;
  const release = labels[nameLabel];
  return release ? [objectKey({ namespace: labels[namespaceLabel], name: release })] : [];
}

function install(release: HelmRelease, world: World): ReleaseState {
  const image = imageInValues(release.spec?.values);
  if (image === null) return { kind: "released" };
  try {
    return stateOf(applyDeployment({ release, image, world }));
  } catch (error) {
    if (error instanceof ApiError) return { kind: "failed", why: error.message };
    throw error;
  }
}

function stateOf({ metadata, spec, status = {} }: Deployment): ReleaseState {
  const progressing = conditionOf(status.conditions, "Progressing");
  if (progressing?.reason === "ProgressDeadlineExceeded") {
    return {
      kind: "failed",
      why: `Deployment/${metadata.namespace ?? ""}/${metadata.name}: ${progressing.message ?? ""}`,
    };
  }
  const done =
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) &&
    (status.updatedReplicas ?? 0) === spec.replicas &&
    (status.replicas ?? 0) === spec.replicas &&
    (status.availableReplicas ?? 0) === spec.replicas;
  return { kind: done ? "released" : "running" };
}

function applyDeployment({
  release,
  image,
  world: { objects },
}: {
  release: HelmRelease;
  image: string;
  world: World;
}): Deployment {
  const name = release.spec?.releaseName ?? release.metadata.name;
  const namespace = release.spec?.targetNamespace ?? release.metadata.namespace ?? "default";
  const replicas = replicasInValues(release.spec?.values);
  const labels = {
    "app.kubernetes.io/name": name,
    "app.kubernetes.io/managed-by": "Helm",
    [nameLabel]: release.metadata.name,
    [namespaceLabel]: release.metadata.namespace ?? "default",
  };
  const ref = { namespace, name };
  const selected = { "app.kubernetes.io/instance": name };
  if (!objects.get("deployments.apps", ref)) {
    return objects.create("deployments.apps", {
      metadata: {
        ...ref,
        labels,
        annotations: {
          "meta.helm.sh/release-name": name,
          "meta.helm.sh/release-namespace": namespace,
        },
      },
      spec: {
        replicas,
        selector: { matchLabels: selected },
        template: {
          metadata: { labels: { ...selected } },
          spec: { containers: [{ name, image }] },
        },
      },
    });
  }
  return objects.change({
    kind: "deployments.apps",
    ref,
    edit: ({ spec }) => ({
      spec: { ...spec, replicas, template: withImage(spec.template, image) },
    }),
  });
}

function withImage(
  template: Deployment["spec"]["template"],
  image: string,
): Deployment["spec"]["template"] {
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  return { ...template, spec: { ...template.spec, containers } };
}

function uninstall(key: string, { objects }: World): undefined {
  const { namespace, name } = parseObjectKey(key);
  for (const { metadata } of objects.list("deployments.apps")) {
    const { labels = {}, deletionTimestamp } = metadata;
    const mine = labels[nameLabel] === name && labels[namespaceLabel] === namespace;
    if (mine && !deletionTimestamp) objects.remove({ kind: "deployments.apps", ref: metadata });
  }
}
