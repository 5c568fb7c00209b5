import { z } from "zod";

import { parseManifestFile } from "#domain/manifest/file.ts";
import { findValuesImages } from "#domain/manifest/helm-values.ts";
import type { ObservedContainer } from "#domain/rollout/observed.ts";

import { Conditions, observedConditions } from "./conditions.ts";
import { fluxFailure } from "./engine-failure.ts";
import { silentSource } from "./engine-source.ts";
import { Metadata } from "./metadata.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const HelmRelease = z.object({
  metadata: Metadata,
  spec: z.object({ suspend: z.boolean().nullish(), values: z.unknown().optional() }),
  status: z.object({ observedGeneration: z.int().nullish(), conditions: Conditions }).default({}),
});

/** What is kept of a Flux HelmRelease: the images in its values, and none of the other values. */
export function helmReleaseRecord(object: unknown): WorkloadRecord {
  const { metadata, spec, status } = HelmRelease.parse(object);
  return {
    ...plain,
    ...identityOf(metadata),
    kind: "helmrelease",
    observedGeneration: Math.max(0, status.observedGeneration ?? 0),
    containers: valuesContainers({
      metadata: { annotations: metadata.annotations ?? {} },
      spec: { values: spec.values ?? {} },
    }),
    paused: spec.suspend ?? false,
    conditions: observedConditions(status.conditions, { object, others: true }),
    source: {
      ...silentSource,
      automatic: !(spec.suspend ?? false),
      failure: fluxFailure(status.conditions, { object, revision: null }),
    },
  };
}

/** The same rules that find images in the manifest's text, so that both sides name the same containers. */
function valuesContainers(release: unknown): readonly ObservedContainer[] {
  const { documents } = parseManifestFile("helmrelease.json", JSON.stringify(release));
  const tree = documents[0]?.tree;
  if (tree?.kind !== "map") return [];
  return findValuesImages(tree).map(({ container, image }) => ({
    name: container,
    init: false,
    image,
  }));
}
