import type { WorkloadKey } from "#domain/glossary.ts";

import type { WorkloadPolicies } from "./policy-annotations.ts";
import type { ImageSite } from "./site.ts";
import type { Place } from "./yaml-node.ts";

export interface FileLine {
  readonly file: string;
  readonly line: number;
}

export interface FoundContainer {
  readonly name: string;
  readonly init: boolean;
  /** The image in effect, after every kustomization on the way. */
  readonly image: string;
  /** Where an edit takes effect. */
  readonly site: ImageSite;
  /** The place in a base that a kustomization overrides, or in a values file that other values do. */
  readonly overridden?: FileLine;
}

export interface FoundWorkload extends WorkloadPolicies {
  readonly key: WorkloadKey;
  readonly namespace: string;
  /** In lower case. */
  readonly kind: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly file: string;
  readonly line: number;
  readonly document: number;
  readonly containers: readonly FoundContainer[];
}

/** The file and line of a place. */
export function fileLine(place: Place): FileLine {
  return { file: place.source.file, line: place.line };
}
