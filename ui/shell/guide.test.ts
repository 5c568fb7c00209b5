import { expect, it } from "vitest";

import { readSteps, stepsDoneBy } from "./guide.ts";

it.each([
  ["/acme/workloads", "", ["look"]],
  ["/acme/promote", "to=prod", []],
  ["/acme/releases/4", "", ["promote", "watch"]],
  ["/acme/promote", "rollback=4", ["recover"]],
  ["/acme/releases", "", []],
  ["/acme/clusters", "", []],
])("%s?%s completes %s", (path, query, steps) => {
  expect(stepsDoneBy(path, new URLSearchParams(query))).toEqual(steps);
});

it("remembers steps in order and forgets what it does not know", () => {
  expect(readSteps("watch,look,dance")).toEqual(["look", "watch"]);
  expect(readSteps("")).toEqual([]);
});
