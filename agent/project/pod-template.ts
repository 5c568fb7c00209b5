import { z } from "zod";

import type { ObservedContainer } from "#domain/rollout/observed.ts";

const Container = z.object({
  name: z.string(),
  image: z.string().default(""),
  terminationMessagePolicy: z.string().nullish(),
});

/** A pod's description: names and images, never environment, arguments or volumes. */
export const PodSpec = z.object({
  containers: z.array(Container).nullish(),
  initContainers: z.array(Container).nullish(),
});

export const PodTemplate = z.object({ spec: PodSpec });

/** The containers in the product's order: the regular ones first, then the init containers. */
export function containersOf(spec: z.infer<typeof PodSpec>): ObservedContainer[] {
  const regular = (spec.containers ?? []).map(({ name, image }) => ({ name, init: false, image }));
  const init = (spec.initContainers ?? []).map(({ name, image }) => ({ name, init: true, image }));
  return [...regular, ...init];
}

/** Containers whose last words are lines of their log, which is not read unasked. */
export function logTellers(spec: z.infer<typeof PodSpec>): ReadonlySet<string> {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const telling = all.filter((one) => one.terminationMessagePolicy === "FallbackToLogsOnError");
  return new Set(telling.map(({ name }) => name));
}
