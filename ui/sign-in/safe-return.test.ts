import { expect, it } from "vitest";

import { safeReturn } from "./safe-return.ts";

it.each([
  [null, "/"],
  ["/acme/releases/3?x=1", "/acme/releases/3?x=1"],
  ["https://stagecoach.test/acme", "/acme"],
  ["https://evil.test/acme", "/"],
  ["//evil.test/acme", "/"],
  ["javascript:alert(1)", "/"],
  ["http://[", "/"],
])("%s leads to %s", (wanted, path) => {
  expect(safeReturn(wanted, "https://stagecoach.test")).toBe(path);
});
