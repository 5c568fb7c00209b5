import { shortDigest } from "#domain/image/digest.ts";
import { isSameImage } from "#domain/image/same-image.ts";

import type { ObservedPod, ObservedPodContainer } from "./observed.ts";

/** An image that a container must come to run, with what its registry told of it. */
export interface PromotedImage {
  /** As the manifest writes it. */
  readonly image: string;
  /**
   * Every digest by which a runtime may call what the image stood for when it was promoted: the index's and those of
   * its platforms. Empty where that is not known.
   */
  readonly digests: readonly string[];
  /** The same of what it stands for now: a tag may have been pushed again since. */
  readonly now: readonly string[];
}

/** Container name → what it must come to run; a mere text where nobody asked a registry. */
export type TargetImages = Readonly<Record<string, string | PromotedImage>>;

/** The image of a target as the manifest writes it. */
export function imageOf(target: string | PromotedImage): string {
  return typeof target === "string" ? target : target.image;
}

/**
 * What a container of a pod proves. `same`: its runtime named a digest of the target. `other`: it runs something else.
 * `unpulled`: it is to run the target, and has not begun. `unproven`: it says the same tag, and no digest is known of
 * one side or the other.
 */
type Proof = "same" | "other" | "unpulled" | "unproven";

function proofOf(container: ObservedPodContainer, target: string | PromotedImage): Proof {
  const image = imageOf(target);
  const promoted = promotedDigests(target);
  const running = runningDigest(container);
  if (running !== null && promoted.includes(running)) return "same";
  if (!isSameImage(image, container.image)) return "other";
  // A reference with a digest is checked by the runtime, which may name a platform's manifest that nobody told us.
  if (digestIn(image) !== null) return "same";
  if (container.imageId === null && container.state === "waiting") return "unpulled";
  if (running === null || typeof target === "string") return "unproven";
  if (target.digests.length > 0) return "other";
  return target.now.includes(running) ? "same" : "unproven";
}

/** A chart's values name its images otherwise than its pods name their containers: there the image tells. */
function targetFor(
  container: ObservedPodContainer,
  targets: TargetImages,
): string | PromotedImage | undefined {
  const named = targets[container.name];
  if (named !== undefined) return named;
  return Object.values(targets).find((target) => isSameImage(imageOf(target), container.image));
}

/** Whether every container is meant to run its target: by its reference, or by the digest that its runtime named. */
export function runsTargets(pod: ObservedPod, targets: TargetImages): boolean {
  return pod.containers.every((container) => {
    const target = targetFor(container, targets);
    return target === undefined || isMeantToRun(container, target);
  });
}

/** Whether a container has still to pull the image that it is meant to run. */
export function isUnpulled(pod: ObservedPod, targets: TargetImages): boolean {
  return pod.containers.some((container) => {
    const target = targetFor(container, targets);
    return target !== undefined && proofOf(container, target) === "unpulled";
  });
}

function isMeantToRun(container: ObservedPodContainer, target: string | PromotedImage): boolean {
  if (isSameImage(imageOf(target), container.image)) return true;
  const running = runningDigest(container);
  return running !== null && promotedDigests(target).includes(running);
}

/** A pod that is of the right tag and runs another image all the same. */
interface AnotherImage {
  readonly fact: string;
  /** What may have led to it, where no new pod is on its way. */
  readonly cause: string;
}

/** The first of the pods that is of the right tag and runs another image all the same; null where none does. */
export function anotherImage(
  pods: readonly ObservedPod[],
  targets: TargetImages,
): AnotherImage | null {
  for (const pod of pods) {
    for (const container of pod.containers) {
      const target = targetFor(container, targets);
      if (target === undefined || typeof target === "string") continue;
      const running = runningDigest(container);
      if (running === null || proofOf(container, target) !== "other") continue;
      if (isSameImage(target.image, container.image)) return anotherWords(pod, target, running);
    }
  }
  return null;
}

function anotherWords({ name }: ObservedPod, target: PromotedImage, running: string): AnotherImage {
  const [promoted = ""] = target.digests;
  const image = `${target.image} was when it was promoted`;
  return {
    fact: `pod ${name} runs ${shortDigest(running)}, not ${shortDigest(promoted)}, which ${image}`,
    cause: target.now.includes(running)
      ? "the tag was pushed again since"
      : "its node may keep an older push of the tag",
  };
}

/** What has to be said of pods that run the right tags without a proof; null where each proves its image. */
export function unprovenWords(pods: readonly ObservedPod[], targets: TargetImages): string | null {
  const containers = pods.flatMap((pod) => pod.containers);
  for (const target of Object.values(targets)) {
    if (typeof target === "string") continue;
    const unproven = containers.filter(
      (container) =>
        targetFor(container, targets) === target && proofOf(container, target) === "unproven",
    );
    if (unproven.length === 0) continue;
    const running = new Set(unproven.flatMap((container) => runningDigest(container) ?? []));
    const known = target.digests.length > 0 || target.now.length > 0;
    if (known && running.size === 0) return "by its tag: the runtime names no digest";
    return running.size > 1
      ? `by its tag: its digest is not known, and pods run ${running.size} different ones`
      : "by its tag: its digest is not known";
  }
  return null;
}

function promotedDigests(target: string | PromotedImage): readonly string[] {
  const written = digestIn(imageOf(target));
  const known = typeof target === "string" ? [] : target.digests;
  return written === null ? known : [written, ...known];
}

/** A runtime that was given an image without a registry names it by its configuration, which proves nothing. */
function runningDigest({ imageId }: ObservedPodContainer): string | null {
  return imageId === null ? null : digestIn(imageId);
}

function digestIn(image: string): string | null {
  return /@([a-z0-9+._-]+:[0-9a-f]{32,})$/.exec(image)?.[1] ?? null;
}
