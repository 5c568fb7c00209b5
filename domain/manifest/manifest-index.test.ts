import { describe, expect, it } from "vitest";

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
      labels: {},
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

it("reads a file that was parsed under another path as standing where it stands now", () => {
  const parsed = parseManifestFile("old.yaml", deployment("x"));
  const found = indexManifests({ files: new Map([["new.yaml", parsed]]), root: "" });
  expect(containers(found)[0]?.site.file).toBe("new.yaml");
});
