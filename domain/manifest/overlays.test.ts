import { describe, expect, it } from "vitest";

import { parseImageRef } from "#domain/image/ref.ts";

import { applyEdits, editsForImage } from "./edit.ts";
import { parseManifestFile } from "./file.ts";
import { indexManifests } from "./manifest-index.ts";
import type { ManifestContainer, ManifestIndex } from "./manifest-index.ts";

type Files = Readonly<Record<string, string>>;

function index(files: Files, root = ""): ManifestIndex {
  const parsed = Object.entries(files).map(
    ([path, text]) => [path, parseManifestFile(path, text)] as const,
  );
  return indexManifests({ files: new Map(parsed), root });
}

function deployment(name: string, image = "a:1", metadata = ""): string {
  return [
    "apiVersion: apps/v1",
    "kind: Deployment",
    `metadata: {name: ${name}${metadata}}`,
    "spec:",
    "  template:",
    "    spec:",
    "      containers:",
    "        - name: main",
    `          image: ${image}`,
    "",
  ].join("\n");
}

function flux(name: string, spec: string): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec:\n${spec}`;
}

function keys(files: Files, root?: string): readonly string[] {
  return [...index(files, root).workloads.keys()].toSorted();
}

function containers(found: ManifestIndex): readonly ManifestContainer[] {
  return [...found.workloads.values()].flatMap((workload) => workload.containers);
}

function messages(found: ManifestIndex): readonly string[] {
  return found.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
}

describe("kustomizations", () => {
  const base = {
    "base/kustomization.yml": "resources:\n  - d.yaml\n",
    "base/d.yaml": deployment("web", "ghcr.io/acme/web:1"),
  };

  it("finds the entry that wins and the base it overrides", () => {
    const found = index(
      {
        ...base,
        "dev/kustomization.yaml":
          "resources:\n  - ../base\nimages:\n  - name: ghcr.io/acme/web\n    newTag: '2'\n",
      },
      "dev",
    );
    expect(containers(found)).toEqual([
      {
        name: "main",
        init: false,
        image: "ghcr.io/acme/web:2",
        overridden: { file: "base/d.yaml", line: 9 },
        site: {
          file: "dev/kustomization.yaml",
          document: 0,
          line: 4,
          form: "kustomize",
          scalars: [{ role: "tag", path: ["images", 0, "newTag"], value: "2" }],
          insertAt: { path: ["images", 0], inherited: "ghcr.io/acme/web:1" },
        },
      },
    ]);
    expect(found.files).toEqual([
      "base/d.yaml",
      "base/kustomization.yml",
      "dev/kustomization.yaml",
    ]);
  });

  it.each([
    ["a patch file", "patches: [{path: p.yaml}]\n", "dev/p.yaml", 9],
    ["an old patch list", "patchesStrategicMerge: [p.yaml]\n", "dev/p.yaml", 9],
    [
      "an inline patch",
      `patches:\n  - patch: |-\n${deployment("web", "a:9").replace(/^/gm, "      ")}`,
      "dev/kustomization.yaml",
      12,
    ],
    [
      "an inline JSON patch",
      'patches:\n  - target: {kind: Deployment}\n    patch: |\n      - {op: replace, path: /spec/template/spec/containers/0/image, value: "a:9"}\n',
      "dev/kustomization.yaml",
      5,
    ],
    [
      "a JSON patch in quotes",
      `patches:\n  - target: {kind: Deployment}\n    patch: '[{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": "a:9"}]'\n`,
      "dev/kustomization.yaml",
      4,
    ],
  ])("follows %s to the scalar that wins", (...[, fields, file, line]) => {
    const files = {
      ...base,
      "dev/kustomization.yaml": `resources: [../base]\n${fields}`,
      "dev/p.yaml": deployment("web", "a:9"),
    };
    const found = index(files, "dev");
    expect(messages(found)).toEqual([]);
    const [container] = containers(found);
    expect(container).toMatchObject({
      image: "a:9",
      overridden: { file: "base/d.yaml", line: 9 },
      site: { form: "image", file, line },
    });
    if (container === undefined) return;
    const before = files[file === "dev/p.yaml" ? file : "dev/kustomization.yaml"];
    const edited = applyEdits(before, editsForImage(container.site, parseImageRef("a:10")));
    expect(edited).toBe(before.replace("a:9", "a:10"));
  });

  it("tells what it cannot follow and builds the rest", () => {
    const found = index(
      {
        ...base,
        "dev/kustomization.yaml": [
          "resources:",
          "  - ../base",
          "  - https://github.com/acme/x//deploy?ref=v1",
          "  - missing.yaml",
          "  - ../dev",
          "  - ../../outside",
          "  - ../plain",
          "helmCharts: []",
          "patches:",
          "  - path: nope.yaml",
          "  - target: {kind: 'De('}",
          "    patch: '[]'",
          "  - patch: |-",
          "      apiVersion: apps/v1",
          "      kind: Deployment",
          "      metadata: {name: other}",
          "  - patch: |-",
          "      ---",
          "      apiVersion: apps/v1",
          "      ---",
          "      apiVersion: apps/v1",
          "  - target: {kind: Deployment}",
          "    patch: '[{op: replace, path: /spec/nope/x, value: 1}]'",
        ].join("\n"),
        "plain/a.yaml": deployment("plain"),
      },
      "dev",
    );
    expect([...found.workloads.keys()]).toEqual(["default:deployment/web"]);
    expect(
      messages(found).map((message) => message.replace("dev/kustomization.yaml:", "")),
    ).toEqual([
      '8 The field "helmCharts" is not supported and was left out.',
      '3 "https://github.com/acme/x//deploy?ref=v1" is outside this repository and was not read.',
      '4 "missing.yaml" is not in the repository.',
      '5 "../dev" leads back to a folder it is used by.',
      '6 "../../outside" is not in the repository.',
      '7 The folder "../plain" has no kustomization.yaml.',
      "10 The patch nope.yaml is not in the repository.",
      `12 The target's pattern "De(" is not a regular expression.`,
      '13 The patch for Deployment "other" fits no resource.',
      '17 The patch for  "" fits no resource.',
      '21 The patch for  "" fits no resource.',
      '23 The JSON patch does not fit at "/spec/nope/x": nothing is there.',
    ]);
  });
});

describe("images of a base that other clusters may share", () => {
  const files = {
    "base/kustomization.yaml": "resources: [web.yaml, api.yaml]\n",
    "base/web.yaml": deployment("web", "ghcr.io/acme/web:1"),
    "base/api.yaml": deployment("api", "ghcr.io/acme/api:1"),
    "dev/kustomization.yaml": "resources:\n- ../base\n",
  };

  it("are changed by an entry that the cluster's own kustomization gets", () => {
    const found = index(files, "dev");
    expect(containers(found)[0]).toMatchObject({
      image: "ghcr.io/acme/web:1",
      site: { file: "dev/kustomization.yaml", line: 1, form: "kustomize", scalars: [] },
    });
    const edits = containers(found).flatMap(({ site, image }) =>
      editsForImage(site, { ...parseImageRef(image), tag: "2" }),
    );
    const edited = applyEdits(files["dev/kustomization.yaml"], edits);
    expect(edited).toBe(
      [
        "resources:",
        "- ../base",
        "images:",
        "- name: ghcr.io/acme/web",
        "  newTag: '2'",
        "- name: ghcr.io/acme/api",
        "  newTag: '2'",
        "",
      ].join("\n"),
    );
    const after = index({ ...files, "dev/kustomization.yaml": edited }, "dev");
    expect(containers(after)).toMatchObject([
      { image: "ghcr.io/acme/web:2", overridden: { file: "base/web.yaml", line: 9 } },
      { image: "ghcr.io/acme/api:2", overridden: { file: "base/api.yaml", line: 9 } },
    ]);
  });

  it("are edited in place where the base belongs to the cluster's folder", () => {
    const found = index({
      "dev/kustomization.yaml": "resources: [base]\n",
      "dev/base/kustomization.yaml": "resources: [web.yaml]\n",
      "dev/base/web.yaml": deployment("web"),
    });
    expect(containers(found)).toMatchObject([{ site: { file: "dev/base/web.yaml" } }]);
  });
});

describe("Flux Kustomizations", () => {
  const app = { "apps/web/d.yaml": deployment("web", "ghcr.io/acme/web:1") };

  it("are followed from the root of the repository, with their images and namespace", () => {
    const overlay =
      "  path: ./apps/web\n  targetNamespace: shop\n  images:\n    - name: ghcr.io/acme/web\n      newTag: '2'\n";
    const found = index({ ...app, "clusters/dev/web.yaml": flux("web", overlay) }, "clusters/dev");
    expect(containers(found)).toMatchObject([
      {
        image: "ghcr.io/acme/web:2",
        site: {
          file: "clusters/dev/web.yaml",
          form: "kustomize",
          scalars: [{ path: ["spec", "images", 0, "newTag"] }],
        },
      },
    ]);
    expect([...found.workloads.keys()]).toEqual(["shop:deployment/web"]);
    expect(found.files).toEqual(["apps/web/d.yaml", "clusters/dev/web.yaml"]);
  });

  it("are followed below the folder of their artifact", () => {
    const spec = "  path: ./web\n  sourceRef: {kind: ExternalArtifact, name: apps}\n";
    expect(keys({ ...app, "dev/web.yaml": flux("web", spec) }, "dev")).toEqual([
      "default:deployment/web",
    ]);
  });

  it("lead to further ones and never in circles", () => {
    const files = {
      ...app,
      "dev/self.yaml": flux("self", "  path: dev\n"),
      "dev/more.yaml": flux("more", "  path: more\n"),
      "more/web.yaml": flux("web", "  path: apps/web\n"),
      "more/back.yaml": flux("back", "  path: dev\n"),
    };
    expect(keys(files, "dev")).toEqual(["default:deployment/web"]);
  });

  it("are problems where their folder is missing or their fields are not supported", () => {
    const files = {
      ...app,
      "dev/a.yaml": flux("a", "  path: nowhere\n"),
      "dev/b.yaml": flux("b", "  path: apps/web\n  postBuild: {substitute: {a: b}}\n"),
    };
    expect(messages(index(files, "dev"))).toEqual([
      "dev/a.yaml:1 The folder in spec.path is not in the repository.",
      'dev/b.yaml:1 The field "spec.postBuild" is not supported and was left out.',
    ]);
  });
});
