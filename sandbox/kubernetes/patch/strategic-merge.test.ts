import { describe, expect, it } from "vitest";

import { strategicMerge } from "./strategic-merge.ts";

const app = { name: "app", image: "web:1" };
const side = { name: "side", image: "side:1" };

describe("a strategic merge", () => {
  it.each([
    [
      "merges containers by name",
      { containers: [app, side] },
      { containers: [{ name: "side", image: "side:2" }] },
      { containers: [app, { name: "side", image: "side:2" }] },
    ],
    [
      "appends new containers",
      { containers: [app] },
      { containers: [side] },
      { containers: [app, side] },
    ],
    [
      "deletes by directive",
      { containers: [app, side] },
      { containers: [{ name: "app", $patch: "delete" }] },
      { containers: [side] },
    ],
    [
      "replaces a list by directive",
      { containers: [app, side] },
      { containers: [{ $patch: "replace" }, side] },
      { containers: [side] },
    ],
    [
      "replaces a map by directive",
      { labels: { a: "1" } },
      { labels: { $patch: "replace", b: "2" } },
      { labels: { b: "2" } },
    ],
    ["removes by null", { replicas: 1, paused: true }, { paused: null }, { replicas: 1 }],
    ["replaces plain lists", { args: ["a", "b"] }, { args: ["c"] }, { args: ["c"] }],
    ["unites sets", { finalizers: ["a"] }, { finalizers: ["b", "a"] }, { finalizers: ["a", "b"] }],
    [
      "removes from sets",
      { finalizers: ["a", "b"] },
      { "$deleteFromPrimitiveList/finalizers": ["a"] },
      { finalizers: ["b"] },
    ],
    [
      "keeps the keys it is told to",
      { strategy: { type: "RollingUpdate", rollingUpdate: {} } },
      { strategy: { $retainKeys: ["type"], type: "Recreate" } },
      { strategy: { type: "Recreate" } },
    ],
    [
      "orders as it is told to",
      { containers: [app, side] },
      {
        "$setElementOrder/containers": [{ name: "side" }, { name: "app" }],
        containers: [{ name: "side", image: "side:2" }],
      },
      { containers: [{ name: "side", image: "side:2" }, app] },
    ],
    [
      "merges the ports of containers by number",
      { ports: [{ containerPort: 80, name: "http" }] },
      { ports: [{ containerPort: 80, name: "web" }, { containerPort: 81 }] },
      { ports: [{ containerPort: 80, name: "web" }, { containerPort: 81 }] },
    ],
  ])("%s", (_what, target, patch, expected) => {
    expect(strategicMerge(target, patch)).toEqual(expected);
  });
});
