import { describe, expect, it } from "vitest";

import { parseManifestFile } from "#domain/manifest/file.ts";
import { plainOf } from "#domain/manifest/yaml-node.ts";
import type { MapNode } from "#domain/manifest/yaml-node.ts";

import { mergeStrategic } from "./strategic-merge.ts";

function mapOf(text: string): MapNode {
  const tree = parseManifestFile("f.yaml", text).documents[0]?.tree;
  if (tree?.kind !== "map") throw new Error("not a map");
  return tree;
}

function merge(object: string, patch: string, apiVersion = "apps/v1"): unknown {
  const tree = mapOf(`{apiVersion: ${apiVersion}, kind: K, ${object}}`);
  const merged = mergeStrategic(tree, mapOf(`{${patch}}`));
  if (merged === undefined) return undefined;
  const { apiVersion: _, kind: __, ...rest } = Object(plainOf(merged));
  return rest;
}

describe("mergeStrategic", () => {
  it.each([
    ["a: {b: 1, c: 2}", "a: {b: 3, d: 4}", { a: { b: 3, c: 2, d: 4 } }],
    ["a: {b: 1}, c: 2", "a: null", { c: 2 }],
    ["a: {b: 1}", "a: {$patch: replace, c: 2}", { a: { c: 2 } }],
    ["a: {b: 1}, c: 2", "a: {$patch: delete}", { c: 2 }],
    ["a: [1, 2]", "a: [3]", { a: [3] }],
    ["a: 1", "a: {b: 2}", { a: { b: 2 } }],
    [
      "containers: [{name: a, x: 1}, {name: b}]",
      "containers: [{name: b, y: 2}]",
      {
        containers: [
          { name: "b", y: 2 },
          { name: "a", x: 1 },
        ],
      },
    ],
    [
      "containers: [{name: a}, {name: b}]",
      "containers: [{name: a, $patch: delete}, {name: c}]",
      { containers: [{ name: "c" }, { name: "b" }] },
    ],
    [
      "ports: [{containerPort: 80, name: a}]",
      "ports: [{containerPort: 80, protocol: UDP}]",
      { ports: [{ containerPort: 80, name: "a", protocol: "UDP" }] },
    ],
    ["volumes: [{name: a}]", "volumes: [{noName: 1}]", { volumes: [{ noName: 1 }] }],
  ])("{%s} with {%s}", (object, patch, expected) => {
    expect(merge(object, patch)).toEqual(expected);
  });

  it("replaces the lists of custom resources", () => {
    const merged = merge("containers: [{name: a}]", "containers: [{name: b}]", "example.com/v1");
    expect(merged).toEqual({ containers: [{ name: "b" }] });
  });

  it("says when the patch deletes the object", () => {
    expect(merge("a: 1", "$patch: delete")).toBeUndefined();
  });
});
