import { conditionOf } from "#sandbox/controllers/conditions.ts";
import type { Deployment, HelmRelease } from "#sandbox/controllers/kinds.ts";

import { imageInValues, replicasInValues } from "./helm-values.ts";
import type { ReleaseState } from "./release-status.ts";

/** The labels by which helm-controller knows what a release installed. */
export const releaseLabels = {
  name: "helm.toolkit.fluxcd.io/name",
  namespace: "helm.toolkit.fluxcd.io/namespace",
} as const;

/** Every chart is one Deployment with the image that the values name; null where they name none. */
export function releaseDeployment({ metadata, spec }: HelmRelease): object | null {
  const image = imageInValues(spec?.values);
  if (image === null) return null;
  const name = spec?.releaseName ?? metadata.name;
  const namespace = spec?.targetNamespace ?? metadata.namespace ?? "default";
  const selected = { "app.kubernetes.io/instance": name };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      namespace,
      name,
      labels: {
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/managed-by": "Helm",
        [releaseLabels.name]: metadata.name,
        [releaseLabels.namespace]: metadata.namespace ?? "default",
      },
      annotations: {
        "meta.helm.sh/release-name": name,
        "meta.helm.sh/release-namespace": namespace,
      },
    },
    spec: {
      replicas: replicasInValues(spec?.values),
      selector: { matchLabels: selected },
      template: { metadata: { labels: selected }, spec: { containers: [{ name, image }] } },
    },
  };
}

/** What the Deployment of a release says of it. */
export function stateOf({ metadata, spec, status = {} }: Deployment): ReleaseState {
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
