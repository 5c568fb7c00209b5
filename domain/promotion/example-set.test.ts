import { describe, expect, it } from "vitest";
import { z } from "zod";

import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { canonicalName, parseImageRef, sameRepository } from "#domain/image/ref.ts";
import type { ImageKnowledge } from "#domain/tag-policy/candidates.ts";
import { indexFiles, planInput, runningImages } from "#test/builders/plan-input.ts";
import { exampleCases } from "#test/example-cases.ts";

import { calculatePlan } from "./calculate.ts";
import { changedFiles } from "./changes.ts";
import type { Selection } from "./plan.ts";

const Container = z.object({ name: z.string(), image: z.string() });
const Change = z.object({ workload: z.string(), container: z.string(), image: z.string() });
const Target = z.object({ container: z.string(), current: z.string(), target: z.string() });
const Spec = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("images"),
    workloads: z.array(z.string()),
    image: z.string(),
    excludes: z.array(z.string()),
    force: z.boolean(),
  }),
  z.object({ type: z.literal("containers"), containers: z.record(z.string(), z.array(Target)) }),
  z.object({ type: z.literal("automated"), changes: z.array(Change) }),
]);
const Scenario = z.object({
  id: z.string(),
  name: z.string(),
  spec: Spec,
  running: z.array(z.object({ id: z.string(), containers: z.array(Container) })),
  registry: z.array(z.object({ image: z.string(), created: z.string().optional() })),
  files: z.union([z.string(), z.record(z.string(), z.string())]),
  expected: z.object({
    results: z.record(z.string(), z.object({ reason: z.string().optional() }).loose()).nullish(),
    changedFilesMinimal: z.record(z.string(), z.string()).nullish(),
  }),
});
type Scenario = z.infer<typeof Scenario>;

/** Files of their own and an outcome that is ours too: a tag chosen by hand overrides the filter here. */
const scenarios = exampleCases("release-scenarios.json", Scenario).flatMap((scenario) => {
  const { files, expected } = scenario;
  const results = Object.values(expected.results ?? {});
  const filtered = results.some(({ reason }) => reason === "cannot find one or more images");
  if (typeof files === "string" || !expected.changedFilesMinimal || filtered) return [];
  return [{ ...scenario, files, after: expected.changedFilesMinimal }];
});

function keyOf(text: string): WorkloadKey {
  const identity = parseWorkloadKey(text);
  if (!identity) throw new Error(`${text} is no workload`);
  return workloadKey(identity);
}

function selectionOf({ spec, running }: Scenario): readonly Selection[] {
  switch (spec.type) {
    case "images": {
      const all = spec.workloads.includes("<all>") ? running.map(({ id }) => id) : spec.workloads;
      const wanted = all.filter((id) => !spec.excludes.includes(id));
      return wanted.map((id) => selectImages(id, spec.image, running));
    }
    case "containers":
      return Object.entries(spec.containers).map(([id, targets]) => ({
        workload: keyOf(id),
        containers: targets.map(({ container, target }) => chosen(container, target)),
      }));
    case "automated":
      return spec.changes.map(({ workload, container, image }) => ({
        workload: keyOf(workload),
        containers: [chosen(container, image)],
      }));
  }
}

function selectImages(id: string, image: string, running: Scenario["running"]): Selection {
  const workload = keyOf(id);
  if (image === "<all latest>") return { workload };
  const { name } = parseImageRef(image);
  const users = running
    .filter((candidate) => candidate.id === id)
    .flatMap(({ containers }) => containers)
    .filter((container) => sameRepository(parseImageRef(container.image).name, name));
  return { workload, containers: users.map((container) => chosen(container.name, image)) };
}

function chosen(name: string, image: string): { readonly name: string; readonly tag: string } {
  return { name, tag: parseImageRef(image).tag ?? "latest" };
}

function knownImages({ registry }: Scenario): ImageKnowledge {
  const images = registry.map(({ image, created }) => ({ ref: parseImageRef(image), created }));
  const byName = Map.groupBy(images, ({ ref }) => canonicalName(ref.name));
  return new Map(
    [...byName].map(([name, found]) => [
      name,
      {
        scanned: true,
        error: null,
        tags: found.map(({ ref, created }) => ({
          tag: ref.tag ?? "latest",
          ...(created !== undefined && { createdAt: created }),
        })),
      },
    ]),
  );
}

describe("the example set's releases", () => {
  it.each(scenarios)("$id: $name", ({ files, after, ...scenario }) => {
    const running = scenario.running.map(({ id, containers }) => [
      keyOf(id),
      Object.fromEntries(containers.map(({ name, image }) => [name, image])),
    ]);
    const input = {
      ...planInput({ files, root: "", selection: selectionOf({ files, ...scenario }) }),
      images: knownImages({ files, ...scenario }),
      index: indexFiles(files, ""),
    };
    const target = { ...input.target, running: runningImages(Object.fromEntries(running)) };
    const plan = calculatePlan({ ...input, target });
    const changed = changedFiles(plan.edits, input.texts);
    expect(Object.fromEntries(changed.map((file) => [file.path, file.after]))).toEqual(after);
  });

  it.skipIf(scenarios.length > 0)("is not here", () => expect(scenarios).toEqual([]));
});
