import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { formatImageRef, parseImageRef } from "#domain/image/ref.ts";
import { applyEdits, editsForImage } from "#domain/manifest/edit.ts";
import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ManifestFile } from "#domain/manifest/file.ts";
import { indexManifests } from "#domain/manifest/manifest-index.ts";
import type { ManifestContainer, ManifestIndex } from "#domain/manifest/manifest-index.ts";

import { renderPath } from "./render.ts";

interface Sample {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
  readonly root: string;
}

function readTree(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(root, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

const cases = join(import.meta.dirname, "cases");
const corpus = "../shared/corpus";
const corpusRoots = [
  ["podinfo", "deploy/overlays/dev"],
  ["podinfo", "deploy/overlays/production"],
  ["podinfo", "kustomize"],
  ["flux2-kustomize-helm-example", "clusters/staging"],
  ["argocd-example-apps", "pre-post-sync"],
  ["argocd-example-apps", "sock-shop"],
  ["microservices-demo", "deploy/kubernetes/manifests"],
] as const;

const samples: readonly Sample[] = [
  ...readdirSync(cases).map((name) => ({
    name,
    files: readTree(join(cases, name, "repo")),
    root: "root",
  })),
  ...(existsSync(corpus) ? corpusRoots : []).map(([repo, root]) => ({
    name: `${repo}/${root}`,
    files: readTree(join(corpus, repo)),
    root,
  })),
];

function indexOf({ files, root }: Sample): ManifestIndex {
  const manifests = [...files].filter(([path]) => /\.(ya?ml|json)$/.test(path));
  const parsed = manifests.map(([path, text]) => [path, parseOnce(path, text)] as const);
  return indexManifests({ files: new Map(parsed), root });
}

const known = new Map<string, ManifestFile>();

function parseOnce(path: string, text: string): ManifestFile {
  const file = known.get(`${path}\n${text}`) ?? parseManifestFile(path, text);
  known.set(`${path}\n${text}`, file);
  return file;
}

function indexedImages(index: ManifestIndex): readonly string[] {
  const workloads = [...index.workloads.values()].filter(({ kind }) => kind !== "helmrelease");
  return workloads
    .flatMap(({ key, containers }) => containers.map(({ image }) => `${key} ${image}`))
    .toSorted();
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every image in a container list, found by walking the objects without knowing any kind. */
function imagesIn(value: unknown, key: string): readonly string[] {
  if (Array.isArray(value)) {
    if (key !== "containers" && key !== "initContainers")
      return value.flatMap((item) => imagesIn(item, ""));
    return value.filter(isMap).map((container) => String(container["image"]));
  }
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, child]) => imagesIn(child, name));
}

function renderedImages({ files, root }: Sample): readonly string[] {
  const objects = renderPath({ files, root }).objects.filter(
    ({ kind }) => kind !== "CustomResourceDefinition",
  );
  return objects
    .flatMap((object) => {
      const { name, namespace = "default" } = object.metadata;
      const key = `${namespace}:${object.kind.toLowerCase()}/${name}`;
      return imagesIn(object, "").map((image) => `${key} ${image}`);
    })
    .toSorted();
}

function containersOf(index: ManifestIndex): readonly (ManifestContainer & { id: string })[] {
  return [...index.workloads.values()].flatMap(({ key, containers }) =>
    containers.map((container) => ({ ...container, id: `${key} ${container.name}` })),
  );
}

function withText(sample: Sample, path: string, text: string): Sample {
  return { ...sample, files: new Map(sample.files).set(path, text) };
}

describe.each(samples)("$name", (sample) => {
  it("has the same images in the index and in the rendered objects", () => {
    expect(indexedImages(indexOf(sample))).toEqual(renderedImages(sample));
  });

  it("takes another image for every container where the index says", () => {
    for (const { id, site, image } of containersOf(indexOf(sample))) {
      const { name } = parseImageRef(image);
      for (const wanted of [
        { name, tag: "1.10" },
        { name: "other.example.com/moved", tag: "v2" },
      ]) {
        const edits = editsForImage(site, wanted);
        const before = sample.files.get(site.file) ?? "";
        const edited = withText(sample, site.file, applyEdits(before, edits));
        const after = containersOf(indexOf(edited)).find((container) => container.id === id);
        expect(after?.image, id).toBe(formatImageRef(wanted));
        expect(after === undefined ? [] : editsForImage(after.site, wanted)).toEqual([]);
      }
    }
  });
});
