import { describe, expect, it } from "vitest";

import { parseImageRef } from "#domain/image/ref.ts";

import { applyEdits, editsForImage } from "./edit.ts";
import { parseManifestFile } from "./file.ts";
import { imagesInFile } from "./images-in-file.ts";

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  template:
    spec:
      initContainers:
        - { name: wait, image: "docker.io/library/busybox:1" }
      containers:
        - name: web
          image: ghcr.io/acme/web:1
`;

const inline = deployment.replace(/^/gm, "      ").trimEnd();

const files: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "a workload that is there twice",
    "all.yaml",
    `${deployment}---\n${deployment}`,
    [
      "shop:deployment/web web ghcr.io/acme/web:1 (image:11)",
      "shop:deployment/web wait docker.io/library/busybox:1 (image:8)",
      "shop:deployment/web web ghcr.io/acme/web:1 (image:23)",
      "shop:deployment/web wait docker.io/library/busybox:1 (image:20)",
    ],
  ],
  [
    "a kustomization's entries and patches",
    "kustomization.yaml",
    `images:
  - name: ghcr.io/acme/web
    newTag: "2"
  - name: ghcr.io/acme/nothing
patches:
  - path: other.yaml
  - patch: |-
${inline}
  - target: { kind: Deployment }
    patch: '[{"op": "add", "path": "/spec/template/spec/containers/0/image", "value": "a/b:3"}]'
`,
    [
      "kustomization ghcr.io/acme/web ghcr.io/acme/web:2 (kustomize:2)",
      "shop:deployment/web web ghcr.io/acme/web:1 (image:18)",
      "shop:deployment/web wait docker.io/library/busybox:1 (image:15)",
      "patch containers/0 a/b:3 (image:20)",
    ],
  ],
  [
    "a Flux Kustomization's entries",
    "flux.yaml",
    `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: web }
spec:
  images: [{ name: web, newName: ghcr.io/acme/web, digest: "sha256:${"1".repeat(64)}" }]
`,
    [`kustomization web ghcr.io/acme/web@sha256:${"1".repeat(64)} (kustomize:5)`],
  ],
  [
    "a JSON patch of its own",
    "patch.json",
    '[{"op": "replace", "path": "/spec/template/spec/initContainers/0/image", "value": "a/b:1"}]',
    ["patch initContainers/0 a/b:1 (image:1)"],
  ],
  ["a file of something else", "values.yaml", "image: { repository: a/b, tag: 1.0 }\n", []],
];

describe("imagesInFile", () => {
  it.each(files)("finds what is written in %s", (...[, path, text, expected]) => {
    const found = imagesInFile(parseManifestFile(path, text));
    const lines = found.map(({ workload, container, image, site }) => {
      return `${workload} ${container} ${image} (${site.form}:${site.line})`;
    });
    expect(lines).toEqual(expected);
  });

  it.each(files)("gives sites that take edits of the file alone: %s", (...[, path, text]) => {
    for (const { site, image } of imagesInFile(parseManifestFile(path, text))) {
      const { name } = parseImageRef(image);
      const edits = editsForImage(site, parseImageRef(`${name}:9.9`));
      const after = imagesInFile(parseManifestFile(path, applyEdits(text, edits)));
      expect(after.map((one) => one.image)).toContain(`${name}:9.9`);
    }
  });

  it("knows the organization's own kinds", () => {
    const text = deployment.replace("apps/v1", "acme.example/v1").replace("Deployment", "Worker");
    const kinds = [{ group: "acme.example", kind: "Worker", podTemplate: "spec.template" }];
    const file = parseManifestFile("w.yaml", text);
    expect(imagesInFile(file)).toEqual([]);
    expect(imagesInFile(file, { kinds }).map(({ container }) => container)).toEqual([
      "web",
      "wait",
    ]);
  });
});
