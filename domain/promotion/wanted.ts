import type { WorkloadKey } from "#domain/glossary.ts";
import {
  canonicalName,
  formatImageRef,
  parseImageRef,
  sameRepository,
  withVersion,
} from "#domain/image/ref.ts";
import type { ImageRef } from "#domain/image/ref.ts";
import { rewriteImageName } from "#domain/image/rewrite.ts";
import { candidatesFor, whyUnreadable } from "#domain/tag-policy/candidates.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import { formatTagPolicy } from "#domain/tag-policy/policy.ts";

import { isTagAllowed } from "./allowed-tag.ts";
import type { PlanWork } from "./plan-work.ts";
import type { ContainerSelection } from "./plan.ts";
import type { ItemReason } from "./reason.ts";

/** What a container should become, or why nothing can be said. */
export type Wanted =
  | { readonly kind: "image"; readonly image: ImageRef }
  | { readonly kind: "none"; readonly outcome: "skipped" | "failed"; readonly reason: ItemReason };

export interface WantedInput {
  readonly plan: PlanWork;
  readonly workload: WorkloadKey;
  /** The image that the target's file writes. */
  readonly image: string;
  readonly filter: string | undefined;
  /** What was asked for by hand overrides the source. */
  readonly chosen: ContainerSelection;
}

type Version = Pick<ImageRef, "tag" | "digest">;

/** The image that a container should have, in the target file's own way of writing it. */
export function wantedImage(input: WantedInput): Wanted {
  const { plan, chosen } = input;
  const current = parseImageRef(input.image);
  if (chosen.image !== undefined) return chosenImage(current, chosen.image, plan.images);
  if (chosen.tag !== undefined) return inWayOf(current, versionFrom(chosen.tag), plan.images);
  if (plan.image !== null) return released(input, current, plan.image);
  switch (plan.source.kind) {
    case "image-repo":
      return newestAllowed(input, current);
    case "cluster":
      return runningElsewhere(input, current, plan.source.name);
    case "release":
      return restored(input, current);
  }
}

function chosenImage(current: ImageRef, text: string, images: ImageKnowledge): Wanted {
  const chosen = parseImageRef(text);
  const name = sameRepository(chosen.name, current.name) ? current.name : chosen.name;
  return inWayOf({ ...current, name }, chosen, images);
}

/** Reads `1.2.3`, `1.2.3@sha256:…` or `@sha256:…`. */
function versionFrom(text: string): Version {
  const { tag, digest } = parseImageRef(text.startsWith("@") ? `any${text}` : `any:${text}`);
  return { ...(tag && { tag }), ...(digest && { digest }) };
}

function released({ plan, filter }: WantedInput, current: ImageRef, image: ImageRef): Wanted {
  const { tag = "" } = image;
  if (filter !== undefined && !plan.scope.ignoreFilters && !isTagAllowed(filter, image.tag)) {
    const reason = { code: "tag-not-allowed", policy: filter, tag } as const;
    return none("skipped", unreadable(filter) ?? reason);
  }
  return inWayOf(current, image, plan.images);
}

function newestAllowed({ plan, image, filter }: WantedInput, current: ImageRef): Wanted {
  const repository = canonicalName(current.name);
  const candidates = candidatesFor({ image, filter, knowledge: plan.images });
  if (!candidates) {
    const reason = { code: "no-tag-allowed", policy: filter ?? "", repository } as const;
    return none("skipped", unreadable(filter) ?? reason);
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
  return inWayOf(current, newest, plan.images);
}

function unreadable(filter: string | undefined): ItemReason | null {
  const detail = filter === undefined ? null : whyUnreadable(filter);
  return filter === undefined || detail === null
    ? null
    : { code: "filter-unreadable", filter, detail };
}

function runningElsewhere(input: WantedInput, current: ImageRef, source: string): Wanted {
  const { plan, workload, chosen } = input;
  const offer = plan.offers.get(workload);
  if (!offer) return none("skipped", { code: "not-in-source", source });
  if (offer.kind === "ambiguous") {
    return none("failed", { code: "ambiguous-source", source, workloads: offer.keys });
  }
  const text = offer.images.get(chosen.name);
  if (text === undefined) return none("skipped", { code: "container-missing", where: "source" });
  const offered = parseImageRef(text);
  const name = rewriteImageName(offered.name, plan.mapping.images) ?? offered.name;
  if (!sameRepository(name, current.name)) {
    return none("skipped", { code: "different-image", source: text, target: input.image });
  }
  return inWayOf(current, offered, plan.images);
}

function restored({ plan, workload, chosen }: WantedInput, current: ImageRef): Wanted {
  const offer = plan.offers.get(workload);
  const text = offer?.kind === "workload" ? offer.images.get(chosen.name) : undefined;
  if (text === undefined) return none("skipped", { code: "nothing-to-restore" });
  const old = parseImageRef(text);
  const name = sameRepository(old.name, current.name) ? current.name : old.name;
  return { kind: "image", image: { ...old, name } };
}

/**
 * The version as the current image is written: a file that pins a digest keeps pinning one, others keep to tags.
 * A tag that a registry which we have read does not have is refused; an unread registry is given the benefit.
 */
function inWayOf(current: ImageRef, { tag, digest }: Version, images: ImageKnowledge): Wanted {
  const knowledge = images.get(canonicalName(current.name));
  const known = knowledge?.tags.find((one) => one.tag === tag);
  if (tag !== undefined && knowledge?.scanned === true && !known) {
    const image = formatImageRef(withVersion(current, { tag }));
    return none("failed", { code: "image-missing", image });
  }
  if (current.digest === undefined) {
    const version = tag === undefined ? { ...(digest && { digest }) } : { tag };
    return { kind: "image", image: withVersion(current, version) };
  }
  const pinned = digest ?? known?.digest;
  if (pinned === undefined) {
    const image = formatImageRef(withVersion(current, tag === undefined ? {} : { tag }));
    return none("skipped", { code: "digest-unknown", image });
  }
  const keepsTag = tag !== undefined && current.tag !== undefined;
  const version = { ...(keepsTag && { tag }), digest: pinned };
  return { kind: "image", image: withVersion(current, version) };
}

function none(outcome: "skipped" | "failed", reason: ItemReason): Wanted {
  return { kind: "none", outcome, reason };
}
