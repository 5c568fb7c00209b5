import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { rightsBySet, rightsOf } from "./rights-by-set.ts";
import type { RightSet } from "./rights-by-set.ts";

/** What the chart grants in a role, of what is the same for every scope. */
function granted(file: string, role: string): readonly string[] {
  const text = readFileSync(new URL(`../chart/rights/${file}.txt`, import.meta.url), "utf8");
  const start = `ClusterRole stagecoach-${role}: `;
  const lines = text.split("\n").filter((line) => line.startsWith(start));
  return lines
    .map((line) => line.slice(start.length))
    .filter((line) => !/ namespaces( |$)/.test(line))
    .sort();
}

it.each(["observe", "nudge", "sync"] as const satisfies readonly RightSet[])(
  "%s is what the chart grants",
  (set) => {
    expect([...rightsBySet[set]].sort()).toEqual(granted(set, set));
  },
);

it("logs is what the chart grants beside observing", () => {
  const beside = granted("logs", "observe").filter(
    (line) => !granted("observe", "observe").includes(line),
  );
  expect(rightsBySet.logs).toEqual(beside);
});

it.each([
  ["get pods/log", [{ verb: "get", group: "", resource: "pods", subresource: "log" }]],
  [
    "get, patch gitrepositories.source.toolkit.fluxcd.io",
    [
      { verb: "get", group: "source.toolkit.fluxcd.io", resource: "gitrepositories" },
      { verb: "patch", group: "source.toolkit.fluxcd.io", resource: "gitrepositories" },
    ],
  ],
])("%s names its rights", (line, rights) => {
  expect(rightsOf(line)).toEqual(rights);
});
