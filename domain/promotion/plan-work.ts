import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { parseImageRef } from "#domain/image/ref.ts";
import type { ImageRef } from "#domain/image/ref.ts";

import { parseLabelSelector } from "./label-selector.ts";
import type { LabelTest } from "./label-selector.ts";
import { workloadsByTarget } from "./mapping.ts";
import type { PlanInput, RunningImages, RunningWorkloads } from "./plan-input.ts";

/** What the source has for one workload of the target. */
export type Offer =
  | { readonly kind: "workload"; readonly key: WorkloadKey; readonly images: RunningImages }
  | { readonly kind: "ambiguous"; readonly keys: readonly WorkloadKey[] };

/** A plan's input with what every decision of it needs, worked out once. */
export interface PlanWork extends PlanInput {
  /** By the names of the target. */
  readonly offers: ReadonlyMap<WorkloadKey, Offer>;
  /** The one image that is released; null where the source says which. */
  readonly image: ImageRef | null;
  readonly isLabelled: LabelTest;
  readonly excluded: ReadonlySet<string>;
}

/** Throws `DomainError` "invalid" where the scope's selector or image cannot be read. */
export function preparePlan(input: PlanInput): PlanWork {
  const { scope } = input;
  return {
    ...input,
    offers: offersOf(input),
    image: scope.image === null ? null : releasedImage(scope.image),
    isLabelled: parseLabelSelector(scope.labels),
    excluded: new Set(scope.exclude),
  };
}

/**
 * The image that a scope names. Throws `DomainError` "invalid" for text that is no image, or that names no version:
 * to release just any would not be what anyone means.
 */
export function releasedImage(text: string): ImageRef {
  const image = parseImageRef(text);
  if (image.tag !== undefined || image.digest !== undefined) return image;
  throw new DomainError("invalid", `"${text}" names no version. Add a tag or a digest.`, {
    image: text,
  });
}

function offersOf({ source, mapping }: PlanInput): PlanWork["offers"] {
  switch (source.kind) {
    case "image-repo":
      return new Map();
    case "cluster":
      return mappedOffers(source.running, mapping);
    case "release":
      return new Map(
        [...source.before].map(([key, images]) => [key, { kind: "workload", key, images }]),
      );
  }
}

function mappedOffers(
  running: RunningWorkloads,
  mapping: PlanInput["mapping"],
): ReadonlyMap<WorkloadKey, Offer> {
  const offers = new Map<WorkloadKey, Offer>();
  for (const [target, keys] of workloadsByTarget(running.keys(), mapping)) {
    const [key, ...others] = keys;
    const images = key && running.get(key);
    if (!key || !images) continue;
    const offer: Offer =
      others.length > 0 ? { kind: "ambiguous", keys } : { kind: "workload", key, images };
    offers.set(target, offer);
  }
  return offers;
}
