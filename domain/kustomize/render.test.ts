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
