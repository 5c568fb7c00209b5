import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";

import { renderPath } from "./render.ts";
import type { KubeObject } from "./render.ts";

const folder = join(import.meta.dirname, "cases");

function readTree(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(root, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

function byName(objects: readonly KubeObject[]): Record<string, KubeObject> {
  return Object.fromEntries(
    objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]),
  );
}

describe("the case folders", () => {
  it.each(readdirSync(folder))("%s is rendered as kustomize renders it", (name) => {
    const { objects, problems } = renderPath({
      files: readTree(join(folder, name, "repo")),
      root: "root",
    });
    const text = readFileSync(join(folder, name, "expected.yaml"), "utf8");
    const expected = parseAllDocuments(text).map((document) => document.toJS());
    expect(problems).toEqual([]);
    expect(byName(objects)).toEqual(byName(expected));
  });
});

type Files = Readonly<Record<string, string>>;

function render(files: Files, root = ""): ReturnType<typeof renderPath> {
  return renderPath({ files: new Map(Object.entries(files)), root });
}

function names({ objects }: ReturnType<typeof renderPath>): readonly string[] {
  return objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

function object(kind: string, name: string, rest = ""): string {
  return `apiVersion: v1\nkind: ${kind}\nmetadata: {name: ${name}}\n${rest}`;
}

describe("renderPath", () => {
  it("puts definitions first, then namespaces, then the rest as the files have it", () => {
    const rendered = render({
      "b.yaml": `${object("ConfigMap", "b")}---\n${object("Namespace", "n")}`,
      "a.yaml": object("Secret", "a"),
      "z.yaml": object("CustomResourceDefinition", "d"),
      "l.yaml": `apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: ConfigMap, metadata: {name: l}}]\n`,
      "values.yaml": "replicas: 1\n",
    });
    expect(names(rendered)).toEqual([
      "CustomResourceDefinition/d",
      "Namespace/n",
      "Secret/a",
      "ConfigMap/b",
      "ConfigMap/l",
    ]);
  });

  it("gives the same objects for the same files", () => {
    const files = { "a.yaml": object("ConfigMap", "a", "data: {b: '1', a: '2'}\n") };
    expect(JSON.stringify(render(files))).toBe(JSON.stringify(render(files)));
  });

  it("keeps what a manifest says, numbers and unknown fields included", () => {
    const text = object("ConfigMap", "a", "mode: 0644\nratio: 1.50\nlist: [1, true, null, x]\n");
    expect(render({ "a.yaml": text }).objects).toEqual([
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "a" },
        mode: 420,
        ratio: 1.5,
        list: [1, true, null, "x"],
      },
    ]);
  });

  it("generates config maps and secrets without a content hash", () => {
    const { objects, problems } = render({
      "kustomization.yaml": [
        "configMapGenerator:",
        "  - {name: c, literals: [a=1], files: [k=conf/app.ini]}",
        "  - {name: c, behavior: merge, literals: [b=2]}",
        "secretGenerator:",
        "  - {name: s, literals: [p='x=y'], files: [gone.txt]}",
        "",
      ].join("\n"),
      "conf/app.ini": "[a]\r\n",
    });
    expect(objects).toEqual([
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "c" },
        data: { a: "1", k: "[a]\r\n", b: "2" },
      },
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "s" },
        type: "Opaque",
        stringData: { p: "x=y", "gone.txt": "" },
      },
    ]);
    expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
      "5 The file gone.txt is not in the repository.",
    ]);
  });

  it("names the fields that it leaves out, and goes on", () => {
    const rendered = render({
      "kustomization.yaml":
        "resources: [a.yaml]\nhelmCharts: []\nvars: []\ntransformers: [t.yaml, gone.yaml]\n",
      "t.yaml": "apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\n",
      "a.yaml": object("ConfigMap", "a"),
    });
    expect(names(rendered)).toEqual(["ConfigMap/a"]);
    expect(rendered.problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '2 The field "helmCharts" is not supported and was left out.',
      '3 The field "vars" is not supported and was left out.',
      '1 The transformer "PrefixTransformer" is not supported and was left out.',
      "4 The transformer is not a file of the repository.",
    ]);
  });

  it("stops at folders that multiply", () => {
    const files: Record<string, string> = { "f0/a.yaml": object("ConfigMap", "a") };
    files["f0/kustomization.yaml"] = "resources: [a.yaml]\n";
    for (let at = 1; at <= 40; at += 1) {
      const twice = `../f${at - 1}`;
      files[`f${at}/kustomization.yaml`] = `resources: [${twice}, ${twice}]\n`;
    }
    const { problems } = render(files, "f40");
    expect(problems.some(({ message }) => message.startsWith("The build is too large"))).toBe(true);
  });

  it("follows Flux Kustomizations with their patches, namespace and common metadata", () => {
    const rendered = render(
      {
        "cluster/app.yaml": [
          "apiVersion: kustomize.toolkit.fluxcd.io/v1",
          "kind: Kustomization",
          "metadata: {name: app}",
          "spec:",
          "  path: ./app",
          "  targetNamespace: shop",
          "  commonMetadata: {labels: {team: shop}}",
          "  patches:",
          "    - target: {kind: ConfigMap, name: set.*}",
          "      patch: |",
          "        - {op: replace, path: /data/level, value: debug}",
          "",
        ].join("\n"),
        "app/settings.yaml": object("ConfigMap", "settings", "data: {level: info}\n"),
      },
      "cluster",
    );
    expect(rendered.problems).toEqual([]);
    expect(rendered.objects[1]).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace: "shop", labels: { team: "shop" } },
      data: { level: "debug" },
    });
  });

  it.each([
    ["labelSelector", "app=web", ["one"]],
    ["labelSelector", "app!=web", ["two"]],
    ["labelSelector", "app", ["one", "two"]],
    ["labelSelector", "!tier", ["two"]],
    ["labelSelector", "app in (web)", []],
    ["annotationSelector", "note==x", ["two"]],
    ["name", "o.e", ["one"]],
    ["name", "o", []],
    ["namespace", "n", ["two"]],
  ])("applies a patch to what its %s %j selects", (...[field, value, expected]) => {
    const { objects } = render({
      "kustomization.yaml": `resources: [a.yaml]\npatches:\n  - target: {${field}: "${value}"}\n    patch: '[{op: add, path: /hit, value: true}]'\n`,
      "a.yaml":
        "apiVersion: v1\nkind: A\nmetadata: {name: one, labels: {app: web, tier: x}}\n---\n" +
        "apiVersion: v1\nkind: A\nmetadata: {name: two, namespace: n, labels: {app: api}, annotations: {note: x}}\n",
    });
    const hit = objects.filter((found) => found["hit"] === true);
    expect(hit.map(({ metadata }) => metadata.name)).toEqual(expected);
  });
});
