import { describe, expect, it } from "vitest";

import { DomainError } from "#domain/error.ts";
import { formatImageRef, parseImageRef } from "#domain/image/ref.ts";

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

function release(values: string): string {
  return `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: rel}\nspec:\n  values:\n${values}`;
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

describe("which folder a root is", () => {
  const files = {
    "a.yaml": deployment("top"),
    "dev/a.yaml": deployment("in-dev"),
    "dev/deep/b.yml": deployment("deep-in-dev"),
    "dev/notes.txt": deployment("no"),
    "develop/a.yaml": deployment("elsewhere"),
  };

  it.each([
    ["", ["deep-in-dev", "elsewhere", "in-dev", "top"]],
    ["dev", ["deep-in-dev", "in-dev"]],
    ["./dev/", ["deep-in-dev", "in-dev"]],
    ["dev/deep", ["deep-in-dev"]],
    [".", ["deep-in-dev", "elsewhere", "in-dev", "top"]],
  ])("%j", (root, names) => {
    expect(keys(files, root)).toEqual(names.map((name) => `default:deployment/${name}`));
  });

  it("says when it does not exist", () => {
    expect(messages(index(files, "nope"))).toEqual(["nope:1 The folder is not in the repository."]);
  });
});

describe("plain folders", () => {
  it("reads namespaces, documents, lists and every kind with containers", () => {
    const pod = "containers: [{name: c, image: a:1}]";
    const kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map(
      (kind) =>
        `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: x}\nspec: {template: {spec: {${pod}}}}\n`,
    );
    const others = [
      `apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec: {template: {spec: {${pod}}}}\n`,
      `apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: x}\nspec: {jobTemplate: {spec: {template: {spec: {${pod}}}}}}\n`,
      `apiVersion: v1\nkind: PodList\nitems: [{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {${pod}}}]\n`,
      `apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: x, namespace: n}\nspec: {template: {spec: {${pod}}}}\n`,
      `apiVersion: serving.knative.dev/v1\nkind: Deployment\nmetadata: {name: no}\nspec: {template: {spec: {${pod}}}}\n`,
    ];
    const found = index({ "all.yaml": [...kinds, ...others].join("---\n") });
    expect([...found.workloads.keys()].toSorted()).toEqual([
      "default:cronjob/x",
      "default:daemonset/x",
      "default:deployment/x",
      "default:job/x",
      "default:pod/x",
      "default:replicaset/x",
      "default:statefulset/x",
      "n:rollout/x",
    ]);
    expect(containers(found).every(({ image }) => image === "a:1")).toBe(true);
  });

  it("tells where the workload and its image stand", () => {
    const found = index({ "a.yaml": `# head\n---\n${deployment("web")}` });
    expect(found.workloads.get("default:deployment/web")).toEqual({
      key: "default:deployment/web",
      namespace: "default",
      kind: "deployment",
      name: "web",
      file: "a.yaml",
      line: 3,
      document: 0,
      automated: false,
      filters: {},
      containers: [
        {
          name: "main",
          init: false,
          image: "a:1",
          site: {
            file: "a.yaml",
            document: 0,
            line: 11,
            form: "image",
            scalars: [
              {
                role: "image",
                path: ["spec", "template", "spec", "containers", 0, "image"],
                value: "a:1",
              },
            ],
          },
        },
      ],
    });
  });

  it("puts workloads that two files define aside, with both places", () => {
    const found = index({ "a.yaml": deployment("x"), "b.yaml": `\n${deployment("x", "a:2")}` });
    expect([...found.workloads.keys()]).toEqual([]);
    expect([...found.ambiguous]).toEqual([
      [
        "default:deployment/x",
        [
          { file: "a.yaml", line: 1 },
          { file: "b.yaml", line: 2 },
        ],
      ],
    ]);
  });

  it("goes on behind broken files, charts and objects without a name", () => {
    const found = index({
      "bad.yaml": "a: [\n",
      "chart/Chart.yaml": "name: c\n",
      "chart/templates/a.yaml": "image: {{ .x }}\n",
      "good.yaml": deployment("x"),
      "job.yaml": "apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: x-}\n",
    });
    expect([...found.workloads.keys()]).toEqual(["default:deployment/x"]);
    expect(found.problems.map(({ file }) => file).toSorted()).toEqual([
      "bad.yaml",
      "chart/Chart.yaml",
      "job.yaml",
    ]);
  });

  it("builds inner kustomizations and reads none of their files twice", () => {
    const files = {
      "apps/kustomization.yaml": "resources: [../shared/base, own.yaml]\nnamePrefix: k-\n",
      "apps/own.yaml": deployment("own"),
      "apps/unused.yaml": deployment("unused"),
      "plain.yaml": deployment("plain"),
      "shared/base/kustomization.yaml": "resources: [b.yaml]\n",
      "shared/base/b.yaml": deployment("b"),
    };
    expect(keys(files)).toEqual([
      "default:deployment/k-b",
      "default:deployment/k-own",
      "default:deployment/plain",
    ]);
  });
});

describe("policies", () => {
  it.each([
    ["", { automated: false, filters: {} }],
    ['fluxcd.io/automated: "true"', { automated: true, filters: {} }],
    ["fluxcd.io/automated: true", { automated: true, filters: {} }],
    ['fluxcd.io/automated: "yes"', { automated: false, filters: {} }],
    ['fluxcd.io/locked: "true"', { automated: false, filters: {}, locked: {} }],
    [
      'flux.weave.works/locked: "true", fluxcd.io/locked_user: Ann <a@b>, flux.weave.works/locked_msg: "wait"',
      { automated: false, filters: {}, locked: { by: "Ann <a@b>", message: "wait" } },
    ],
    ['fluxcd.io/locked: "false", fluxcd.io/locked_user: Ann', { automated: false, filters: {} }],
    [
      'fluxcd.io/locked: "false", flux.weave.works/locked: "true"',
      { automated: false, filters: {} },
    ],
    [
      'filter.fluxcd.io/main: "semver:~1.2", fluxcd.io/tag.main: "glob:no", fluxcd.io/tag.side: "glob:b-*", flux.weave.works/tag.old: "regexp:^v"',
      {
        automated: false,
        filters: { main: "semver:~1.2", side: "glob:b-*", old: "regexp:^v" },
      },
    ],
  ])("reads {%s}", (annotations, expected) => {
    const found = index({ "a.yaml": deployment("x", "a:1", `, annotations: {${annotations}}`) });
    const workload = found.workloads.get("default:deployment/x");
    const { automated, filters, locked } = workload ?? {};
    expect({ automated, filters, ...(locked ? { locked } : {}) }).toEqual(expected);
  });
});

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
      '18 The JSON patch does not fit at "/spec/nope/x": nothing is there.',
    ]);
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

describe("Helm releases", () => {
  it("lists the images of the values, the top level first", () => {
    const found = index({
      "r.yaml": release(
        "    worker: {image: w:1}\n    image: {repository: a, tag: '2'}\n    api: {image: {registry: quay.io, repository: o/api, tag: '3', digest: ''}}\n    deep: {er: {image: no:1}}\n    list: [{image: no:2}]\n",
      ),
    });
    expect(containers(found).map(({ name, image }) => `${name} ${image}`)).toEqual([
      "chart-image a:2",
      "api quay.io/o/api:3",
      "worker w:1",
    ]);
  });

  const files = {
    "base/kustomization.yaml": "resources: [r.yaml]\n",
    "base/r.yaml": release("    image:\n      repository: ghcr.io/acme/web\n      tag: '1'\n"),
    "dev/kustomization.yaml": "resources: [../base]\npatches: [{path: p.yaml}]\n",
    "dev/p.yaml": release("    image:\n      tag: '2'\n"),
  };

  it("edits the tag in the patch that sets it", () => {
    const [container] = containers(index(files, "dev"));
    expect(container).toMatchObject({ image: "ghcr.io/acme/web:2", site: { file: "dev/p.yaml" } });
    if (container === undefined) return;
    const to = parseImageRef("ghcr.io/acme/web:3");
    const edited = applyEdits(files["dev/p.yaml"], editsForImage(container.site, to));
    const [after] = containers(index({ ...files, "dev/p.yaml": edited }, "dev"));
    expect(after?.image).toBe(formatImageRef(to));
  });

  it("refuses another name where the patch only sets the tag", () => {
    const [container] = containers(index(files, "dev"));
    expect(() => container && editsForImage(container.site, parseImageRef("quay.io/x:3"))).toThrow(
      DomainError,
    );
  });
});

it("reads a file that was parsed under another path as standing where it stands now", () => {
  const parsed = parseManifestFile("old.yaml", deployment("x"));
  const found = indexManifests({ files: new Map([["new.yaml", parsed]]), root: "" });
  expect(containers(found)[0]?.site.file).toBe("new.yaml");
});
