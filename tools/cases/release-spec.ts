import { z } from "zod";

import type { WorkloadKey } from "#domain/glossary.ts";
import { canonicalName, parseImageRef } from "#domain/image/ref.ts";
import { sameNames } from "#domain/promotion/mapping.ts";
import type { PlanInput, RunningWorkloads } from "#domain/promotion/plan-input.ts";
import { wholeScope } from "#domain/promotion/plan.ts";
import type { PlanScope, Selection } from "#domain/promotion/plan.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";

import { indexOf, keyOf } from "./manifests.ts";

const allWorkloads = "<all>";
const allLatest = "<all latest>";

const Target = z.object({
  container: z.string(),
  current: z.string().optional(),
  target: z.string(),
});
const Change = z.object({ workload: z.string(), container: z.string(), image: z.string() });

const ImagesSpec = z.object({
  type: z.enum(["images", "image"]),
  workloads: z.array(z.string()),
  image: z.string(),
  excludes: z.array(z.string()).nullish(),
  force: z.boolean().optional(),
});
const ContainersSpec = z.object({
  type: z.literal("containers"),
  containers: z.record(z.string(), z.array(Target)),
  skipMismatches: z.boolean().optional(),
  force: z.boolean().optional(),
});
const AutomatedSpec = z.object({
  type: z.enum(["automated", "auto"]),
  changes: z.array(Change),
});

/** What the ancestor was asked to release, in its own three forms. */
export const ReleaseSpec = z.discriminatedUnion("type", [
  ImagesSpec,
  ContainersSpec,
  AutomatedSpec,
]);
export type ReleaseSpec = z.infer<typeof ReleaseSpec>;

/** The world in which it was asked. */
export const ReleaseWorld = z.object({
  spec: ReleaseSpec,
  running: z.array(
    z.object({
      id: z.string(),
      containers: z.array(z.object({ name: z.string(), image: z.string() })).nullish(),
    }),
  ),
  registry: z.array(z.object({ image: z.string(), created: z.string().nullish() })).nullish(),
});
export type ReleaseWorld = z.infer<typeof ReleaseWorld>;

/**
 * The same request as the input of a plan. `<all>` is all that runs, as a person ticks it in a list of what runs;
 * an image spec is our scope's image, a container spec our selection with preconditions, and force lifts the locks
 * of workloads that are named. The whole repository is the cluster's path.
 */
export function planInputOf(
  world: ReleaseWorld,
  files: Readonly<Record<string, string>>,
): PlanInput {
  const yaml = Object.entries(files).filter(([path]) => /\.ya?ml$/.test(path));
  return {
    target: { name: "cluster", path: "", running: runningOf(world) },
    source: { kind: "image-repo" },
    mapping: sameNames,
    index: indexOf(Object.fromEntries(yaml)),
    texts: new Map(yaml),
    images: knowledgeOf(world),
    sharedFiles: new Map(),
    selection: selectionOf(world),
    scope: scopeOf(world.spec),
    subject: null,
  };
}

function selectionOf({ spec, running }: ReleaseWorld): readonly Selection[] {
  if ("containers" in spec) {
    return Object.entries(spec.containers).map(([id, targets]) => ({
      workload: keyOf(id),
      liftLock: spec.force === true,
      containers: targets.map(({ container, current, target }) => ({
        name: container,
        image: target,
        current,
      })),
    }));
  }
  if ("changes" in spec) {
    const byWorkload = Map.groupBy(spec.changes, ({ workload }) => workload);
    return [...byWorkload].map(([id, changes]) => ({
      workload: keyOf(id),
      containers: changes.map(({ container, image }) => ({ name: container, tag: tagOf(image) })),
    }));
  }
  if (spec.workloads.includes(allWorkloads))
    return running.map(({ id }) => ({ workload: keyOf(id) }));
  const named = [...new Set(spec.workloads.map(keyOf))];
  return named.map((workload) => ({ workload, liftLock: spec.force === true }));
}

function scopeOf(spec: ReleaseSpec): PlanScope {
  if ("containers" in spec) {
    return { ...wholeScope, skipMismatches: spec.skipMismatches === true };
  }
  if ("changes" in spec) return wholeScope;
  const isLatest = spec.image === allLatest;
  return {
    ...wholeScope,
    exclude: (spec.excludes ?? []).map(keyOf),
    image: isLatest ? null : spec.image,
    ignoreFilters: !isLatest && spec.force === true,
  };
}

function tagOf(image: string): string {
  const { tag, digest } = parseImageRef(image);
  return `${tag ?? (digest === undefined ? "latest" : "")}${digest === undefined ? "" : `@${digest}`}`;
}

function runningOf({ running }: ReleaseWorld): RunningWorkloads {
  return new Map<WorkloadKey, ReadonlyMap<string, string>>(
    running.map(({ id, containers }) => [
      keyOf(id),
      new Map((containers ?? []).map(({ name, image }) => [name, image])),
    ]),
  );
}

function knowledgeOf({ registry }: ReleaseWorld): ImageKnowledge {
  const images = (registry ?? []).map(({ image, created }) => ({
    ref: parseImageRef(image),
    created,
  }));
  const byName = Map.groupBy(images, ({ ref }) => canonicalName(ref.name));
  return new Map(
    [...byName].map(([name, found]) => [
      name,
      {
        scanned: true,
        error: null,
        tags: found.map(({ ref: { tag = "latest", digest }, created }) => ({
          tag,
          ...(digest !== undefined && { digest }),
          ...(created && { createdAt: created }),
        })),
      },
    ]),
  );
}
