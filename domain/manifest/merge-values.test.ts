import { describe, expect, it } from "vitest";

import { rootPlace } from "./chart-values.ts";
import { parseManifestFile } from "./file.ts";
import { firstTree } from "./first-tree.ts";
import { mergeLayers } from "./merge-values.ts";
import type { ValuesLayer } from "./merge-values.ts";
import { emptyMap, nodeAt, plainOf } from "./yaml-node.ts";
import type { MapNode, ScalarNode } from "./yaml-node.ts";

const empty = emptyMap(rootPlace("none"));

function map(file: string, text: string): MapNode {
  const tree = firstTree(parseManifestFile(file, text));
  return tree?.kind === "map" ? tree : empty;
}

function values(text: string, file = "v.yaml"): ValuesLayer {
  return { kind: "values", tree: map(file, text) };
}

function scalar(node: ReturnType<typeof nodeAt>): ScalarNode {
  if (node?.kind === "scalar") return node;
  throw new Error("not a scalar");
}

describe("mergeLayers", () => {
  it.each([
    ["nothing", [], {}],
    ["later values win", ["a: 1\nb: 2", "b: 3"], { a: 1, b: 3 }],
    ["maps are joined", ["a: {x: 1, y: 2}", "a: {y: 3}"], { a: { x: 1, y: 3 } }],
    ["lists are replaced", ["a: [1, 2]", "a: [3]"], { a: [3] }],
    ["a map replaces a scalar", ["a: 1", "a: {x: 1}"], { a: { x: 1 } }],
    ["a scalar replaces a map", ["a: {x: 1}", "a: 1"], { a: 1 }],
    ["null takes a key away", ["a: {x: 1, y: 2}", "a: {x: null}"], { a: { y: 2 } }],
  ])("%s", (...[, texts, expected]) => {
    const merged = mergeLayers(
      empty,
      texts.map((text) => values(text)),
    );
    expect(plainOf(merged.tree)).toEqual(expected);
  });

  it("keeps where a value stands and what it overrides", () => {
    const { tree } = mergeLayers(empty, [values("a: 1", "one.yaml"), values("\na: 2", "two.yaml")]);
    expect(nodeAt(tree, ["a"])).toMatchObject({
      place: { source: { file: "two.yaml" }, line: 2 },
      overridden: { source: { file: "one.yaml" }, line: 1 },
    });
  });

  it("sets one value at its path, making the maps on the way", () => {
    const node = scalar(nodeAt(map("p.yaml", "value: v2"), ["value"]));
    const { tree } = mergeLayers(empty, [{ kind: "value", path: ["image", "tag"], node }]);
    expect(plainOf(tree)).toEqual({ image: { tag: "v2" } });
  });

  it("doubts what stands before an unknown layer, and nothing after it", () => {
    const merged = mergeLayers(empty, [
      values("a: {x: 1}\nb: 2"),
      { kind: "unknown", what: "a secret" },
      values("b: 3"),
    ]);
    const doubted = [["a", "x"], ["b"]].map((path) =>
      merged.doubts.get(scalar(nodeAt(merged.tree, path))),
    );
    expect(doubted).toEqual(["a secret", undefined]);
    expect(merged.unknown).toBe("a secret");
  });

  it("doubts only what is below the path of an unknown layer", () => {
    const unknown: ValuesLayer = { kind: "unknown", what: "a secret", path: ["a"] };
    const { tree, doubts } = mergeLayers(empty, [values("a: {x: 1}\nb: 2"), unknown]);
    expect(doubts.has(scalar(nodeAt(tree, ["a", "x"])))).toBe(true);
    expect(doubts.has(scalar(nodeAt(tree, ["b"])))).toBe(false);
  });
});
