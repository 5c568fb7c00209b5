import { expect, it } from "vitest";

import { versionSupport } from "./version-support.ts";

it.each([
  ["1.4.0", "1.4.0", "current"],
  ["1.4.9", "1.4.0", "current"],
  ["1.4.0", "1.4.9", "current"],
  ["v1.4.0", "1.4.0", "current"],
  ["1.4.0-rc.1", "1.4.0", "current"],
  ["1.4.0+build.7", "1.4.0", "current"],
  ["1.3.0", "1.4.0", "older"],
  ["1.2.7", "1.4.0", "older"],
  ["1.1.9", "1.4.0", "too-old"],
  ["0.9.0", "1.4.0", "too-old"],
  ["0.9.0", "1.0.0", "too-old"],
  ["0.1.0", "0.3.0", "older"],
  ["0.1.0", "0.4.0", "too-old"],
  ["1.5.0", "1.4.9", "too-new"],
  ["2.0.0", "1.4.0", "too-new"],
  ["1.4", "1.4.0", "unknown"],
  ["main", "1.4.0", "unknown"],
  ["", "1.4.0", "unknown"],
])("agent %s with server %s is %s", (agent, server, support) => {
  expect(versionSupport({ agent, server })).toBe(support);
});
