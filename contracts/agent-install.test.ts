import { expect, it } from "vitest";

import { installCommand, readPermissions } from "./agent-install.ts";

it("installs from the address with what the agent may do", () => {
  expect(installCommand("https://a.test/agent/v1/install?token=t", ["nudge", "logs"])).toBe(
    "curl -fsSL 'https://a.test/agent/v1/install?token=t&permissions=nudge,logs' | kubectl apply -f -",
  );
});

it.each([
  ["token=t", ["sync", "nudge"]],
  ["token=t&permissions=", []],
  ["token=t&permissions=nudge,logs", ["nudge", "logs"]],
  ["token=t&permissions=exec,logs,secrets", ["logs"]],
])("reads of %s that it may %j", (query, expected) => {
  expect(readPermissions(new URLSearchParams(query))).toEqual(expected);
});
