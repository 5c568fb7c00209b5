import { expect, it } from "vitest";

import { pod, podContainer, workload } from "#test/observed-workload.ts";

import { fitFrame } from "./fit-frame.ts";

it("leaves a workload as it is when it fits", () => {
  const observed = workload();
  expect(fitFrame(observed)).toBe(observed);
});

it("leaves the last pods out when it does not", () => {
  const containers = Array.from({ length: 40 }, () => podContainer({ message: "x".repeat(500) }));
  const pods = Array.from({ length: 30 }, (_, index) => pod({ name: `p${index}`, containers }));
  const fitted = fitFrame(workload({ pods }));
  expect(fitted.pods.map(({ name }) => name)).toEqual(["p0", "p1", "p2"]);
});
