import { z } from "zod";

import { parseManifestFile } from "#domain/manifest/file.ts";
import { imagesInFile } from "#domain/manifest/images-in-file.ts";
import type { ObservedCondition, ObservedContainer } from "#domain/rollout/observed.ts";

import { applicationSource } from "./application-source.ts";
import { shortened } from "./conditions.ts";
import { generatorOf } from "./engine-parents.ts";
import { Metadata, deployerOf } from "./metadata.ts";
import { identityOf, plain } from "./workload-record.ts";
import type { WorkloadRecord } from "./workload-record.ts";

const text = z.string().nullish();
const Sources = z.object({ source: z.unknown().optional(), sources: z.unknown().optional() });

const Application = z.object({
  metadata: Metadata,
  spec: Sources,
  status: z
    .object({
      sync: z.object({ status: text, revision: text, comparedTo: Sources.nullish() }).nullish(),
      health: z.object({ status: text, message: text }).nullish(),
      operationState: z.object({ phase: text, message: text }).nullish(),
      conditions: z.array(z.object({ type: z.string(), message: text })).nullish(),
    })
    .prefault({}),
});
type Application = z.infer<typeof Application>;

/**
 * What is kept of an Argo CD Application: the images that its source sets, none of the other values, and what Argo CD
 * says of it as conditions. It is observed once Argo CD has compared the cluster with these images.
 */
export function applicationRecord(object: unknown): WorkloadRecord {
  const application = Application.parse(object);
  const { metadata, spec, status } = application;
  const containers = sourceImages(spec);
  const compared = sourceImages(status.sync?.comparedTo ?? {});
  const isObserved = JSON.stringify(compared) === JSON.stringify(containers);
  return {
    ...plain,
    ...identityOf(metadata),
    deployedBy: deployerOf(metadata) ?? generatorOf(metadata),
    kind: "application",
    observedGeneration: isObserved ? metadata.generation : metadata.generation - 1,
    containers,
    conditions: applicationConditions(application),
    source: applicationSource(object),
  };
}

function applicationConditions({ status }: Application): readonly ObservedCondition[] {
  const { sync, health, operationState, conditions } = status;
  const said = [
    {
      type: "Operation",
      word: operationState?.phase,
      good: "Succeeded",
      message: operationState?.message,
    },
    { type: "Synced", word: sync?.status, good: "Synced", message: sync?.revision },
    { type: "Healthy", word: health?.status, good: "Healthy", message: health?.message },
  ];
  return [
    ...said.flatMap(({ type, word, good, message }) =>
      word
        ? [condition(type, { status: word === good ? "True" : "False", reason: word, message })]
        : [],
    ),
    ...(conditions ?? [])
      .slice(0, 20)
      .map(({ type, message }) => condition(type, { status: "True", reason: null, message })),
  ];
}

function condition(
  type: string,
  said: {
    readonly status: string;
    readonly reason: string | null;
    readonly message: string | null | undefined;
  },
): ObservedCondition {
  const { status, reason, message } = said;
  return { type, status, reason, message: message ? shortened(message) : null };
}

/** The same rules that find images in the manifest's text, so that both sides name the same containers. */
function sourceImages({ source, sources }: Partial<z.infer<typeof Sources>>): ObservedContainer[] {
  const application = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "application" },
    spec: { ...(source !== undefined && { source }), ...(sources !== undefined && { sources }) },
  };
  const file = parseManifestFile("application.json", JSON.stringify(application));
  return imagesInFile(file).map(({ container, init, image }) => ({ name: container, init, image }));
}
