import { expect, it } from "vitest";

import { readSteps, stepDoneBy } from "./guide.ts";

it.each([
  ["/acme/workloads", "", "look"],
  ["/acme/promote", "to=prod", "promote"],
  ["/acme/releases/4", "", "watch"],
  ["/acme/promote", "rollback=4", "recover"],
  ["/acme/releases", "", null],
  ["/acme/clusters", "", null],
])("%s?%s completes %s", (path, query, step) => {
  expect(stepDoneBy(path, new URLSearchParams(query))).toBe(step);
});

it("remembers steps in order and forgets what it does not know", () => {
  expect(readSteps("watch,look,dance")).toEqual(["look", "watch"]);
  expect(readSteps("")).toEqual([]);
});
