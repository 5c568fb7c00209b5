import { expect, it } from "vitest";

import { failureWord } from "./failure-word.ts";

it.each([
  ["container front-end exits with 1 (3 restarts)", "crashes"],
  ["cannot pull ghcr.io/acme/app:2: not found", "cannot pull"],
  ["container app was killed for using too much memory", "out of memory"],
  ["pod app-1 fits no node: insufficient cpu", "fits no node"],
  ["container app cannot start: secret db not found", "cannot start"],
  ["cannot create pods: exceeded quota", "no pods"],
  ["progress deadline exceeded", "not ready"],
  ["", "failing"],
])("%j is %s", (message, word) => {
  expect(failureWord(message)).toBe(word);
});
