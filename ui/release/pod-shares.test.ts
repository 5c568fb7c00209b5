import { expect, it } from "vitest";

import { podShares } from "./pod-shares.ts";

function pod(ready: boolean, current: boolean) {
  return { name: "p", ready, current, phase: "Running", restarts: 0, message: "" };
}

it.each<{ name: string; failed?: boolean; pods: ReturnType<typeof pod>[]; shares: number[] }>([
  { name: "without pods, by the counters", pods: [], shares: [2, 0, 0] },
  { name: "old pods do not count", pods: [pod(true, false), pod(true, true)], shares: [1, 0, 0] },
  {
    name: "starting while it rolls out",
    pods: [pod(true, true), pod(false, true), pod(false, true)],
    shares: [1, 2, 0],
  },
  {
    name: "broken once it failed",
    failed: true,
    pods: [pod(true, true), pod(false, true), pod(false, true)],
    shares: [1, 0, 2],
  },
  {
    name: "surge pods do not overflow",
    pods: [pod(true, true), pod(true, true), pod(true, true), pod(false, true), pod(true, true)],
    shares: [4, 0, 0],
  },
])("$name", ({ pods, shares, failed = false }) => {
  const { done, starting, broken } = podShares(
    {
      pods,
      ready: 3,
      updated: 2,
      desired: 4,
      message: "",
    },
    failed,
  );
  expect([done, starting, broken]).toEqual(shares);
});
