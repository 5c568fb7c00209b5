import type { WorkloadKey } from "#domain/glossary.ts";
import {
  canonicalName,
  formatImageRef,
  parseImageRef,
  sameRepository,
  withVersion,
} from "#domain/image/ref.ts";
import type { ImageRef } from "#domain/image/ref.ts";
import { candidatesFor } from "#domain/tag-policy/candidates.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import { formatTagPolicy } from "#domain/tag-policy/policy.ts";

import type { ResolvedSource, RunningWorkloads } from "./plan-input.ts";
import type { ItemReason } from "./reason.ts";

/** What a container should become, or why nothing can be said. */
export type Wanted =
  | { readonly kind: "image"; readonly image: ImageRef }
  | { readonly kind: "none"; readonly outcome: "skipped" | "failed"; readonly reason: ItemReason };

export interface WantedInput {
  readonly workload: WorkloadKey;
  readonly container: string;
  /** The image that the target's file writes. */
  readonly image: string;
  readonly filter: string | undefined;
  /** A tag chosen by hand, which overrides the source. */
  readonly tag: string | undefined;
  readonly source: ResolvedSource;
  readonly images: ImageKnowledge;
}

/** The image that the source offers for a container, in the target file's own way of writing it. */
export function wantedImage(input: WantedInput): Wanted {
  const current = parseImageRef(input.image);
  if (input.tag !== undefined) return chosenTag(current, input.tag, input.images);
  switch (input.source.kind) {
    case "image-repo":
      return newestAllowed(input, current);
    case "cluster":
      return runningElsewhere(input, current, input.source);
    case "release":
      return restored(input, current, input.source.before);
  }
}

function chosenTag(current: ImageRef, tag: string, images: ImageKnowledge): Wanted {
  return present(withVersion(current, { tag }), images);
}

function newestAllowed(input: WantedInput, current: ImageRef): Wanted {
  const repository = canonicalName(current.name);
  const candidates = candidatesFor({ ...input, knowledge: input.images });
  if (!candidates) {
    return none("skipped", { code: "no-tag-allowed", policy: input.filter ?? "", repository });
  }
  if (!candidates.knowledge?.scanned) {
    const detail = candidates.knowledge?.error ?? null;
    return none("failed", { code: "repository-unknown", repository, detail });
  }
  const newest = candidates.ranked[0];
  if (!newest) {
    const policy = formatTagPolicy(candidates.policy);
    return none("skipped", { code: "no-tag-allowed", policy, repository });
  }
  const digest = current.digest === undefined ? undefined : newest.digest;
  return {
    kind: "image",
    image: withVersion(current, { tag: newest.tag, ...(digest && { digest }) }),
  };
}

function runningElsewhere(
  input: WantedInput,
  current: ImageRef,
  source: Extract<ResolvedSource, { kind: "cluster" }>,
): Wanted {
  const workload = source.running.get(input.workload);
  if (!workload) return none("skipped", { code: "not-in-source", source: source.name });
  const text = workload.get(input.container);
  if (text === undefined) return none("skipped", { code: "container-missing", where: "source" });
  const offered = parseImageRef(text);
  if (!sameRepository(offered.name, current.name)) {
    return none("skipped", { code: "different-image", source: text, target: input.image });
  }
  const { tag, digest } = offered;
  const keepsDigest = digest !== undefined && (current.digest !== undefined || tag === undefined);
  return present(
    withVersion(current, { ...(tag && { tag }), ...(keepsDigest && { digest }) }),
    input.images,
  );
}

function restored(input: WantedInput, current: ImageRef, before: RunningWorkloads): Wanted {
  const text = before.get(input.workload)?.get(input.container);
  if (text === undefined) return none("skipped", { code: "nothing-to-restore" });
  const old = parseImageRef(text);
  const name = sameRepository(old.name, current.name) ? current.name : old.name;
  return { kind: "image", image: { ...old, name } };
}

/** Refuses a tag that a registry which we have read does not have; an unread registry is given the benefit. */
function present(image: ImageRef, images: ImageKnowledge): Wanted {
  const knowledge = images.get(canonicalName(image.name));
  const missing =
    knowledge?.scanned === true &&
    image.tag !== undefined &&
    !knowledge.tags.some(({ tag }) => tag === image.tag);
  if (missing) return none("failed", { code: "image-missing", image: formatImageRef(image) });
  return { kind: "image", image };
}

function none(outcome: "skipped" | "failed", reason: ItemReason): Wanted {
  return { kind: "none", outcome, reason };
}
