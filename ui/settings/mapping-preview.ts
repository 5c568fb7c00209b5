import type { MappedWorkload } from "#contracts/api/settings.ts";
import { type WorkloadKey, parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import { rewriteImageName } from "#domain/image/rewrite.ts";
import { type ClusterMapping, workloadsByTarget } from "#domain/promotion/mapping.ts";

/** A workload of the target and where its versions would come from. */
export interface MappedTarget {
  readonly key: string;
  readonly sources: readonly string[];
  /** Whether a rule gave it another name than the source's. */
  readonly renamed: boolean;
  /** Names of the source's images, with their names in the target where a rule rewrites them. */
  readonly images: readonly { readonly from: string; readonly to: string }[];
  /** Images of the target that no image of the source becomes. */
  readonly missing: readonly string[];
}

export interface MappingPreview {
  readonly targets: readonly MappedTarget[];
  /** Workloads of the source that the target does not have, with what they are called there. */
  readonly leftOver: readonly { readonly key: string; readonly called: string }[];
}

/** What a mapping means for the workloads of both clusters. Deterministic; rules are taken as good. */
export function previewMapping(input: {
  readonly mapping: ClusterMapping;
  readonly source: readonly MappedWorkload[];
  readonly target: readonly MappedWorkload[];
}): MappingPreview {
  const { mapping, source, target } = input;
  const called = workloadsByTarget(
    source.flatMap(({ key }) => keyOf(key)),
    mapping,
  );
  const imagesOf = new Map(source.map(({ key, images }) => [key, images]));
  const known = new Set(target.map(({ key }) => key));
  const targets = target.map(({ key, images }) => {
    const sources = keyOf(key).flatMap((name) => called.get(name) ?? []);
    const moved = sources
      .flatMap((name) => imagesOf.get(name) ?? [])
      .flatMap(nameOf)
      .map((from) => ({ from, to: rewriteImageName(from, mapping.images) ?? from }));
    const arriving = new Set(moved.map(({ to }) => to));
    const missing = images.flatMap(nameOf).filter((name) => !arriving.has(name));
    return {
      key,
      sources,
      renamed: sources.some((name) => name !== key),
      images: once(moved, ({ from }) => from),
      missing: sources.length === 0 ? [] : once(missing, (name) => name),
    };
  });
  const leftOver = [...called].flatMap(([name, sources]) =>
    known.has(name) ? [] : sources.map((key) => ({ key, called: name })),
  );
  return { targets, leftOver };
}

function keyOf(text: string): readonly WorkloadKey[] {
  const identity = parseWorkloadKey(text);
  return identity ? [workloadKey(identity)] : [];
}

/** The image's canonical name; nothing where the text is no reference. */
function nameOf(image: string): readonly string[] {
  try {
    return [canonicalName(parseImageRef(image).name)];
  } catch {
    return [];
  }
}

function once<T>(values: readonly T[], identity: (value: T) => string): readonly T[] {
  return [...new Map(values.map((value) => [identity(value), value])).values()];
}
