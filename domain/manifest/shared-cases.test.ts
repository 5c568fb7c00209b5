import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { z } from "zod";

import { DomainError } from "#domain/error.ts";
import type { WorkloadKey } from "#domain/glossary.ts";
import { parseWorkloadKey, workloadKey } from "#domain/glossary.ts";
import { parseImageRef } from "#domain/image/ref.ts";

import { applyEdits, editsForImage, setImage } from "./edit.ts";
import { parseManifestFile } from "./file.ts";
import { indexManifests } from "./manifest-index.ts";
import { setPolicies } from "./policy-edit.ts";

const shared = "../shared";

const updateCases = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      files: z.record(z.string(), z.string()),
      workload: z.string(),
      containers: z.array(z.string()),
      newImage: z.string(),
      expectedMinimal: z.record(z.string(), z.string()).optional(),
      expectError: z.string().optional(),
      quirk: z.boolean().optional(),
    }),
  ),
});

const helmCases = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      doc: z.string(),
      docWithoutDuplicateKeys: z.string().optional(),
      workload: z.string(),
      containers: z.array(z.object({ name: z.string(), image: z.string() })),
      set: z
        .array(
          z.object({
            container: z.string(),
            newImage: z.string(),
            expectedMinimal: z.string().optional(),
            expectError: z.string().optional(),
            quoteStyleFree: z.boolean().optional(),
            containersAfter: z.array(z.object({ name: z.string(), image: z.string() })).optional(),
          }),
        )
        .optional(),
    }),
  ),
});

const policyCases = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      workload: z.string(),
      input: z.string(),
      add: z.record(z.string(), z.string()),
      remove: z.array(z.string()),
      expected: z.string(),
    }),
  ),
});

function readCases<T extends { cases: readonly unknown[] }>(
  name: string,
  schema: z.ZodType<T>,
): T["cases"] {
  const path = join(shared, "cases", name);
  return existsSync(path) ? schema.parse(JSON.parse(readFileSync(path, "utf8"))).cases : [];
}

function keyOf(text: string): WorkloadKey {
  const identity = parseWorkloadKey(text);
  if (identity === null) throw new Error(`not a workload: ${text}`);
  return workloadKey(identity);
}

function containersOf(text: string, workload: string) {
  const file = parseManifestFile("release.yaml", text);
  const index = indexManifests({ files: new Map([[file.path, file]]), root: "" });
  const containers = index.workloads.get(keyOf(workload))?.containers ?? [];
  return containers.map(({ name, image }) => ({ name, image }));
}

describe.skipIf(!existsSync(shared))("image updates of the shared cases", () => {
  const cases = readCases("image-update-cases.json", updateCases);
  it.runIf(cases.length > 0).each(cases)("$id $name", (given) => {
    const image = parseImageRef(given.newImage);
    const workload = keyOf(given.workload);
    function updateFile(path: string, before: string): string {
      return given.containers.reduce(
        (text, container) => setImage({ text, path, workload, container, image }),
        before,
      );
    }
    function update(): Record<string, string> {
      const files = Object.entries(given.files);
      return Object.fromEntries(files.map(([path, text]) => [path, updateFile(path, text)]));
    }
    if (given.expectError !== undefined) expect(update).toThrow(DomainError);
    else if (given.quirk !== true) expect(update()).toEqual(given.expectedMinimal);
    else expect(Object.values(update()).join("")).toContain(given.newImage);
  });
});

describe.skipIf(!existsSync(shared))("Helm values of the shared cases", () => {
  const cases = readCases("helm-values-cases.json", helmCases);
  it.runIf(cases.length > 0).each(cases)("$id $name", (given) => {
    const doc = given.docWithoutDuplicateKeys ?? given.doc;
    expect(containersOf(doc, given.workload)).toEqual(given.containers);
    for (const change of given.set ?? []) {
      const target = { workload: keyOf(given.workload), container: change.container };
      const image = parseImageRef(change.newImage);
      const update = setImage.bind(null, { text: doc, path: "release.yaml", ...target, image });
      if (change.expectError !== undefined) expect(update).toThrow(DomainError);
      else {
        if (change.expectedMinimal !== undefined) expect(update()).toBe(change.expectedMinimal);
        expect(containersOf(update(), given.workload)).toEqual(change.containersAfter);
      }
    }
  });
});

describe.skipIf(!existsSync(shared))("policies of the shared cases", () => {
  const cases = readCases("policy-update-cases.json", policyCases);
  it.runIf(cases.length > 0).each(cases)("$id $name", (given) => {
    const { input: text, add, remove, expected } = given;
    const change = { set: add, remove };
    const edited = setPolicies({ text, path: "f.yaml", workload: keyOf(given.workload), change });
    expect(edited).toBe(expected);
  });
});

describe.skipIf(!existsSync(shared))("the shared corpus", () => {
  const corpus = join(shared, "corpus");
  const paths = existsSync(corpus)
    ? readdirSync(corpus, { recursive: true, encoding: "utf8" }).filter((path) =>
        /\.ya?ml$/.test(path),
      )
    : [];

  it.runIf(paths.length > 0).each(paths)("%s: every image takes another tag", (path) => {
    const text = readFileSync(join(corpus, path), "utf8");
    const file = parseManifestFile("file.yaml", text);
    const index = indexManifests({ files: new Map([[file.path, file]]), root: "" });
    const containers = [...index.workloads.values()].flatMap((workload) => workload.containers);
    for (const { site, image } of containers) {
      const [edit] = editsForImage(site, { ...parseImageRef(image), tag: "stagecoach-9" });
      if (edit === undefined) throw new Error(`no edit for ${image}`);
      const edited = applyEdits(text, [edit]);
      expect(edited.replace(edit.to, edit.from ?? "")).toBe(text);
    }
  });
});
