import { z } from "zod";

import type { ObservedContainer } from "#domain/rollout/observed.ts";

const Container = z.object({ name: z.string(), image: z.string().default("") });

/** A pod's description: names and images, never environment, arguments or volumes. */
export const PodSpec = z.object({
  containers: z.array(Container).nullish(),
  initContainers: z.array(Container).nullish(),
});

export const PodTemplate = z.object({ spec: PodSpec });

/** The containers in the product's order: the regular ones first, then the init containers. */
export function containersOf(spec: z.infer<typeof PodSpec>): ObservedContainer[] {
  const regular = (spec.containers ?? []).map((container) => ({ ...container, init: false }));
  const init = (spec.initContainers ?? []).map((container) => ({ ...container, init: true }));
  return [...regular, ...init].map(({ name, image, init: isInit }) => ({
    name,
    init: isInit,
    image,
  }));
}
