import { describe, expect, it } from "vitest";

import { parseManifestFile } from "#domain/manifest/file.ts";
import type { ManifestFile } from "#domain/manifest/file.ts";

import { buildRoot } from "./build.ts";
import type { Build } from "./build.ts";
import { fileTree } from "./file-tree.ts";

type Texts = Readonly<Record<string, string>>;

function deployment(image: string): string {
  return `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: "${image}" }] } } }\n`;
}

const before: Texts = {
  "base/kustomization.yml": "resources: [web.yaml]\n",
  "base/web.yaml": deployment("a/b:1"),
  "part/kustomization.yaml": "kind: Component\nimages: [{ name: a/b, newTag: '2' }]\n",
  "dev/kustomization.yaml": "resources: [../base]\ncomponents: [../part]\nnamePrefix: dev-\n",
  "stage/kustomization.yaml": "resources: [../base]\nnamePrefix: stage-\n",
};

function parse(texts: Texts): ReadonlyMap<string, ManifestFile> {
  const files = Object.entries(texts).map(
    ([path, text]) => [path, parseManifestFile(path, text)] as const,
  );
  return new Map(files);
}

function build(files: ReadonlyMap<string, ManifestFile>): Build {
  return buildRoot(fileTree(files.keys(), { manifest: (path) => files.get(path) }), "");
}

/** The files that both have are the same objects, as they are where a cache keeps them. */
function nextTip(files: ReadonlyMap<string, ManifestFile>, change: Texts, gone: readonly string[]) {
  const kept = [...files].filter(([path]) => !gone.includes(path));
  return new Map([...kept, ...parse(change)]);
}

describe("a build that was remembered", () => {
  it("is the same build while nothing changed", () => {
    const files = parse(before);
    expect(build(files)).toEqual(build(files));
  });

  it.each<readonly [string, Texts, readonly string[]]>([
    ["a base's manifest", { "base/web.yaml": deployment("a/b:9") }, []],
    ["a base's kustomization", { "base/kustomization.yml": "resources: []\n" }, []],
    ["a component", { "part/kustomization.yaml": "kind: Component\n" }, []],
    ["another file of the folder", { "base/other.yaml": deployment("a/b:7") }, []],
    ["a kustomization that goes first", { "base/kustomization.yaml": "namePrefix: x-\n" }, []],
    ["a file that is gone", {}, ["base/web.yaml"]],
    ["a folder that is gone", {}, ["part/kustomization.yaml"]],
    ["a file that is broken", { "base/web.yaml": "a: [\n" }, []],
    ["a file where a folder was", { base: deployment("a/b:5") }, []],
  ])("is not used where it would differ: %s", (...[, change, gone]) => {
    const files = parse(before);
    build(files);
    const next = nextTip(files, change, gone);
    const texts = Object.fromEntries([...next].map(([path, { text }]) => [path, text]));
    expect(build(next)).toEqual(build(parse(texts)));
  });
});
